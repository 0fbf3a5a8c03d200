import { Agent, request as httpRequest } from 'node:http';
import autocannon from 'autocannon';

export interface Measured {
  readonly perSecond: number;
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers that were not what was asked for. */
  readonly failures: number;
  /** Seconds. */
  readonly took: number;
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export interface Shot {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * The same story over and over on each of `connections` keep-alive connections: `steps` requests, told as one. Cheaper for the generator
 * than `tell`, so more of the machine is left for the shop. A connection goes through its own `shots` in turn, and begins again at the end.
 * @param size with `amount`, so many requests instead of so many seconds.
 */
export async function perform(
  base: string,
  { connections, seconds, steps = 1, amount }: { connections: number; seconds: number; steps?: number; amount?: number },
  shotsOf: (connection: number) => readonly Shot[],
): Promise<Measured> {
  const times: number[] = [];
  let failures = 0;
  let next = 0;
  const result = await autocannon({
    url: base,
    connections,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    setupClient: (client) => {
      client.setRequests(shotsOf(next++).map(asRequest));
      let step = 0;
      let story = 0;
      client.on('response', (status, _bytes, milliseconds) => {
        if (status >= 300) failures += 1;
        story += milliseconds;
        if (++step < steps) return;
        times.push(story);
        step = story = 0;
      });
    },
  });
  const sorted = times.sort((left, right) => left - right);
  return {
    perSecond: sorted.length / result.duration,
    requests: sorted.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    failures: failures + result.errors,
    took: result.duration,
  };
}

const asRequest = ({ method = 'GET', path, headers = {}, body }: Shot) => ({
  method,
  path,
  headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

export function send(base: string, { method = 'GET', path, headers = {}, body }: Shot): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const outgoing = httpRequest(
      `${base}${path}`,
      {
        method,
        agent,
        headers: {
          ...headers,
          ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (incoming) => {
        let received = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (received += chunk));
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: received, headers: incoming.headers }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

/** Stories of several requests, `workers` of them at once; a story that returns false has failed. */
export async function tell(
  workers: number,
  seconds: number,
  story: (worker: number, round: number) => Promise<boolean>,
): Promise<Measured> {
  const began = performance.now();
  const end = began + seconds * 1000;
  const times: number[] = [];
  let failures = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let round = 0; performance.now() < end; round += 1) {
        const start = performance.now();
        if (!(await story(worker, round))) failures += 1;
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  const sorted = times.sort((a, b) => a - b);
  return {
    perSecond: times.length / took,
    requests: times.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    failures,
    took,
  };
}
