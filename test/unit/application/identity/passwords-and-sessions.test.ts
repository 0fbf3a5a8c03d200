import { expect } from 'chai';
import { ChangeAccountStanding } from '../../../../src/application/identity/change-account-standing.js';
import { ChangePassword } from '../../../../src/application/identity/change-password.js';
import { GrantRole } from '../../../../src/application/identity/grant-role.js';
import { IdentifyCaller } from '../../../../src/application/identity/identify-caller.js';
import { OpenAccount } from '../../../../src/application/identity/open-account.js';
import { RefreshSession } from '../../../../src/application/identity/refresh-session.js';
import { RegisterAccount } from '../../../../src/application/identity/register-account.js';
import { RequestPasswordReset } from '../../../../src/application/identity/request-password-reset.js';
import { ResetPassword } from '../../../../src/application/identity/reset-password.js';
import { SignIn } from '../../../../src/application/identity/sign-in.js';
import { SignOut } from '../../../../src/application/identity/sign-out.js';
import {
  BadCredentials,
  InvalidToken,
  LastAdminStays,
  SessionOver,
  UnfitPassword,
  WrongPassword,
} from '../../../../src/domain/identity/account-errors.js';
import { InvalidEmailAddress } from '../../../../src/domain/shared/email-address.js';
import { anAccount } from '../../../support/builders/an-account.js';
import { identityWorld } from '../../../support/identity-world.js';
import { rejection } from '../../../support/rejection.js';

const ADDRESS = '192.0.2.1';
const OLD = 'the old password';
const NEW = 'the new password';

describe('Passwords and sessions', () => {
  const setUp = async () => {
    const world = identityWorld();
    const { store, accounts, guard, hasher, judge, secrets, issuer, standings, clock, ids, answerTime } = world;
    const ada = anAccount({ email: 'ada@example.com', passwordHash: await hasher.hash(OLD) });
    await world.save(ada);
    const signIn = new SignIn(store, accounts, guard, hasher, secrets, issuer, clock, ids);
    return {
      ...world,
      ada,
      signIn: (password = OLD, email = 'ada@example.com') => signIn.execute({ email, password, address: ADDRESS }),
      register: new RegisterAccount(store, hasher, judge, clock, ids),
      open: new OpenAccount(store, hasher, judge, clock, ids),
      grant: new GrantRole(store, standings, clock),
      refresh: new RefreshSession(store, secrets, issuer, standings, clock),
      signOut: new SignOut(store, secrets, issuer, standings, clock),
      change: new ChangePassword(store, accounts, guard, hasher, judge, secrets, issuer, standings, clock),
      forget: new RequestPasswordReset(store, answerTime, clock),
      reset: new ResetPassword(store, guard, hasher, judge, standings, clock),
      standing: new ChangeAccountStanding(store, standings, clock),
    };
  };

  it('are compared with something whoever asks (ACC-02)', async () => {
    const { signIn, seen, standing, ada } = await setUp();
    expect(await rejection(signIn(OLD, 'nobody@example.com'))).to.be.instanceOf(BadCredentials);
    expect(await rejection(signIn('wrong'))).to.be.instanceOf(BadCredentials);
    await standing.execute({ accountId: ada.id, isActive: false });
    expect(await rejection(signIn())).to.be.instanceOf(BadCredentials);
    expect(seen.compared.map(({ hash }) => hash !== undefined)).to.deep.equal([false, true, true]);
    expect(seen.attempts).to.have.lengthOf(3);
  });

  it('are looked at again when they were changed between comparing and coming in (ACC-05)', async () => {
    const world = await setUp();
    const verify = world.hasher.verify;
    world.hasher.verify = async (password, hash) => {
      const isRight = await verify(password, hash);
      const account = (await world.find(world.ada.id))!;
      if (account.passwordHash !== `v1:${NEW}`) {
        account.changePassword(`v1:${NEW}`, world.clock.now());
        await world.save(account);
      }
      return isRight;
    };
    expect(await rejection(world.signIn())).to.be.instanceOf(BadCredentials);
    expect((await world.signIn(NEW)).account.id).to.equal(world.ada.id);
  });

  it('are kept better at the next login when the way of keeping has changed', async () => {
    const { signIn, hasher, find, ada, store } = await setUp();
    hasher.version = 2;
    await signIn();
    expect((await find(ada.id))?.passwordHash).to.equal(`v2:${OLD}`);
    expect(store.published).to.deep.equal([]);
  });

  it('register once; the owner of a known address is told (ACC-01)', async () => {
    const { register, store } = await setUp();
    await register.execute({ email: 'Grace@example.com', password: NEW });
    await register.execute({ email: 'ADA@example.com', password: NEW });
    expect(store.published).to.deep.equal(['account.registered', 'account.registered_again']);
    expect(await rejection(register.execute({ email: 'nobody', password: NEW }))).to.be.instanceOf(InvalidEmailAddress);
    expect(await rejection(register.execute({ email: 'a@example.com', password: 'password' }))).to.be.instanceOf(UnfitPassword);
  });

  it('let the shop open an account once, and give a role to whoever has one', async () => {
    const { open, grant, find, signIn, seen } = await setUp();
    const boss = { email: 'Boss@example.com', name: 'Boss', password: NEW, role: 'admin' } as const;
    const accountId = (await open.execute(boss))!;
    expect(await open.execute(boss)).to.be.undefined;
    expect((await find(accountId))?.toState()).to.deep.include({
      roles: ['customer', 'admin'],
      verifiedAt: (await find(accountId))?.toState().createdAt,
    });
    expect((await signIn(NEW, 'boss@example.com')).account.roles).to.include('admin');

    expect(await grant.execute({ email: 'nobody@example.com', role: 'admin' })).to.be.undefined;
    const granted = await grant.execute({ email: 'ADA@example.com', role: 'vendor' });
    await grant.execute({ email: 'ada@example.com', role: 'vendor' });
    expect((await find(granted!))?.toState().roles).to.deep.equal(['customer', 'vendor']);
    expect(seen.forgotten).to.include(granted);
  });

  it('go on with each refresh, and end when a spent token comes back (ACC-06)', async () => {
    const { signIn, refresh, seen, ada, advance } = await setUp();
    const first = await signIn();
    const second = await refresh.execute(first);
    expect(second.refreshToken).not.to.equal(first.refreshToken);
    advance(10_000);
    expect(await rejection(refresh.execute(first))).to.be.instanceOf(SessionOver);
    expect(await rejection(refresh.execute(second))).to.be.instanceOf(SessionOver);
    expect(seen.forgotten).to.include(ada.id);
    expect(await rejection(refresh.execute({ refreshToken: 'never issued' }))).to.be.instanceOf(SessionOver);
  });

  it('end with either token (ACC-08)', async () => {
    const { signIn, signOut, refresh } = await setUp();
    const [one, two] = [await signIn(), await signIn()];
    await signOut.execute({ accessToken: one.accessToken, refreshToken: undefined });
    await signOut.execute({ accessToken: undefined, refreshToken: two.refreshToken });
    for (const grant of [one, two]) expect(await rejection(refresh.execute(grant))).to.be.instanceOf(SessionOver);
    expect(await rejection(signOut.execute({ accessToken: 'x', refreshToken: 'y' }))).to.be.instanceOf(SessionOver);
  });

  it('change for whoever knows the old one; only this session goes on (ACC-05)', async () => {
    const { signIn, change, refresh, ada, store, seen } = await setUp();
    const [here, there] = [await signIn(), await signIn()];
    const { sessionId } = JSON.parse(here.accessToken) as { sessionId: never };
    const asking = { accountId: ada.id, sessionId, address: ADDRESS };
    expect(await rejection(change.execute({ ...asking, oldPassword: 'wrong', newPassword: NEW }))).to.be.instanceOf(WrongPassword);
    const grant = await change.execute({ ...asking, oldPassword: OLD, newPassword: NEW });
    for (const old of [here, there]) expect(await rejection(refresh.execute(old))).to.be.instanceOf(SessionOver);
    await refresh.execute(grant);
    expect(store.published).to.deep.equal(['account.password_changed']);
    expect(seen.forgotten).to.include(ada.id);
    await signIn(NEW);
  });

  it('are forgotten in the same time by everybody (ACC-03)', async () => {
    const { forget, seen, store, standing, ada } = await setUp();
    await forget.execute({ email: 'nobody@example.com' });
    expect([seen.levelled.count, store.published]).to.deep.equal([1, []]);
    await forget.execute({ email: 'ada@example.com' });
    expect([seen.levelled.count, store.published]).to.deep.equal([2, ['account.password_reset_requested']]);
    await standing.execute({ accountId: ada.id, isActive: false });
    await forget.execute({ email: 'ada@example.com' });
    expect([seen.levelled.count, store.published.length]).to.deep.equal([3, 2]);
  });

  it('are replaced by whoever got the mail, once, and every session ends (ACC-04, ACC-05)', async () => {
    const { reset, signIn, refresh, ada, store, clock, seen } = await setUp();
    const grant = await signIn();
    const token = (await store.run(({ mailTokens }) => mailTokens.issue(ada.id, 'reset', clock.now())))!;
    expect(await rejection(reset.execute({ token, newPassword: 'short' }))).to.be.instanceOf(UnfitPassword);
    await reset.execute({ token, newPassword: NEW });
    expect(await rejection(reset.execute({ token, newPassword: OLD }))).to.be.instanceOf(InvalidToken);
    expect([seen.forgotten, seen.forgiven]).to.deep.equal([[ada.id], ['ada@example.com']]);
    expect(await rejection(refresh.execute(grant))).to.be.instanceOf(SessionOver);
    await signIn(NEW);
  });

  it('are of no use to a disabled account; the last admin cannot be disabled (ACC-09)', async () => {
    const { standing, signIn, refresh, ada, seen } = await setUp();
    const grant = await signIn();
    await standing.execute({ accountId: ada.id, roles: ['admin'] });
    expect(await rejection(standing.execute({ accountId: ada.id, isActive: false }))).to.be.instanceOf(LastAdminStays);
    expect((await refresh.execute(grant)).accountId).to.equal(ada.id);
    expect(seen.forgotten, 'what was refused changed nothing').to.deep.equal([ada.id]);
  });

  it('say who is asking as long as the session stands', async () => {
    const { issuer, clock, ada, ids } = await setUp();
    const claims = { accountId: ada.id, sessionId: ids.next<never>() };
    const standings = { of: async () => ({ roles: ['vendor'] as const }), forget: () => undefined };
    const token = issuer.issue(claims, clock.now());
    expect(await new IdentifyCaller(issuer, standings, clock).execute(token)).to.deep.include({ accountId: ada.id, roles: ['vendor'] });
    expect(await new IdentifyCaller(issuer, { ...standings, of: async () => undefined }, clock).execute(token)).to.be.undefined;
    expect(await new IdentifyCaller(issuer, standings, clock).execute('forged')).to.be.undefined;
  });
});
