import type { LoginAttempt, LoginGuard } from '../../application/identity/ports/login-guard.js';
import type { RateLimiter } from '../../application/shared/ports/rate-limiter.js';

const NOTHING = Promise.resolve(undefined);

/** `RATE_LIMIT=off`: for load tests and for shops that limit in front of the application. */
export class NoLimits implements RateLimiter, LoginGuard {
  take(): Promise<undefined> {
    return NOTHING;
  }

  async attempt(_attempt: LoginAttempt, isRight: () => Promise<boolean>): Promise<boolean> {
    return isRight();
  }

  async forgive(): Promise<void> {
    // nothing is held against anybody
  }
}
