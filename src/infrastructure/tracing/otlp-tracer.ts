import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Logger } from '../../application/shared/ports/logger.js';
import type { SpanFacts, SpanKind, Tracer } from '../../application/shared/ports/tracer.js';

interface Context {
  readonly traceId: string;
  readonly spanId: string;
  /** Who began it may have decided that it is not to be kept. */
  readonly isKept: boolean;
}

interface Ended {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly object[];
  readonly status: { readonly code: number };
}

export interface OtlpSettings {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string;
  readonly version: string;
}

const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
const FAILED = 2;
const UNSET = 0;
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const TRACE_BYTES = 16;
const SPAN_BYTES = 8;
/** What waits to be sent; whatever is more is dropped, since a collector that is away must not cost memory. */
const MOST_WAITING = 4_096;
const TOGETHER = 512;
const SEND_EVERY_MS = 2_000;
const PATIENCE_MS = 3_000;
const NANOSECONDS_PER_MS = 1_000_000n;

const attribute = ([key, value]: readonly [string, string | number]): object => ({
  key,
  value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value },
});

/** The wall clock at the start and the exact one from then on: spans of one process are in order. */
const BEGAN = BigInt(Date.now()) * NANOSECONDS_PER_MS - process.hrtime.bigint();
const now = (): string => String(BEGAN + process.hrtime.bigint());

/**
 * OpenTelemetry's traces as OTLP over HTTP, in JSON: what every collector understands. Written out here, since the SDK is many times the
 * size of all that is needed of it.
 */
export class OtlpTracer implements Tracer {
  readonly #contexts = new AsyncLocalStorage<Context>();
  readonly #address: string;
  readonly #timer: NodeJS.Timeout;
  #waiting: Ended[] = [];
  #isAway = false;

  constructor(
    private readonly settings: OtlpSettings,
    private readonly logger: Logger,
  ) {
    this.#address = `${settings.endpoint.replace(/\/+$/, '')}/v1/traces`;
    this.#timer = setInterval(() => void this.#send(), SEND_EVERY_MS).unref();
  }

  traceId(): string | undefined {
    return this.#contexts.getStore()?.traceId;
  }

  continue<Result>(traceparent: string | undefined, work: () => Promise<Result>): Promise<Result> {
    const [, traceId, spanId, flags = '00'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
    if (!traceId || !spanId) return work();
    return this.#contexts.run({ traceId, spanId, isKept: (parseInt(flags, 16) & 1) === 1 }, work);
  }

  async span<Result>(
    name: string,
    kind: SpanKind,
    facts: SpanFacts,
    work: (add: (more: SpanFacts) => void) => Promise<Result>,
  ): Promise<Result> {
    const parent = this.#contexts.getStore();
    const context: Context = {
      traceId: parent?.traceId ?? randomBytes(TRACE_BYTES).toString('hex'),
      spanId: randomBytes(SPAN_BYTES).toString('hex'),
      isKept: parent?.isKept ?? true,
    };
    let told = facts;
    let code = FAILED;
    const startTimeUnixNano = now();
    try {
      const result = await this.#contexts.run(context, () => work((more) => (told = { ...told, ...more })));
      code = UNSET;
      return result;
    } finally {
      if (context.isKept)
        this.#keep({
          traceId: context.traceId,
          spanId: context.spanId,
          parentSpanId: parent?.spanId,
          name: typeof told['portico.name'] === 'string' ? told['portico.name'] : name,
          kind: KINDS[kind],
          startTimeUnixNano,
          endTimeUnixNano: now(),
          attributes: Object.entries(told)
            .filter(([key]) => key !== 'portico.name')
            .map(attribute),
          status: { code: Number(told['http.response.status_code'] ?? 0) >= 500 ? FAILED : code },
        });
    }
  }

  /** Sends what is left; called once, last of all. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#send();
  }

  #keep(span: Ended): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(span);
    if (this.#waiting.length === TOGETHER) void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const spans = this.#waiting;
    this.#waiting = [];
    const resource = { attributes: [attribute(['service.name', 'portico']), attribute(['service.version', this.settings.version])] };
    const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'portico' }, spans }] }] });
    try {
      const { ok, status } = await fetch(this.#address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!ok) throw new Error(`answered ${status}`);
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) this.logger.warn('Traces cannot be handed over', { error: String(error) });
      this.#isAway = true;
    }
  }
}
