import { expect } from 'chai';
import { ME, REGISTER, PASSWORD, NEW_PASSWORD, bearer, logIn, refresh, outcome, eventsOf, mailToken } from '../../support/account-calls.js';
import { aCustomer, signUp } from '../../support/sign-in.js';
import { startShop, type Client } from '../../support/shop.js';

describe('The account routes', () => {
  const shop = startShop();

  describe('Opening an account', () => {
    const rowOf = (email: string) => shop.knex('accounts').where({ email });

    it('lets its owner in', async () => {
      const registered = await shop.anyone.post(REGISTER, { email: 'Ada@Example.com', password: PASSWORD });
      expect(registered.status).to.equal(202);
      const login = await logIn(shop.anyone, 'ada@example.com ');
      expect(login.status).to.equal(200);
      expect(login.body.user).to.include({ email: 'ada@example.com', name: 'ada', is_admin: false, is_active: true, is_verified: false });
      const me = await shop.anyone.get(ME, bearer(login.body.access_token));
      expect(me.body).to.deep.equal(login.body.user);
      expect(me.headers['cache-control']).to.equal('private, no-store');
    });

    it('answers for a known address as for a new one, and tells the owner (ACC-01)', async () => {
      const first = await shop.anyone.post(REGISTER, { email: 'grace@example.com', password: PASSWORD });
      const again = await shop.anyone.post(REGISTER, { email: 'GRACE@example.com', password: NEW_PASSWORD });
      expect([again.status, again.body]).to.deep.equal([first.status, first.body]);
      const [row, ...others] = await rowOf('grace@example.com');
      expect(others).to.deep.equal([]);
      expect(await eventsOf(shop, row.id)).to.deep.equal(['account.registered', 'account.registered_again']);
      expect(outcome(await logIn(shop.anyone, 'grace@example.com', NEW_PASSWORD))).to.equal('401 account.bad_credentials');
    });

    it('opens one account for many at once (ACC-01)', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, turn) =>
          shop.anyone.post(REGISTER, { email: turn % 2 ? 'Many@example.com' : 'many@EXAMPLE.com', password: PASSWORD }),
        ),
      );
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.message}`))).to.have.lengthOf(1);
      const rows = await rowOf('many@example.com');
      expect(rows).to.have.lengthOf(1);
      expect(await eventsOf(shop, rows[0].id)).to.deep.equal([
        'account.registered',
        ...Array.from({ length: 3 }, () => 'account.registered_again'),
      ]);
    });

    it('takes no role, no confirmation and no id from the body (ACC-10)', async () => {
      const wishes = {
        role: 'ADMIN',
        roles: ['admin'],
        is_admin: true,
        isVerified: true,
        is_verified: true,
        verified_at: 'now',
        id: 'mine',
      };
      expect((await shop.anyone.post(REGISTER, { email: 'eve@example.com', password: PASSWORD, ...wishes })).status).to.equal(202);
      const login = await logIn(shop.anyone, 'eve@example.com');
      const echoed = await shop.anyone.patch(ME, { ...login.body.user, ...wishes, is_active: false }, bearer(login.body.access_token));
      expect(echoed.status).to.equal(200);
      const [row] = await rowOf('eve@example.com');
      expect(row).to.deep.include({ roles: ['customer'], verified_at: null, is_active: true });
    });

    for (const [what, body, path, code] of [
      ['7 characters', { password: '1234567' }, 'password', 'too_short'],
      ['129 characters', { password: 'ab'.repeat(64) + 'c' }, 'password', 'too_long'],
      ['a common password', { password: 'Password1' }, 'password', 'too_common'],
      ['the e-mail address as password', { password: 'Someone@example.com' }, 'password', 'is_email'],
    ] as const) {
      it(`refuses ${what} (ACC-12)`, async () => {
        const refused = await shop.anyone.post(REGISTER, { email: 'someone@example.com', ...body });
        expect(outcome(refused)).to.equal('422 request.invalid');
        expect(refused.body.errors).to.have.lengthOf(1);
        expect(refused.body.errors[0]).to.include({ path, code });
      });
    }

    it('refuses what is no address, no name, or not sent at all', async () => {
      for (const body of [
        {},
        { email: 'someone@example.com' },
        { email: 'someone', password: PASSWORD },
        { email: 'a\u0000b@example.com', password: PASSWORD },
        { email: ['someone@example.com'], password: PASSWORD },
        { email: 'someone@example.com', password: 12345678 },
        { email: 'someone@example.com', password: PASSWORD, name: 'Bcc: all\r\nof them' },
        { email: 'someone@example.com', password: PASSWORD, name: 'x'.repeat(101) },
        { email: 'someone@example.com', password: 'x'.repeat(2_000) },
      ])
        expect(outcome(await shop.anyone.post(REGISTER, body)), JSON.stringify(body)).to.equal('422 request.invalid');
      expect(await rowOf('someone@example.com')).to.deep.equal([]);
    });

    it('tells two passwords apart that differ only after byte 72 (ACC-12)', async () => {
      const long = 'kettle horizon '.repeat(5);
      await shop.anyone.post(REGISTER, { email: 'long@example.com', password: `${long}one` });
      expect((await logIn(shop.anyone, 'long@example.com', `${long}two`)).status).to.equal(401);
      expect((await logIn(shop.anyone, 'long@example.com', `${long}one`)).status).to.equal(200);
    });
  });

  describe('Changing an account', () => {
    const verify = (token: string) => shop.anyone.get(`/api/account/verify?token=${token}`);

    it('changes what is sent', async () => {
      const client = await aCustomer(shop);
      const changed = await client.patch(ME, { name: ' Ada King ', phone: '+1 (415) 555-0100' });
      expect(changed.body).to.include({ name: 'Ada King', phone: '+1 (415) 555-0100' });
      expect((await client.patch(ME, { name: '', phone: '' })).body).to.include({ name: 'Ada King', phone: null });
      expect((await client.get(ME)).body).to.include({ name: 'Ada King', phone: null });
      for (const body of [{ name: 'a\nb' }, { phone: 'call me' }, { email: 'nonsense' }, { name: 7 }, { name: 'a\u0000' }])
        expect(outcome(await client.patch(ME, body)), JSON.stringify(body)).to.equal('422 request.invalid');
    });

    it('keeps the old address until the new one is confirmed (ACC-13)', async () => {
      const { client, accountId, email } = await signUp(shop);
      const asked = await client.patch(ME, { email: 'Moved@Example.com' });
      expect(asked.body.email).to.equal(email);
      expect((await logIn(shop.anyone, email)).status).to.equal(200);
      const { payload } = await shop
        .knex('outbox')
        .where({ aggregate_id: accountId, type: 'account.email_change_requested' })
        .first('payload');
      expect(payload).to.deep.equal({ email, newEmail: 'moved@example.com' });

      const token = await mailToken(shop, accountId, 'change_email', 'moved@example.com');
      expect((await verify(token)).status).to.equal(200);
      expect(outcome(await verify(token))).to.equal('400 account.invalid_token');
      expect((await client.get(ME)).body).to.include({ email: 'moved@example.com', is_verified: true });
      expect((await logIn(shop.anyone, email)).status).to.equal(401);
      expect((await logIn(shop.anyone, 'moved@example.com')).status).to.equal(200);
      const told = await shop.knex('outbox').where({ aggregate_id: accountId, type: 'account.email_changed' }).first('payload');
      expect(told.payload).to.deep.equal({ email: 'moved@example.com', oldEmail: email });
    });

    it('does not tell that somebody else has an address, nor takes it from them (ACC-13)', async () => {
      const [mine, theirs] = [await signUp(shop), await signUp(shop)];
      const asked = await mine.client.patch(ME, { email: theirs.email });
      expect(asked.status).to.equal(200);
      expect(await eventsOf(shop, mine.accountId)).to.deep.equal([]);
      const [one, two] = [await signUp(shop), await signUp(shop)];
      const tokens = [
        await mailToken(shop, one.accountId, 'change_email', 'wanted@example.com'),
        await mailToken(shop, two.accountId, 'change_email', 'wanted@example.com'),
      ];
      const answers = await Promise.all(tokens.map(verify));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400]);
    });

    it('confirms an address by a link that works once and for a day (ACC-04)', async () => {
      const { client, accountId } = await signUp(shop, { isVerified: false });
      expect((await client.post('/api/account/verify-request')).status).to.equal(202);
      expect(await eventsOf(shop, accountId)).to.deep.equal(['account.verification_requested']);
      const [old, token] = [await mailToken(shop, accountId, 'verify'), await mailToken(shop, accountId, 'verify')];
      const reset = await mailToken(shop, accountId, 'reset');
      for (const wrong of [old, reset, 'nonsense', 'x'.repeat(1_000)])
        expect(outcome(await verify(wrong))).to.equal('400 account.invalid_token');
      expect(outcome(await shop.anyone.get('/api/account/verify'))).to.equal('422 request.invalid');
      const answers = await Promise.all(Array.from({ length: 5 }, () => verify(token)));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400, 400, 400, 400]);
      expect((await client.get(ME)).body.is_verified).to.equal(true);
      expect((await client.post('/api/account/verify-request')).status).to.equal(202);
      expect(await eventsOf(shop, accountId)).to.deep.equal(['account.verification_requested', 'account.verified']);
    });

    it('makes a link worthless when another is asked for (ACC-04)', async () => {
      const { client, accountId } = await signUp(shop, { isVerified: false });
      const token = await mailToken(shop, accountId, 'verify');
      await client.post('/api/account/verify-request');
      expect((await verify(token)).status).to.equal(400);
      const late = await mailToken(shop, accountId, 'verify');
      shop.clock.advance(24 * 3_600_000);
      expect((await verify(late)).status).to.equal(400);
    });
  });

  describe('Changing a password', () => {
    const change = (client: Client, old_password: string, new_password = NEW_PASSWORD) =>
      client.post('/api/account/change-password', { old_password, new_password });

    it('ends the other sessions and all old refresh tokens, and this one goes on (ACC-05)', async () => {
      const { email, accountId } = await signUp(shop);
      const [here, there] = [(await logIn(shop.anyone, email)).body, (await logIn(shop.anyone, email)).body];
      const me = shop.anyone.with(bearer(here.access_token));
      expect((await shop.anyone.get(ME, bearer(there.access_token))).status).to.equal(200);

      const changed = await change(me, PASSWORD);
      expect(changed.status).to.equal(200);
      expect((await shop.anyone.get(ME, bearer(there.access_token))).status).to.equal(401);
      for (const { refresh_token } of [here, there]) expect((await refresh(shop.anyone, refresh_token)).status).to.equal(401);
      expect((await me.get(ME)).status).to.equal(200);
      expect((await shop.anyone.get(ME, bearer(changed.body.access_token))).status).to.equal(200);
      expect((await refresh(shop.anyone, changed.body.refresh_token)).status).to.equal(200);
      expect(await eventsOf(shop, accountId)).to.deep.equal(['account.password_changed']);
      expect((await logIn(shop.anyone, email)).status).to.equal(401);
      expect((await logIn(shop.anyone, email, NEW_PASSWORD)).status).to.equal(200);
    });

    it('wants the old one, and a fit new one: 422, so that nobody refreshes over it', async () => {
      const { client, email } = await signUp(shop);
      expect(outcome(await change(client, 'not the old one'))).to.equal('422 account.wrong_password');
      for (const unfit of ['short', 'password1', email, 'x'.repeat(129)]) {
        const refused = await change(client, PASSWORD, unfit);
        expect([outcome(refused), refused.body.errors[0].path]).to.deep.equal(['422 request.invalid', 'new_password']);
      }
      expect((await change(shop.anyone, PASSWORD)).status).to.equal(401);
      expect((await logIn(shop.anyone, email)).status).to.equal(200);
    });

    it('happens once when it is asked for twice at once', async () => {
      const { email } = await signUp(shop);
      const sessions = await Promise.all([1, 2].map(async () => (await logIn(shop.anyone, email)).body));
      const answers = await Promise.all(
        sessions.map(({ access_token }, index) => change(shop.anyone.with(bearer(access_token)), PASSWORD, `${NEW_PASSWORD}-${index}`)),
      );
      expect(answers.filter(({ status }) => status === 200)).to.have.lengthOf(1);
      expect(answers.find(({ status }) => status !== 200)?.status).to.be.oneOf([401, 422]);
    });
  });

  describe('Forgetting a password', () => {
    const forget = (email: string) => shop.anyone.post('/api/account/forgot-password', { email });
    const reset = (token: string, new_password = NEW_PASSWORD) => shop.anyone.post('/api/account/reset-password', { token, new_password });

    it('answers the same whether there is such an account, and mails at most three times an hour (ACC-03)', async () => {
      const { email, accountId } = await signUp(shop);
      const answers = [await forget('nobody@example.com')];
      for (let turn = 0; turn < 5; turn += 1) answers.push(await forget(` ${email.toUpperCase()} `));
      expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))).to.have.lengthOf(1);
      expect(answers[0]!.status).to.equal(202);
      expect(await eventsOf(shop, accountId)).to.deep.equal(Array.from({ length: 3 }, () => 'account.password_reset_requested'));
      shop.clock.advance(3_600_000);
      await forget(email);
      expect(await eventsOf(shop, accountId)).to.have.lengthOf(4);
      expect(outcome(await forget('no address'))).to.equal('422 request.invalid');
    });

    it('is mended by a token that works once, also for many at once (ACC-04)', async () => {
      const { accountId, email } = await signUp(shop, { isVerified: false });
      const token = await mailToken(shop, accountId, 'reset');
      const answers = await Promise.all(Array.from({ length: 8 }, (_, turn) => reset(token, `${NEW_PASSWORD}-${turn}`)));
      expect(answers.filter(({ status }) => status === 200)).to.have.lengthOf(1);
      expect(answers.filter((answer) => outcome(answer) === '400 account.invalid_token')).to.have.lengthOf(7);
      const winner = answers.findIndex(({ status }) => status === 200);
      expect((await logIn(shop.anyone, email, `${NEW_PASSWORD}-${winner}`)).body.user).to.include({ is_verified: true });
      expect(await eventsOf(shop, accountId)).to.deep.equal(['account.verified', 'account.password_changed']);
    });

    it('leaves the token for another try when the new password does not do (ACC-12)', async () => {
      const { accountId, email } = await signUp(shop);
      const token = await mailToken(shop, accountId, 'reset');
      for (const unfit of ['short', 'password1', email]) expect(outcome(await reset(token, unfit))).to.equal('422 request.invalid');
      expect((await reset(token)).status).to.equal(200);
    });

    it('takes no older token, none that is half an hour old, and none of another kind (ACC-04)', async () => {
      const { accountId, email } = await signUp(shop);
      const old = await mailToken(shop, accountId, 'reset');
      await forget(email);
      expect(outcome(await reset(old))).to.equal('400 account.invalid_token');
      expect(outcome(await reset(await mailToken(shop, accountId, 'verify')))).to.equal('400 account.invalid_token');
      const late = await mailToken(shop, accountId, 'reset');
      shop.clock.advance(30 * 60_000);
      expect(outcome(await reset(late))).to.equal('400 account.invalid_token');
    });

    it('ends every session (ACC-05)', async () => {
      const { client, accountId, refreshToken } = await signUp(shop);
      expect((await client.get(ME)).status).to.equal(200);
      expect((await reset(await mailToken(shop, accountId, 'reset'))).status).to.equal(200);
      expect((await client.get(ME)).status).to.equal(401);
      expect((await refresh(shop.anyone, refreshToken)).status).to.equal(401);
    });

    it('opens nothing that is disabled', async () => {
      const { accountId, email } = await signUp(shop);
      const token = await mailToken(shop, accountId, 'reset');
      await shop.knex('accounts').where({ id: accountId }).update({ is_active: false });
      expect(outcome(await reset(token))).to.equal('400 account.invalid_token');
      expect((await forget(email)).status).to.equal(202);
      expect(await eventsOf(shop, accountId)).to.deep.equal([]);
    });
  });
});
