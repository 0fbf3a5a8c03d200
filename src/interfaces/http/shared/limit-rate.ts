import type { Context } from 'koa';
import type { RateLimiter } from '../../../application/shared/ports/rate-limiter.js';
import { RateLimited } from './request-errors.js';
import type { RateRule } from './route.js';

/** Takes one from what this address may do (draft-ietf-httpapi-ratelimit-headers). @throws RateLimited */
export async function limitRate(limiter: RateLimiter, rule: RateRule, ctx: Context): Promise<void> {
  const { allowed, limit, remaining, resetIn } = await limiter.take(rule, ctx.ip);
  ctx.set('RateLimit-Policy', `"${rule}";q=${limit}`);
  ctx.set('RateLimit', `"${rule}";r=${remaining};t=${resetIn}`);
  if (!allowed) throw new RateLimited(Math.max(1, resetIn));
}
