import { expect } from 'chai';
import type { Clock } from '../../../../src/application/shared/ports/clock.js';
import type { Logger } from '../../../../src/application/shared/ports/logger.js';
import { TooManyAttempts } from '../../../../src/domain/identity/account-errors.js';
import { CountingRateLimiter } from '../../../../src/infrastructure/limits/counting-rate-limiter.js';
import type { Count, CountStore, Taken } from '../../../../src/infrastructure/limits/count-store.js';
import type { FailureTallies } from '../../../../src/infrastructure/limits/failure-tallies.js';
import { hiddenKeys } from '../../../../src/infrastructure/limits/hidden-keys.js';
import { MemoryTallies } from '../../../../src/infrastructure/limits/memory-tallies.js';
import { networkOf } from '../../../../src/infrastructure/limits/network-of.js';
import { SharedMemory } from '../../../../src/infrastructure/limits/shared-memory.js';
import { SteadfastCounts } from '../../../../src/infrastructure/limits/steadfast-counts.js';
import { SteadfastTallies } from '../../../../src/infrastructure/limits/steadfast-tallies.js';
import { TallyingLoginGuard } from '../../../../src/infrastructure/limits/tallying-login-guard.js';
import { failureTalliesContract } from '../../../contract/failure-tallies.contract.js';
import { rateLimiterContract } from '../../../contract/rate-limiter.contract.js';
import { NOON } from '../../../support/builders/an-order.js';
import { eventually } from '../../../support/eventually.js';
import { rejection } from '../../../support/rejection.js';

const yes = async () => true;
const no = async () => false;

describe('Guessing passwords', () => {
  const setUp = () => {
    let now = NOON.getTime();
    const guard = new TallyingLoginGuard(new MemoryTallies({ now: () => new Date(now) }), hiddenKeys('secret'));
    return {
      guard,
      wait: (seconds: number) => (now += seconds * 1_000),
      /** `read` when it was looked at, else the seconds to wait. */
      async guess(email: string, address: string, isRight = no): Promise<'read' | number> {
        try {
          await guard.attempt({ email, address }, isRight);
          return 'read';
        } catch (error) {
          if (error instanceof TooManyAttempts) return error.retryAfter;
          throw error;
        }
      },
    };
  };
  const fail = async (
    world: ReturnType<typeof setUp>,
    times: number,
    email: (turn: number) => string,
    address: (turn: number) => string,
  ) => {
    for (let turn = 0; turn < times; turn += 1) expect(await world.guess(email(turn), address(turn))).to.equal('read');
  };
  const anywhere = (turn: number) => `10.1.${turn}.1`;
  const anybody = (turn: number) => `person-${turn}@example.com`;

  it('is refused unread after five for one account, from wherever they come (ACC-11)', async () => {
    const world = setUp();
    await fail(world, 5, () => 'ada@example.com', anywhere);
    let isRead = false;
    const outcome = await world.guess('ada@example.com', '10.9.9.9', async () => (isRead = true));
    expect([outcome, isRead]).to.deep.equal([1, false]);
    expect(await world.guess('grace@example.com', '10.9.9.9')).to.equal('read');
  });

  it('is refused unread after five from one address, whomever they are for (ACC-11)', async () => {
    const world = setUp();
    await fail(world, 5, anybody, () => '10.1.1.1');
    expect(await world.guess('grace@example.com', '10.1.1.1')).to.equal(1);
    expect(await world.guess('grace@example.com', '10.1.1.2')).to.equal('read');
  });

  it('waits a second, then two, up to a quarter of an hour, and never for ever (ACC-11)', async () => {
    const world = setUp();
    const waits: number[] = [];
    await fail(world, 5, () => 'ada@example.com', anywhere);
    for (let turn = 0; turn < 13; turn += 1) {
      const seconds = await world.guess('ada@example.com', `10.2.${turn}.1`);
      waits.push(Number(seconds));
      world.wait(Number(seconds));
      if (turn < 12) expect(await world.guess('ada@example.com', `10.2.${turn}.1`)).to.equal('read');
    }
    expect(waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect(await world.guess('ada@example.com', '10.9.9.9', yes), 'the right one works after the wait').to.equal('read');
    await fail(
      world,
      5,
      () => 'ada@example.com',
      (turn) => `10.3.${turn}.1`,
    );
  });

  it('is no faster when many try at once (ACC-11)', async () => {
    const world = setUp();
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, turn) => world.guess('ada@example.com', anywhere(turn))));
    expect(outcomes.filter((outcome) => outcome === 'read')).to.have.lengthOf(5);
  });

  it('costs those nothing who know their password, however many come at once', async () => {
    const world = setUp();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => world.guess(turn % 2 ? 'ada@example.com' : anybody(turn), '10.1.1.1', yes)),
    );
    expect(outcomes.every((outcome) => outcome === 'read')).to.equal(true);
  });

  it('takes back what the owner of an account mistyped, and nothing that others did from there', async () => {
    const world = setUp();
    await fail(world, 2, anybody, () => '10.1.1.1');
    await fail(
      world,
      2,
      () => 'ada@example.com',
      () => '10.1.1.1',
    );
    expect(await world.guess('ada@example.com', '10.1.1.1', yes)).to.equal('read');
    await fail(
      world,
      3,
      (turn) => `other-${turn}@example.com`,
      () => '10.1.1.1',
    );
    expect(await world.guess('ada@example.com', '10.1.1.1', yes)).to.equal(1);
  });

  it('counts nothing when the answer is not known', async () => {
    const world = setUp();
    const broken = async () => {
      throw new Error('the database is away');
    };
    for (let turn = 0; turn < 9; turn += 1)
      expect(await rejection(world.guard.attempt({ email: 'ada@example.com', address: '10.1.1.1' }, broken))).to.be.instanceOf(Error);
    expect(await world.guess('ada@example.com', '10.1.1.1')).to.equal('read');
  });

  it('is forgotten after an hour, or when the owner has shown in another way who they are', async () => {
    const world = setUp();
    await fail(world, 5, () => 'ada@example.com', anywhere);
    await world.guard.forgive('ada@example.com');
    await fail(world, 5, () => 'ada@example.com', anywhere);
    world.wait(3_600);
    await fail(world, 5, () => 'ada@example.com', anywhere);
  });
});

const STANDING: Clock = { now: () => NOON };

/** What others count too, until it is cut off. */
class UnreliableCounts implements CountStore {
  isLost = false;
  asked = 0;

  async add(taken: readonly Taken[]): Promise<readonly Count[]> {
    this.asked += 1;
    if (this.isLost) throw new Error('connect ECONNREFUSED');
    return taken.map(({ points, windowMs }) => ({ points, msLeft: windowMs }));
  }
}

const loggedBy = (lines: string[]): Logger => {
  const note = (message: string) => void lines.push(message);
  return { info: note, warn: note, error: note };
};

describe('What is counted in the memory of a process', () => {
  rateLimiterContract((quotas) => {
    const alone = new CountingRateLimiter(quotas, STANDING, undefined);
    return { here: alone, there: alone };
  });
  const tallies = new MemoryTallies(STANDING);
  failureTalliesContract(() => tallies);
});

describe('How often something may be asked', () => {
  it('is forgotten when the window is over, and no caller is remembered for longer (SEC-02)', async () => {
    let now = NOON.getTime();
    const limiter = new CountingRateLimiter({ public: { points: 1, seconds: 60 } }, { now: () => new Date(now) }, undefined);
    expect((await limiter.take('public', '10.0.0.1'))?.allowed).to.equal(true);
    now += 59_000;
    expect(await limiter.take('public', '10.0.0.1')).to.deep.include({ allowed: false, resetIn: 1 });
    now += 1_000;
    expect((await limiter.take('public', '10.0.0.1'))?.allowed).to.equal(true);
  });

  it('is written nowhere by those who ask little', async () => {
    const counts = new UnreliableCounts();
    const limiter = new CountingRateLimiter({ public: { points: 6_000, seconds: 60 } }, STANDING, counts);
    for (let caller = 0; caller < 500; caller += 1)
      for (let turn = 0; turn < 100; turn += 1) await limiter.take('public', `10.0.${caller}.1`);
    expect(counts.asked).to.equal(0);
  });

  it('is counted in the process alone while the store is lost, said once, and together again by itself', async () => {
    const [counts, lines] = [new UnreliableCounts(), [] as string[]];
    const quotas = { login: { points: 5, seconds: 60, isExact: true } };
    const limiter = new CountingRateLimiter(quotas, STANDING, new SteadfastCounts(counts, new SharedMemory('Redis', loggedBy(lines))));
    counts.isLost = true;
    const taken = [];
    for (let turn = 0; turn < 6; turn += 1) taken.push((await limiter.take('login', '10.0.0.1'))?.allowed);
    expect(taken).to.deep.equal([true, true, true, true, true, false]);
    expect(lines).to.deep.equal(['Redis does not answer: limits are counted in this process alone']);
    expect(counts.asked, 'it is let alone for a moment').to.equal(1);

    counts.isLost = false;
    let caller = 0;
    await eventually('it is asked again', async () => {
      await limiter.take('login', `10.1.0.${(caller += 1)}`);
      return counts.asked > 1;
    });
    expect(lines.slice(1)).to.deep.equal(['Redis answers again: limits are counted together']);
  });

  it('and what failed is known to the process that saw it, whether or not the others could be told (ACC-11)', async () => {
    const lost: FailureTallies = {
      read: () => Promise.reject(new Error('lost')),
      add: () => Promise.reject(new Error('lost')),
      takeBack: () => Promise.reject(new Error('lost')),
      forget: () => Promise.reject(new Error('lost')),
    };
    const tallies = new SteadfastTallies(lost, new MemoryTallies(STANDING), new SharedMemory('Redis', loggedBy([])));
    await tallies.add(['ada']);
    await tallies.add(['ada']);
    await tallies.takeBack('ada', 1);
    expect((await tallies.read(['ada']))[0]?.failures).to.equal(1);
    await tallies.forget(['ada']);
    expect((await tallies.read(['ada']))[0]?.failures).to.equal(0);
  });

  it('sees one home behind all its addresses', () => {
    expect(networkOf('192.0.2.7')).to.equal('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).to.equal('192.0.2.7');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2');
    expect(networkOf('2001:DB8:0001:2::9')).to.equal('2001:db8:1:2');
    expect(networkOf('2001:db8::1')).to.equal('2001:db8:0:0');
    expect(networkOf('::1')).to.equal('0:0:0:0');
    expect(networkOf('fe80::1%eth0')).to.equal('fe80:0:0:0');
    expect(networkOf('not an address')).to.equal('not an address');
  });
});
