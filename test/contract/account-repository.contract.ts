import { expect } from 'chai';
import type { AccountRepository } from '../../src/application/identity/ports/account-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { Account } from '../../src/domain/identity/account.js';
import { id, type AccountId } from '../../src/domain/shared/ids.js';
import { anAccount } from '../support/builders/an-account.js';
import { NOON } from '../support/builders/an-order.js';
import { rejection } from '../support/rejection.js';

const NOBODY = id<AccountId>('019cb000-0000-7000-8000-00000000ffff');

/** What every AccountRepository promises. */
export function accountRepositoryContract(create: () => UnitOfWork<{ accounts: AccountRepository }>): void {
  describe('as an AccountRepository', () => {
    it('gives back what it was given, by id and by address', async () => {
      const store = create();
      const account = Account.register({ ...anAccount().toState(), email: 'grace@example.com' }, NOON);
      account.askForPasswordReset(NOON);
      account.revise({ phone: '+1 212 555 0100' }, NOON);
      const state = account.toState();
      await store.run(({ accounts }) => accounts.save(account));

      const [byId, byEmail] = await store.run(async ({ accounts }) => [
        await accounts.find(account.id),
        await accounts.findByEmail('grace@example.com'),
      ]);
      expect([byId?.toState(), byEmail?.toState()]).to.deep.equal([state, state]);
      expect(byId?.version).to.equal(1);
    });

    it('finds nobody under an unknown id or address', async () => {
      const store = create();
      expect(await store.run(({ accounts }) => accounts.find(NOBODY))).to.be.undefined;
      expect(await store.run(({ accounts }) => accounts.findByEmail('nobody@example.com'))).to.be.undefined;
    });

    it('gives an address to one account only', async () => {
      const store = create();
      const [first, second] = [anAccount(), anAccount()];
      await store.run(({ accounts }) => accounts.save(first));
      const twin = Account.open({ ...second.toState(), email: first.email }, ['customer'], NOON);
      expect(await rejection(store.run(({ accounts }) => accounts.save(twin)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const store = create();
      const account = anAccount();
      await store.run(({ accounts }) => accounts.save(account));
      const [mine, theirs] = await store.run(async ({ accounts }) => [await accounts.find(account.id), await accounts.find(account.id)]);
      theirs!.revise({ name: 'Grace' }, NOON);
      await store.run(({ accounts }) => accounts.save(theirs!));
      mine!.revise({ name: 'Ada' }, NOON);
      expect(await rejection(store.run(({ accounts }) => accounts.save(mine!)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('knows whether another active admin is left', async () => {
      const store = create();
      const [one, two] = [anAccount({ roles: ['admin'] }), anAccount({ roles: ['customer', 'admin'] })];
      await store.run(async ({ accounts }) => {
        await accounts.save(one);
        await accounts.save(two);
      });
      expect(await store.run(({ accounts }) => accounts.othersAct(one.id))).to.equal(true);
      await store.run(async ({ accounts }) => {
        const leaving = await accounts.find(two.id);
        leaving!.suspend(true, NOON);
        await accounts.save(leaving!);
      });
      expect(await store.run(({ accounts }) => accounts.othersAct(one.id))).to.equal(false);
      expect(await store.run(({ accounts }) => accounts.othersAct(two.id))).to.equal(true);
    });

    it('keeps nothing of a unit of work that fails', async () => {
      const store = create();
      const account = anAccount();
      await rejection(
        store.run(async ({ accounts }) => {
          await accounts.save(account);
          throw new Error('power cut');
        }),
      );
      expect(await store.run(({ accounts }) => accounts.find(account.id))).to.be.undefined;
    });
  });
}
