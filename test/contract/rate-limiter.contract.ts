import { expect } from 'chai';
import type { RateLimiter } from '../../src/application/shared/ports/rate-limiter.js';
import type { Quotas } from '../../src/infrastructure/limits/rate-quotas.js';
import { eventually } from '../support/eventually.js';
import { rejection } from '../support/rejection.js';

/** The limiters of two processes, or twice the same one where there is only one. */
export interface LimitersUnderTest {
  readonly here: RateLimiter;
  readonly there: RateLimiter;
}

let homes = 0;
/** An address that nobody has used yet: suites may share a store. */
const home = (): string => `10.${(homes += 1) >> 8}.${homes & 255}.${process.pid & 255}`;

const takesAllowed = async (limiter: RateLimiter, rule: string, address: string, times: number): Promise<number> => {
  const taken = await Promise.all(Array.from({ length: times }, () => limiter.take(rule, address)));
  return taken.filter((allowance) => allowance?.allowed).length;
};

/** What every RateLimiter promises. */
export function rateLimiterContract(create: (quotas: Quotas) => LimitersUnderTest): void {
  const QUOTAS: Quotas = {
    login: { points: 2, seconds: 60, isExact: true },
    register: { points: 20, seconds: 60, isExact: true },
    public: { points: 100, seconds: 60 },
  };

  describe('as a RateLimiter', () => {
    it('counts for each address and rule (SEC-02)', async () => {
      const [{ here }, mine, theirs] = [create(QUOTAS), home(), home()];
      expect(await here.take('login', mine)).to.deep.include({ allowed: true, limit: 2, seconds: 60, remaining: 1 });
      expect((await here.take('login', mine))?.allowed).to.equal(true);
      const refused = await here.take('login', mine);
      expect(refused).to.deep.include({ allowed: false, remaining: 0 });
      expect(refused?.resetIn).to.be.within(1, 60);
      expect((await here.take('login', theirs))?.allowed).to.equal(true);
      expect((await here.take('register', mine))?.allowed).to.equal(true);
      expect(await rejection(here.take('sing', mine))).to.be.instanceOf(Error);
    });

    it('lets exactly so many through when many ask both processes at once (SEC-02)', async () => {
      const [{ here, there }, mine] = [create(QUOTAS), home()];
      const allowed = await Promise.all([takesAllowed(here, 'register', mine, 30), takesAllowed(there, 'register', mine, 30)]);
      expect(allowed[0] + allowed[1]).to.equal(20);
    });

    it('lets a process hear in a moment what was used up in another (SEC-02)', async () => {
      const [{ here, there }, mine] = [create(QUOTAS), home()];
      expect(await takesAllowed(here, 'public', mine, 101)).to.equal(100);
      await eventually('the other refuses too', async () => (await there.take('public', mine))?.allowed === false);
    });
  });
}
