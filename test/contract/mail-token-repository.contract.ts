import { expect } from 'chai';
import type { AccountRepository } from '../../src/application/identity/ports/account-repository.js';
import type { MailTokenRepository } from '../../src/application/identity/ports/mail-tokens.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { anAccount } from '../support/builders/an-account.js';
import { NOON } from '../support/builders/an-order.js';

const MINUTE_MS = 60_000;
const later = (minutes: number) => new Date(NOON.getTime() + minutes * MINUTE_MS);

/** What every MailTokenRepository promises. */
export function mailTokenRepositoryContract(
  create: () => UnitOfWork<{ accounts: AccountRepository; mailTokens: MailTokenRepository }>,
): void {
  describe('as a MailTokenRepository', () => {
    const setUp = async () => {
      const [store, account] = [create(), anAccount()];
      await store.run(({ accounts }) => accounts.save(account));
      const tokens = <Result>(work: (mailTokens: MailTokenRepository) => Promise<Result>) =>
        store.run(({ mailTokens }) => work(mailTokens));
      return { account, tokens };
    };

    it('tells once whose token it is (ACC-04)', async () => {
      const { account, tokens } = await setUp();
      const token = (await tokens((all) => all.issue(account.id, 'reset', NOON)))!;
      const owner = { accountId: account.id, purpose: 'reset', email: account.email };
      expect(await tokens((all) => all.ownerOf(token, later(1)))).to.deep.equal(owner);
      expect(await tokens((all) => all.redeem(token, later(1)))).to.deep.equal(owner);
      expect(await tokens((all) => all.redeem(token, later(1)))).to.be.undefined;
      expect(await tokens((all) => all.ownerOf(token, later(1)))).to.be.undefined;
    });

    it('lets a new one replace the unused ones of its purpose (ACC-04)', async () => {
      const { account, tokens } = await setUp();
      const [verify, old] = [
        (await tokens((all) => all.issue(account.id, 'verify', NOON)))!,
        (await tokens((all) => all.issue(account.id, 'reset', NOON)))!,
      ];
      await tokens((all) => all.issue(account.id, 'reset', later(1)));
      expect(await tokens((all) => all.ownerOf(old, later(1)))).to.be.undefined;
      expect((await tokens((all) => all.ownerOf(verify, later(1))))?.purpose).to.equal('verify');
      await tokens((all) => all.revoke(account.id, 'verify'));
      expect(await tokens((all) => all.ownerOf(verify, later(1)))).to.be.undefined;
    });

    it('forgets a reset after half an hour and a link after a day (ACC-04)', async () => {
      const { account, tokens } = await setUp();
      const reset = (await tokens((all) => all.issue(account.id, 'reset', NOON)))!;
      const change = (await tokens((all) => all.issue(account.id, 'change_email', NOON, 'new@example.com')))!;
      expect((await tokens((all) => all.ownerOf(reset, later(29))))?.purpose).to.equal('reset');
      expect(await tokens((all) => all.redeem(reset, later(30)))).to.be.undefined;
      expect((await tokens((all) => all.ownerOf(change, later(24 * 60 - 1))))?.email).to.equal('new@example.com');
      expect(await tokens((all) => all.redeem(change, later(24 * 60)))).to.be.undefined;
    });

    it('makes none for nobody', async () => {
      const { tokens } = await setUp();
      expect(await tokens((all) => all.issue(anAccount().id, 'verify', NOON))).to.be.undefined;
    });
  });
}
