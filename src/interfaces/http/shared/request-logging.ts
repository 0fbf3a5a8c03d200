import type { Middleware } from 'koa';
import type { Logger } from '../../../application/shared/ports/logger.js';
import type { RequestMeter } from '../../../application/shared/ports/request-meter.js';

const NANOSECONDS = 1e6;

/** What the rooms further in leave behind for whoever counts and writes down. */
interface Traces {
  readonly requestId: string;
  readonly accountId?: string;
  /** The pattern of the route that was met. */
  readonly route?: string;
  /** The code of the problem that it was refused with. */
  readonly code?: string;
}

/** One line for each answered request: never the query (it may hold a token), a body, a cookie or an address. And it is counted. */
export const requestLogging =
  (logger: Logger, meter: RequestMeter): Middleware =>
  async (ctx, next) => {
    const began = process.hrtime.bigint();
    const { method, path } = ctx;
    meter.began();
    try {
      await next();
    } finally {
      const milliseconds = Number(process.hrtime.bigint() - began) / NANOSECONDS;
      const { requestId, accountId, route, code } = ctx.state as Traces;
      meter.ended({ method, route, status: ctx.status, code, milliseconds });
      logger.info('request', {
        request_id: requestId,
        method,
        path,
        status: ctx.status,
        ms: Math.round(milliseconds * 10) / 10,
        ...(accountId ? { account_id: accountId } : {}),
      });
    }
  };
