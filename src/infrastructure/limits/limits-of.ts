import type { LoginGuard } from '../../application/identity/ports/login-guard.js';
import type { Clock } from '../../application/shared/ports/clock.js';
import type { Logger } from '../../application/shared/ports/logger.js';
import type { RateLimiter } from '../../application/shared/ports/rate-limiter.js';
import type { Sql } from '../persistence/shared/sql.js';
import { CountingRateLimiter } from './counting-rate-limiter.js';
import { MemoryTallies } from './memory-tallies.js';
import { NoLimits } from './no-limits.js';
import { PostgresCounts } from './postgres-counts.js';
import { PostgresTallies } from './postgres-tallies.js';
import { quotasWith } from './rate-quotas.js';
import { RedisCounts } from './redis-counts.js';
import { RedisLine } from './redis-line.js';
import { RedisTallies } from './redis-tallies.js';
import { SharedMemory } from './shared-memory.js';
import { SteadfastCounts } from './steadfast-counts.js';
import { SteadfastTallies } from './steadfast-tallies.js';
import { TallyingLoginGuard } from './tallying-login-guard.js';

/** How often something may be done, and how often a password may be tried. */
export interface Limits {
  readonly limiter: RateLimiter;
  readonly guard: LoginGuard;
  close(): void;
}

export interface LimitSettings {
  readonly isOn: boolean;
  readonly store: 'memory' | 'postgres' | 'redis';
  /** Needed where the store is Redis. */
  readonly redisUrl: string | null;
  /** By rule, for a window. */
  readonly quotas: Readonly<Record<string, number>>;
}

interface Surroundings {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hide: (text: string) => string;
}

const nothingToClose = (): void => undefined;

/** In the memory of this process, or together with the others in PostgreSQL or Redis. */
export function limitsOf({ isOn, store, redisUrl, quotas }: LimitSettings, { sql, clock, logger, hide }: Surroundings): Limits {
  if (!isOn) {
    const none = new NoLimits();
    return { limiter: none, guard: none, close: nothingToClose };
  }
  const own = new MemoryTallies(clock);
  const limiterOn = (counts?: SteadfastCounts) => new CountingRateLimiter(quotasWith(quotas), clock, counts);
  if (store === 'redis' && redisUrl !== null) {
    const [line, memory] = [new RedisLine(redisUrl), new SharedMemory('Redis', logger)];
    return {
      limiter: limiterOn(new SteadfastCounts(new RedisCounts(line, hide), memory)),
      guard: new TallyingLoginGuard(new SteadfastTallies(new RedisTallies(line), own, memory), hide),
      close: () => line.close(),
    };
  }
  if (store === 'memory') return { limiter: limiterOn(), guard: new TallyingLoginGuard(own, hide), close: nothingToClose };
  const memory = new SharedMemory('PostgreSQL', logger);
  return {
    limiter: limiterOn(new SteadfastCounts(new PostgresCounts(sql, hide), memory)),
    guard: new TallyingLoginGuard(new SteadfastTallies(new PostgresTallies(sql), own, memory), hide),
    close: nothingToClose,
  };
}
