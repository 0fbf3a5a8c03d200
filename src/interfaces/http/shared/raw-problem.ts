import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

interface RawProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What is wrong where there is no request yet. */
export const RAW_PROBLEMS = {
  unreadable: { status: 400, code: 'request.malformed', detail: 'This is no HTTP request that can be read' },
  tooSlow: { status: 408, code: 'request.timeout', detail: 'The request took too long to arrive' },
  largeHeaders: { status: 431, code: 'request.headers_too_large', detail: 'The headers are too large: at most 16384 bytes are read' },
  tooManyConnections: {
    status: 503,
    code: 'server.too_many_connections',
    detail: 'Too many connections are open from your address: close some of them',
    retryAfter: 2,
  },
} as const satisfies Readonly<Record<string, RawProblem>>;

/** A whole answer as text, for where there is no request yet that it could answer (RFC 9457). */
export function rawProblem({ status, code, detail, retryAfter }: RawProblem): string {
  const title = STATUS_CODES[status] ?? 'Error';
  const requestId = randomUUID();
  const body = JSON.stringify({ type: `/docs/errors#${code}`, title, status, detail, code, request_id: requestId });
  const headers = [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}
