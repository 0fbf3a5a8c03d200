import type { Middleware } from 'koa';
import type { Logger } from '../../../application/shared/ports/logger.js';

const NANOSECONDS = 1e6;

/** One line for each answered request: never the query (it may hold a token), a body, a cookie or an address. */
export const requestLogging =
  (logger: Logger): Middleware =>
  async (ctx, next) => {
    const began = process.hrtime.bigint();
    const { method, path } = ctx;
    await next();
    const milliseconds = Number(process.hrtime.bigint() - began) / NANOSECONDS;
    const { requestId, accountId } = ctx.state as { requestId: string; accountId?: string };
    logger.info('request', {
      request_id: requestId,
      method,
      path,
      status: ctx.status,
      ms: Math.round(milliseconds * 10) / 10,
      ...(accountId ? { account_id: accountId } : {}),
    });
  };
