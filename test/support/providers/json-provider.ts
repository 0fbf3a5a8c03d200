import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../contract/gateway-under-test.js';

export interface ProviderCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly rawBody: string;
}

export interface ProviderReply {
  readonly status: number;
  readonly body?: unknown;
}

/** A provider on a port of this machine, and the line to it, which can break. */
export abstract class JsonProvider {
  readonly #server: Server;
  #fault: Fault | undefined;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** What is answered when nothing goes wrong. */
  protected abstract handle(call: ProviderCall): ProviderReply;

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async during<Result>(fault: Fault, ask: () => Promise<Result>): Promise<Result> {
    this.#fault = fault;
    try {
      return await ask();
    } finally {
      this.#fault = undefined;
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', headers } = request;
    const fault = this.#fault;
    if (fault === 'request_lost') return void request.socket.destroy();
    if (fault === 'server_error')
      return answer(response, 500, 'application/json', '{"error":{"code":"SERVER_ERROR"},"name":"INTERNAL_SERVER_ERROR"}');
    if (fault === 'gibberish') return answer(response, 200, 'text/html', '<html><body>Sign in to the hotel network</body></html>');
    const url = new URL(request.url ?? '/', this.url);
    const { status, body } = this.handle({ method, url, headers, rawBody: Buffer.concat(chunks).toString('utf8') });
    // what changes nothing may be asked again: the answer that is lost is the one that matters
    if (fault === 'answer_lost' && this.changesSomething(method, url.pathname)) return void request.socket.destroy();
    return answer(response, status, 'application/json', body === undefined ? '' : JSON.stringify(body));
  }

  protected changesSomething(method: string, path: string): boolean {
    return method !== 'GET' && path !== '';
  }
}

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}
