import type { LoginAttempt, LoginGuard } from '../../application/identity/ports/login-guard.js';
import type { Allowance, RateLimiter } from '../../application/shared/ports/rate-limiter.js';

/** `RATE_LIMIT=off`: for load tests and for shops that limit in front of the application. */
export class NoLimits implements RateLimiter, LoginGuard {
  async take(): Promise<Allowance> {
    return { allowed: true, limit: 1_000_000, remaining: 1_000_000, resetIn: 1 };
  }

  async attempt(_attempt: LoginAttempt, isRight: () => Promise<boolean>): Promise<boolean> {
    return isRight();
  }

  forgive(): void {
    // nothing is held against anybody
  }
}
