import { createServer, type Server } from 'node:http';
import type Koa from 'koa';

const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 65_000; // longer than the 60 s of common proxies, so that it is they who close

export interface HttpServer {
  /** Where it listens, as `http://host:port`. */
  readonly url: string;
  /**
   * Stops accepting, lets what runs end, then closes. Idle connections are closed after `graceMs`, because closing them at once would
   * reset requests that are just arriving.
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
export async function listen(app: Koa, { host, port }: { readonly host: string; readonly port: number }): Promise<HttpServer> {
  const handle = app.callback();
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => {
      void handle(request, response);
    },
  );
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
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed.finally(() => clearTimeout(late));
}
