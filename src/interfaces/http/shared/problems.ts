import { STATUS_CODES } from 'node:http';
import type { Context, Middleware } from 'koa';
import { Unavailable } from '../../../application/shared/errors.js';
import { DomainError, type ErrorKind } from '../../../domain/shared/domain-error.js';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  declined: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409, // the current state, or a business rule, refuses
  stale: 412, // If-Match
  too_large: 413,
  too_long: 414,
  unsupported: 415,
  too_many: 429,
  unavailable: 503,
};

/** What Koa and its parsers throw, by the status they ask for. */
const REJECTIONS: Readonly<Record<number, { code: string; detail: string }>> = {
  400: { code: 'request.malformed', detail: 'The request cannot be read: its body has to be one JSON value, or a form' },
  405: { code: 'request.method_not_allowed', detail: 'This address does not answer that method: the Allow header says which it does' },
  413: { code: 'request.too_large', detail: 'The body is too large' },
  415: { code: 'request.unsupported_media_type', detail: 'Send the body as application/json' },
};

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly [extra: string]: unknown;
}

/** The only place where errors become HTTP. Bodies follow RFC 9457 (problem+json). */
export const problems =
  (isOutage: (error: unknown) => boolean): Middleware =>
  async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = toProblem(isOutage(error) ? new Unavailable() : error);
      if (problem.status >= 500) ctx.app.emit('error', error, ctx);
      present(ctx, problem);
      const { retryAfter } = error as { retryAfter?: unknown };
      if (typeof retryAfter === 'number') ctx.set('Retry-After', String(retryAfter));
      else if (problem.status === 503) ctx.set('Retry-After', '2');
    }
  };

function present(ctx: Context, { status, code, detail, ...extras }: Problem): void {
  ctx.status = status;
  ctx.state['code'] = code;
  ctx.set('Cache-Control', 'no-store');
  ctx.remove('ETag');
  ctx.body = {
    type: `/docs/errors#${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    request_id: ctx.state['requestId'] as string,
    ...extras,
  };
  ctx.type = 'application/problem+json';
}

function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    const { kind, code, message, details } = error;
    const errors = kind === 'invalid' ? { errors: [{ path: '', code, message }] } : {};
    return { ...errors, ...details, status: STATUS[kind], code, detail: message };
  }
  // Koa's own middleware and parsers: malformed JSON, too large; formidable says httpCode.
  const { status, httpCode } = (error ?? {}) as { status?: unknown; httpCode?: unknown };
  const given = [status, httpCode].find((value) => typeof value === 'number' && value >= 400 && value < 500) as number | undefined;
  if (given !== undefined) {
    const rejection = REJECTIONS[given] ?? { code: 'request.rejected', detail: 'The request was rejected' };
    return { status: given, ...rejection };
  }
  return { status: 500, code: 'server.error', detail: 'Something went wrong on our side; the request id tells us where' };
}
