import type { Context } from 'koa';
import type { RateLimiter } from '../../../application/shared/ports/rate-limiter.js';
import { RateLimited } from './request-errors.js';

const POLICY = 'RateLimit-Policy';
const REMAINING = 'RateLimit';

const added = (ctx: Context, header: string, item: string): void => {
  const before = ctx.response.get(header);
  ctx.set(header, before ? `${before}, ${item}` : item);
};

/** Takes one from what `key` may do under the rule, and says so (draft-ietf-httpapi-ratelimit-headers-10). @throws RateLimited */
export async function limitRate(limiter: RateLimiter, rule: string, key: string, ctx: Context): Promise<void> {
  const allowance = await limiter.take(rule, key);
  if (!allowance) return;
  const { allowed, limit, seconds, remaining, resetIn } = allowance;
  added(ctx, POLICY, `"${rule}";q=${limit};w=${seconds}`);
  added(ctx, REMAINING, `"${rule}";r=${remaining};t=${resetIn}`);
  if (!allowed) throw new RateLimited(Math.max(1, resetIn));
}
