import { expect } from 'chai';
import type { AccountRepository } from '../../src/application/identity/ports/account-repository.js';
import type { SessionRepository } from '../../src/application/identity/ports/session-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { Session } from '../../src/domain/identity/session.js';
import type { AccountId, SessionId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { anAccount } from '../support/builders/an-account.js';
import { NOON } from '../support/builders/an-order.js';
import { rejection } from '../support/rejection.js';

const ids = new UuidGenerator();
const later = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);

/** What every SessionRepository promises. */
export function sessionRepositoryContract(create: () => UnitOfWork<{ accounts: AccountRepository; sessions: SessionRepository }>): void {
  describe('as a SessionRepository', () => {
    type Store = ReturnType<typeof create>;
    const start = async (store: Store, accountId?: AccountId) => {
      const account = anAccount();
      const session = Session.start(
        { id: ids.next<SessionId>(), accountId: accountId ?? account.id, tokenHash: `hash-${ids.next()}` },
        NOON,
      );
      await store.run(async ({ accounts, sessions }) => {
        if (!accountId) await accounts.save(account);
        await sessions.save(session);
      });
      return { id: session.id, accountId: session.accountId, first: session.toState().tokens[0]!.hash };
    };
    const find = (store: Store, sessionId: SessionId) => store.run(({ sessions }) => sessions.find(sessionId));
    const byToken = (store: Store, hash: string) => store.run(({ sessions }) => sessions.findByToken(hash));
    const rotate = (store: Store, presented: string, next: string, at: Date) =>
      store.run(async ({ sessions }) => {
        const session = await sessions.findByToken(presented);
        const isRotated = session!.rotate(presented, next, at);
        await sessions.save(session!);
        return isRotated;
      });

    it('finds a session by its id and by each of its tokens', async () => {
      const store = create();
      const { id, accountId, first } = await start(store);
      await rotate(store, first, `${first}-2`, later(1_000));

      expect((await find(store, id))?.accountId).to.equal(accountId);
      for (const hash of [first, `${first}-2`]) expect((await byToken(store, hash))?.id).to.equal(id);
      expect(await byToken(store, 'unknown')).to.be.undefined;
      expect(await find(store, ids.next())).to.be.undefined;
    });

    it('remembers what was spent, and by whom it was followed', async () => {
      const store = create();
      const { first } = await start(store);
      expect(await rotate(store, first, `${first}-2`, later(1_000))).to.equal(true);
      expect(await rotate(store, first, `${first}-3`, later(2_000)), 'its successor is unused').to.equal(true);
      expect(await rotate(store, `${first}-2`, `${first}-4`, later(3_000))).to.equal(true);
      expect(await rotate(store, first, `${first}-5`, later(4_000)), 'a successor was used').to.equal(false);
      expect((await byToken(store, `${first}-4`))?.isAlive(later(5_000))).to.equal(false);
    });

    it('makes old tokens worthless when it starts anew', async () => {
      const store = create();
      const { id, first } = await start(store);
      await store.run(async ({ sessions }) => {
        const session = await sessions.find(id);
        session!.startAnew(`${first}-new`, later(1_000));
        await sessions.save(session!);
      });
      expect(await rotate(store, first, `${first}-2`, later(2_000))).to.equal(false);
      expect(await rotate(store, `${first}-new`, `${first}-3`, later(2_000))).to.equal(true);
    });

    it("ends all sessions of one account, but for one, and nobody else's", async () => {
      const store = create();
      const mine = await start(store);
      const [other, theirs] = [await start(store, mine.accountId), await start(store)];
      await store.run(({ sessions }) => sessions.endAllOf(mine.accountId, later(1_000), mine.id));
      const alive = async (session: { id: SessionId }) => (await find(store, session.id))?.isAlive(later(2_000));
      expect([await alive(mine), await alive(other), await alive(theirs)]).to.deep.equal([true, false, true]);
      await store.run(({ sessions }) => sessions.endAllOf(mine.accountId, later(3_000)));
      expect([await alive(mine), await alive(theirs)]).to.deep.equal([false, true]);
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const store = create();
      const { id } = await start(store);
      const [mine, theirs] = await store.run(async ({ sessions }) => [await sessions.find(id), await sessions.find(id)]);
      theirs!.end(later(1_000));
      await store.run(({ sessions }) => sessions.save(theirs!));
      mine!.startAnew('anew', later(1_000));
      expect(await rejection(store.run(({ sessions }) => sessions.save(mine!)))).to.be.instanceOf(ConcurrencyConflict);
    });
  });
}
