import { createServer, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type Koa from 'koa';
import { boundConnections, type ConnectionLimits } from './shared/bound-connections.js';
import { answerBrokenRequests } from './shared/broken-requests.js';

/** How long a client may take. */
export interface ClientPatience {
  readonly headersMs: number;
  /** For the whole request, its body too. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** Without a byte in either direction: who has gone without saying so, or does not take what it asked for. */
  readonly silenceMs: number;
  /** How often it is looked whether somebody takes longer. */
  readonly lookEveryMs: number;
}

const PATIENCE: ClientPatience = {
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 65_000, // longer than the 60 s of common proxies, so that it is they who close
  silenceMs: 120_000,
  lookEveryMs: 2_500,
};
/** A line for each header, the cookies and a token fit; more is 431. */
const MAX_HEADER_BYTES = 16_384;
const PROBE_AFTER_MS = 60_000;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly connections: ConnectionLimits;
  readonly patience?: ClientPatience;
}

export interface HttpServer {
  /** Where it listens, as `http://host:port`. */
  readonly url: string;
  /**
   * Goes on for `graceMs`, so that a proxy hears of it, then stops accepting, lets what runs end, and closes. Idle connections are closed
   * half of `graceMs` later still, because closing them at once would reset requests that are just arriving, and those of a proxy that
   * has only just connected.
   */
  stop(graceMs: number, limitMs: number): Promise<void>;
}

/** Somebody else listens there. */
export class PortTaken extends Error {
  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is taken: stop what uses it, or set PORT`);
    this.name = 'PortTaken';
  }
}

/** @throws PortTaken */
export async function listen(app: Koa, { host, port, connections, patience = PATIENCE }: ListenOptions): Promise<HttpServer> {
  const handle = app.callback();
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      keepAliveTimeout: patience.keepAliveMs,
      connectionsCheckingInterval: patience.lookEveryMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAlive: true,
      keepAliveInitialDelay: PROBE_AFTER_MS,
    },
    (request, response) => {
      void handle(request, response);
    },
  );
  server.setTimeout(patience.silenceMs);
  boundConnections(server, connections);
  answerBrokenRequests(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(host, port) : error);
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    stop: (graceMs, limitMs) => drain(server, graceMs, limitMs),
  };
}

async function drain(server: Server, graceMs: number, limitMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, graceMs));
  // Behind the accepting of this turn, so that nobody who has just connected is left outside.
  await new Promise((resolve) => setImmediate(resolve));
  // Node's own `close` of an HTTP server closes what is idle in the same breath.
  const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()));
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, graceMs / 2))]);
  server.close(); // no timer of the server's outlives it
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed.finally(() => clearTimeout(late));
}
