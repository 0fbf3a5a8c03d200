import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Allowance, RateLimiter } from '../../application/shared/ports/rate-limiter.js';
import { networkOf } from './network-of.js';

export interface Limit {
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

/**
 * So much that nobody meets it who shops, even behind an address that many share, and little to whoever runs through a list. Guessing
 * passwords is slowed down far earlier, by the guard.
 */
export const LIMITS: Readonly<Record<string, Limit>> = {
  login: { points: 300, duration: 60 },
  register: { points: 120, duration: 60 },
  'forgot-password': { points: 60, duration: 60 },
};

/** Counts in the memory of this process; the key is a network address. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #limiters: ReadonlyMap<string, RateLimiterMemory>;

  constructor(private readonly limits: Readonly<Record<string, Limit>> = LIMITS) {
    this.#limiters = new Map(Object.entries(limits).map(([rule, limit]) => [rule, new RateLimiterMemory({ ...limit, keyPrefix: rule })]));
  }

  async take(rule: string, key: string): Promise<Allowance> {
    const limiter = this.#limiters.get(rule);
    const limit = this.limits[rule]?.points;
    if (!limiter || limit === undefined) throw new Error(`Nobody has said how often ${rule} may happen`);
    const consumed = await limiter.consume(networkOf(key)).then(
      (result) => ({ allowed: true, result }),
      (result: unknown) => ({ allowed: false, result }),
    );
    if (!(consumed.result instanceof RateLimiterRes)) throw consumed.result;
    const { remainingPoints, msBeforeNext } = consumed.result;
    return { allowed: consumed.allowed, limit, remaining: Math.max(0, remainingPoints), resetIn: Math.ceil(msBeforeNext / 1000) };
  }
}
