import type { Pressure } from '../../../src/application/shared/ports/pressure.js';
import type { RateLimiter } from '../../../src/application/shared/ports/rate-limiter.js';

/** A process with nothing else to do. */
export const CALM: Pressure = { lagMs: () => 0, databaseWaitMs: () => 0 };

export const UNLIMITED: RateLimiter = { take: () => Promise.resolve(undefined) };

/** For an application that is put together by hand: nothing is refused for want of room. */
export const ROOM_ENOUGH = { shedding: { inFlight: 1_000, lagMs: 1_000 }, uploadsAtOnce: 100 } as const;
