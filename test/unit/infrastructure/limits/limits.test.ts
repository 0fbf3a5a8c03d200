import { expect } from 'chai';
import { TooManyAttempts } from '../../../../src/domain/identity/account-errors.js';
import { MemoryLoginGuard } from '../../../../src/infrastructure/limits/memory-login-guard.js';
import { MemoryRateLimiter } from '../../../../src/infrastructure/limits/memory-rate-limiter.js';
import { networkOf } from '../../../../src/infrastructure/limits/network-of.js';
import { NOON } from '../../../support/builders/an-order.js';
import { rejection } from '../../../support/rejection.js';

const yes = async () => true;
const no = async () => false;

describe('Guessing passwords', () => {
  const setUp = () => {
    let now = NOON.getTime();
    const guard = new MemoryLoginGuard({ now: () => new Date(now) });
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
    world.guard.forgive('ada@example.com');
    await fail(world, 5, () => 'ada@example.com', anywhere);
    world.wait(3_600);
    await fail(world, 5, () => 'ada@example.com', anywhere);
  });
});

describe('How often something may be asked', () => {
  it('is counted for each address and rule (SEC-02)', async () => {
    const limiter = new MemoryRateLimiter({ login: { points: 2, duration: 60 }, register: { points: 1, duration: 60 } });
    const take = async (rule: string, address: string) => (await limiter.take(rule, address)).allowed;
    expect(await limiter.take('login', '10.0.0.1')).to.deep.include({ allowed: true, limit: 2, remaining: 1 });
    expect([await take('login', '10.0.0.1'), await take('login', '10.0.0.1')]).to.deep.equal([true, false]);
    expect([await take('login', '10.0.0.2'), await take('register', '10.0.0.1')]).to.deep.equal([true, true]);
    const refused = await limiter.take('register', '10.0.0.1');
    expect(refused).to.deep.include({ allowed: false, remaining: 0 });
    expect(refused.resetIn).to.be.within(1, 60);
    expect(await rejection(limiter.take('sing', '10.0.0.1'))).to.be.instanceOf(Error);
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
