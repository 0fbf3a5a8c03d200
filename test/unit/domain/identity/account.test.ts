import { expect } from 'chai';
import { LastAdminStays } from '../../../../src/domain/identity/account-errors.js';
import { Account } from '../../../../src/domain/identity/account.js';
import { anAccount } from '../../../support/builders/an-account.js';
import { NOON } from '../../../support/builders/an-order.js';

const HOUR_MS = 3_600_000;
const later = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);
const types = (account: Account) => account.pullEvents().map(({ type }) => type);

describe('An account', () => {
  it('that somebody registers is a customer whose address is still to be shown', () => {
    const account = Account.register(anAccount().toState(), NOON);
    expect(account.toState()).to.deep.include({ roles: ['customer'], verifiedAt: null, isActive: true, phone: null });
    expect(types(account)).to.deep.equal(['account.registered']);
  });

  it('tells no secret in its events', () => {
    const account = Account.register(anAccount({ passwordHash: 'the-hash' }).toState(), NOON);
    account.askForVerification(NOON);
    account.askForPasswordReset(NOON);
    account.askForEmailChange('new@example.com', NOON);
    account.registerAgain(NOON);
    account.changePassword('another-hash', NOON);
    expect(JSON.stringify(account.pullEvents())).not.to.match(/hash/);
  });

  for (const [what, ask] of [
    ['a reset', (account: Account, at: Date) => account.askForPasswordReset(at)],
    ['a change of address', (account: Account, at: Date) => account.askForEmailChange('new@example.com', at)],
    ['a second registration', (account: Account, at: Date) => account.registerAgain(at)],
  ] as const) {
    it(`is mailed about ${what} at most three times an hour (ACC-03)`, () => {
      const account = anAccount();
      for (let minute = 0; minute < 10; minute += 1) ask(account, later(minute * 60_000));
      expect(types(account)).to.have.lengthOf(3);
      ask(account, later(HOUR_MS + 1));
      expect(types(account)).to.have.lengthOf(1);
      expect(account.toState().recentMails).to.have.lengthOf(3);
    });
  }

  it('is not asked to show what it has shown, nor reset while it is disabled', () => {
    const account = anAccount();
    expect(account.askForVerification(NOON)).to.equal(false);
    account.suspend(true, NOON);
    expect(account.askForPasswordReset(NOON)).to.equal(false);
    expect(types(account)).to.deep.equal(['account.suspended']);
  });

  it('keeps its address until the new one is confirmed (ACC-13)', () => {
    const account = anAccount({ email: 'old@example.com' });
    expect(account.askForEmailChange('new@example.com', NOON)).to.equal(true);
    expect(account.email).to.equal('old@example.com');
    account.moveTo('new@example.com', later(1));
    expect(account.email).to.equal('new@example.com');
    expect(account.pullEvents().map(({ type, payload }) => ({ type, payload }))).to.deep.equal([
      { type: 'account.email_change_requested', payload: { email: 'old@example.com', newEmail: 'new@example.com' } },
      { type: 'account.email_changed', payload: { email: 'new@example.com', oldEmail: 'old@example.com' } },
    ]);
    expect(account.askForEmailChange('new@example.com', NOON)).to.equal(false);
  });

  it('stays an admin when nobody else is one', () => {
    const account = anAccount({ roles: ['admin'] });
    expect(() => account.assignRoles(['customer'], false, NOON)).to.throw(LastAdminStays);
    expect(() => account.suspend(false, NOON)).to.throw(LastAdminStays);
    account.assignRoles(['admin', 'vendor', 'vendor'], false, NOON);
    expect(account.toState().roles).to.deep.equal(['admin', 'vendor']);
    account.assignRoles(['vendor'], true, NOON);
    account.suspend(false, NOON);
    expect(account.isActive).to.equal(false);
  });

  it('says nothing when nothing changes', () => {
    const account = anAccount({ roles: ['customer', 'admin'] });
    account.assignRoles(['admin', 'customer'], false, NOON);
    account.restore(NOON);
    account.verify(NOON);
    account.rehash('kept better');
    expect(types(account)).to.deep.equal([]);
  });
});
