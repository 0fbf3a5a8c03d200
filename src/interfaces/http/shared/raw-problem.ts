import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

interface RawProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

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
