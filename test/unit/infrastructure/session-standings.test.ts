import { expect } from 'chai';
import type { ChangeFeed } from '../../../src/application/shared/ports/change-feed.js';
import { id, type AccountId, type SessionId } from '../../../src/domain/shared/ids.js';
import { CachedSessionStandings } from '../../../src/infrastructure/persistence/identity/cached-session-standings.js';
import { NOON } from '../../support/builders/an-order.js';
import { rejection } from '../../support/rejection.js';

describe('What a session may do now', () => {
  const ada = { accountId: id<AccountId>('ada'), sessionId: id<SessionId>('laptop') };

  const setUp = () => {
    const world = { now: 0, asked: 0, roles: ['customer'] as string[] | undefined, isBroken: false, isCurrent: false };
    let tell: Parameters<ChangeFeed['subscribe']>[0] = () => undefined;
    const feed = { subscribe: (heard: typeof tell) => void (tell = heard), isCurrent: () => world.isCurrent };
    const expiresAt = new Date(NOON.getTime() + 86_400_000);
    const sql = {
      query: async <Row extends object>(): Promise<Row[]> => {
        world.asked += 1;
        const { roles, isBroken } = world;
        await Promise.resolve();
        if (isBroken) throw new Error('the database is away');
        return (roles ? [{ roles, expires_at: expiresAt }] : []) as Row[];
      },
    };
    return {
      world,
      expiresAt,
      tell: (...changes: string[]) => tell(changes),
      lose: () => tell('anything'),
      standings: new CachedSessionStandings(sql, feed, () => world.now),
    };
  };

  it('is asked once for all who ask at the same moment', async () => {
    const { world, standings } = setUp();
    const answers = await Promise.all(Array.from({ length: 50 }, () => standings.of(ada, NOON)));
    expect(world.asked).to.equal(1);
    expect(answers.every((answer) => answer?.roles[0] === 'customer')).to.equal(true);
  });

  it('is asked again after half a second while nobody tells of changes, so that what another process changed works within one (ACC-05, ACC-09)', async () => {
    const { world, standings } = setUp();
    await standings.of(ada, NOON);
    world.roles = undefined;
    world.now = 499;
    expect(await standings.of(ada, NOON)).to.deep.equal({ roles: ['customer'] });
    world.now = 500;
    expect(await standings.of(ada, NOON)).to.be.undefined;
    expect(world.asked).to.equal(2);
  });

  it('is not asked again as long as every change is told, and at once after one (ACC-09)', async () => {
    const { world, standings, tell } = setUp();
    world.isCurrent = true;
    await standings.of(ada, NOON);
    world.now = 30_000;
    world.roles = undefined;
    tell('product:1', 'account:bob', 'account:ada-and-more');
    expect(await standings.of(ada, NOON)).to.deep.equal({ roles: ['customer'] });
    tell('shelves', 'account:ada');
    expect(await standings.of(ada, NOON)).to.be.undefined;
    expect(world.asked).to.equal(2);
  });

  it('is asked again when changes can be heard no longer, and when some may have been missed (ACC-05, ACC-09)', async () => {
    const { world, standings, lose } = setUp();
    world.isCurrent = true;
    await standings.of(ada, NOON);
    world.now = 10_000;
    world.isCurrent = false;
    await standings.of(ada, NOON);
    expect(world.asked).to.equal(2);
    world.isCurrent = true;
    lose();
    await standings.of(ada, NOON);
    expect(world.asked).to.equal(3);
  });

  it('ends with the session, although nobody tells of that', async () => {
    const { world, standings, expiresAt } = setUp();
    world.isCurrent = true;
    await standings.of(ada, NOON);
    expect(await standings.of(ada, new Date(expiresAt.getTime() - 1))).to.deep.equal({ roles: ['customer'] });
    expect(world.asked).to.equal(1);
    expect(await standings.of(ada, expiresAt), 'nor was it prolonged').to.be.undefined;
    expect(world.asked).to.equal(2);
  });

  it('is asked at once after a change in this process, even while the answer from before is on its way (ACC-09)', async () => {
    const { world, standings } = setUp();
    const before = standings.of(ada, NOON);
    world.roles = ['customer', 'admin'];
    standings.forget(ada.accountId);
    expect(await standings.of(ada, NOON)).to.deep.equal({ roles: ['customer', 'admin'] });
    await before;
    expect(await standings.of(ada, NOON)).to.deep.equal({ roles: ['customer', 'admin'] });
  });

  it('is told apart for each session of an account', async () => {
    const { world, standings } = setUp();
    await standings.of(ada, NOON);
    await standings.of({ ...ada, sessionId: id<SessionId>('phone') }, NOON);
    expect(world.asked).to.equal(2);
  });

  it('is not remembered for sessions of long ago, however many an account has had', async () => {
    const { world, standings } = setUp();
    for (let count = 0; count < 500; count += 1) {
      world.now += 100;
      await standings.of({ ...ada, sessionId: id<SessionId>(`place-${count}`) }, NOON);
    }
    world.asked = 0;
    await standings.of({ ...ada, sessionId: id<SessionId>('place-499') }, NOON);
    expect(world.asked).to.equal(0);
    await standings.of({ ...ada, sessionId: id<SessionId>('place-0') }, NOON);
    expect(world.asked).to.equal(1);
  });

  it('is not remembered when nobody could say', async () => {
    const { world, standings } = setUp();
    world.isBroken = true;
    expect(await rejection(standings.of(ada, NOON))).to.be.instanceOf(Error);
    world.isBroken = false;
    expect(await standings.of(ada, NOON)).to.deep.equal({ roles: ['customer'] });
  });

  it('is not remembered for more accounts than there is room for', async () => {
    const { world, standings } = setUp();
    await standings.of(ada, NOON);
    for (let count = 0; count < 10_000; count += 1) void standings.of({ ...ada, accountId: id<AccountId>(`person-${count}`) }, NOON);
    world.asked = 0;
    await standings.of(ada, NOON);
    expect(world.asked).to.equal(1);
  });
});
