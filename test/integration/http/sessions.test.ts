import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { BcryptPasswordHasher } from '../../../src/infrastructure/security/bcrypt-password-hasher.js';
import { ME, REFRESH, PASSWORD, bearer, logIn, refresh, outcome } from '../../support/account-calls.js';
import { signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

describe('The session routes', () => {
  const shop = startShop();

  describe('Logging in', () => {
    it('answers the same for an unknown address, a wrong password and a disabled account (ACC-02)', async () => {
      const [known, disabled] = [await signUp(shop), await signUp(shop)];
      await shop.knex('accounts').where({ id: disabled.accountId }).update({ is_active: false });
      const answers = [
        await logIn(shop.anyone, 'nobody@example.com'),
        await logIn(shop.anyone, known.email, 'a-wrong-password'),
        await logIn(shop.anyone, disabled.email, disabled.password),
        await logIn(shop.anyone, 'no address at all'),
        await logIn(shop.anyone, 'a\u0000b@example.com'),
      ];
      const bodies = answers.map(({ status, body }) => ({ status, ...body, request_id: '' }));
      for (const body of bodies) expect(body).to.deep.equal(bodies[0]);
      expect(outcome(answers[0]!)).to.equal('401 account.bad_credentials');
      expect(answers.every(({ headers }) => headers['set-cookie'] === undefined)).to.equal(true);
    });

    it('compares something with a password even when there is no account (ACC-02)', async () => {
      const hasher = shop.container.get(TOKENS.passwordHasher);
      const compared: (string | undefined)[] = [];
      const verify = hasher.verify.bind(hasher);
      hasher.verify = (password, hash) => {
        compared.push(hash === undefined ? 'decoy' : 'hash');
        return verify(password, hash);
      };
      try {
        await logIn(shop.anyone, 'nobody@example.com');
        await logIn(shop.anyone, (await signUp(shop)).email, 'wrong-wrong-wrong');
      } finally {
        hasher.verify = verify;
      }
      expect(compared).to.deep.equal(['decoy', 'hash']);
    });

    it('lets somebody in whose address is not confirmed, and says so (ACC-02)', async () => {
      const { email } = await signUp(shop, { isVerified: false });
      const login = await logIn(shop.anyone, email);
      expect([login.status, login.body.user.is_verified]).to.deep.equal([200, false]);
    });

    it('gives an app its tokens in the body', async () => {
      const { email } = await signUp(shop);
      const { body } = await logIn(shop.anyone, email);
      expect(body).to.include({ token_type: 'Bearer', expires_in: 900 });
      expect((await shop.anyone.get(ME, bearer(body.access_token))).status).to.equal(200);
    });

    it('shows a browser no token: it has cookies that no script reads (SEC-05)', async () => {
      const { email } = await signUp(shop);
      const browser = shop.anyone.with({ 'Sec-Fetch-Site': 'same-origin' });
      const login = await logIn(browser, email);
      expect(login.body).to.have.all.keys('message', 'expires_in', 'user');
      const [access, refreshing] = login.headers['set-cookie'] as unknown as string[];
      expect(access).to.match(/^access_token=[\w.-]+; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax$/);
      expect(refreshing).to.match(/^refresh_token=[\w-]{43}; Path=\/api\/account; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
      const Cookie = `theme=dark; ${access!.split(';')[0]}; ${refreshing!.split(';')[0]}`;
      expect((await browser.get(ME, { Cookie })).status).to.equal(200);
      const next = await browser.post(REFRESH, undefined, { Cookie });
      expect(next.body).to.have.all.keys('message', 'expires_in');
      expect(next.headers['set-cookie']).to.have.lengthOf(2);
    });

    it('keeps a password better when the shop has begun to', async () => {
      const { email, accountId } = await signUp(shop);
      const row = () => shop.knex('accounts').where({ id: accountId });
      await row().update({ password_hash: await new BcryptPasswordHasher(5).hash(PASSWORD) });
      const answers = await Promise.all(Array.from({ length: 3 }, () => logIn(shop.anyone, email)));
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
      expect((await row().first()).password_hash).to.match(/^hs256-bcrypt:\$2b\$04\$/);
      expect((await logIn(shop.anyone, email)).status).to.equal(200);
    });

    it('is refused to another site (SEC-04)', async () => {
      const { email } = await signUp(shop);
      const refused = await logIn(shop.anyone.with({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }), email);
      expect(outcome(refused)).to.equal('403 request.cross_site');
    });
  });

  describe('Showing who one is', () => {
    const asks = async (token: string) => outcome(await shop.anyone.get(ME, bearer(token)));
    const OVER = '401 account.not_authenticated';

    it('works with nothing but an access token of ours, while it lasts (ACC-07)', async () => {
      const { email, refreshToken, accountId, sessionId } = await signUp(shop);
      const { body } = await logIn(shop.anyone, email);
      expect(await asks(body.access_token)).to.equal('200');
      expect(await asks(refreshToken)).to.equal(OVER);
      expect(await asks(body.refresh_token)).to.equal(OVER);

      const now = Math.floor(shop.clock.now().getTime() / 1000);
      const fields = { sub: accountId, sid: sessionId, use: 'access', iss: 'portico', aud: 'portico-api', iat: now, exp: now + 900 };
      const secret = 'only-for-tests-0123456789-abcdefghij';
      expect(await asks(jwt.sign(fields, secret))).to.equal('200');
      for (const forged of [
        jwt.sign({ ...fields, aud: 'x' }, secret),
        jwt.sign({ ...fields, iss: 'x' }, secret),
        jwt.sign({ ...fields, use: 'x' }, secret),
        jwt.sign({ ...fields, exp: now - 1 }, secret),
        jwt.sign(fields, 'another-secret-0123456789-abcdefghij'),
        jwt.sign(fields, '', { algorithm: 'none' }),
        jwt.sign(fields, secret, { algorithm: 'HS512' }),
      ])
        expect(await asks(forged), forged).to.equal(OVER);

      shop.clock.advance(901_000);
      expect(await asks(body.access_token)).to.equal(OVER);
    });

    it('is over at once when the session ends, in this process (ACC-08)', async () => {
      const { email } = await signUp(shop);
      const { body } = await logIn(shop.anyone, email);
      expect(await asks(body.access_token)).to.equal('200');
      await shop.anyone.post('/api/account/logout', undefined, bearer(body.access_token));
      expect(await asks(body.access_token)).to.equal(OVER);
    });
  });

  describe('Staying logged in', () => {
    const started = async () => {
      const { email } = await signUp(shop);
      return (await logIn(shop.anyone, email)).body as { access_token: string; refresh_token: string };
    };

    it('rotates, and ends the session for all when a spent token comes back (ACC-06)', async () => {
      const r1 = (await started()).refresh_token;
      const { status, body } = await refresh(shop.anyone, r1);
      expect(status).to.equal(200);
      expect(body.refresh_token).not.to.equal(r1);
      const third = (await refresh(shop.anyone, body.refresh_token)).body;
      expect(outcome(await refresh(shop.anyone, r1))).to.equal('401 account.not_authenticated');
      expect(outcome(await refresh(shop.anyone, third.refresh_token))).to.equal('401 account.not_authenticated');
      expect((await shop.anyone.get(ME, bearer(third.access_token))).status).to.equal(401);
    });

    it('lets two refreshes of one page stay logged in, for ten seconds (ACC-06)', async () => {
      const r1 = (await started()).refresh_token;
      const [one, two] = await Promise.all([refresh(shop.anyone, r1), refresh(shop.anyone, r1)]);
      expect([one.status, two.status]).to.deep.equal([200, 200]);
      expect(one.body.refresh_token).not.to.equal(two.body.refresh_token);
      expect((await shop.anyone.get(ME, bearer(two.body.access_token))).status).to.equal(200);
      expect((await refresh(shop.anyone, one.body.refresh_token)).status).to.equal(200);
      expect((await refresh(shop.anyone, two.body.refresh_token)).status).to.equal(200);

      const r2 = (await started()).refresh_token;
      await refresh(shop.anyone, r2);
      shop.clock.advance(10_000);
      expect((await refresh(shop.anyone, r2)).status).to.equal(401);
    });

    it('has exactly one outcome for a spent token and its successor at the same instant (ACC-06)', async () => {
      for (let round = 0; round < 5; round += 1) {
        const r1 = (await started()).refresh_token;
        const r2 = (await refresh(shop.anyone, r1)).body.refresh_token as string;
        const [old, next] = await Promise.all([refresh(shop.anyone, r1), refresh(shop.anyone, r2)]);
        expect(next.status).to.equal(200);
        const after = await refresh(shop.anyone, next.body.refresh_token);
        expect(after.status, 'the session lives exactly if the old token was forgiven').to.equal(old.status);
      }
    });

    it('needs a token of ours', async () => {
      expect(outcome(await shop.anyone.post(REFRESH))).to.equal('401 account.not_authenticated');
      expect(outcome(await refresh(shop.anyone, 'x'.repeat(43)))).to.equal('401 account.not_authenticated');
      expect(outcome(await refresh(shop.anyone, (await started()).access_token))).to.equal('401 account.not_authenticated');
    });

    it('ends after thirty days of silence', async () => {
      const r1 = (await started()).refresh_token;
      shop.clock.advance(30 * 86_400_000);
      expect((await refresh(shop.anyone, r1)).status).to.equal(401);
    });
  });

  describe('Logging out', () => {
    const started = async (email?: string) => (await logIn(shop.anyone, email ?? (await signUp(shop)).email)).body;

    it('ends the session with either token, also an expired one, and clears the cookies (ACC-08)', async () => {
      for (const credentials of ['access', 'refresh', 'expired'] as const) {
        const { access_token, refresh_token } = await started();
        if (credentials === 'expired') shop.clock.advance(1_000_000);
        const Cookie = credentials === 'refresh' ? `refresh_token=${refresh_token}` : `access_token=${access_token}`;
        const out = await shop.anyone.post('/api/account/logout', undefined, { Cookie });
        expect(out.status, credentials).to.equal(200);
        expect(out.headers['set-cookie']).to.deep.equal([
          'access_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
          'refresh_token=; Path=/api/account; Max-Age=0; HttpOnly; SameSite=Lax',
        ]);
        expect((await refresh(shop.anyone, refresh_token)).status).to.equal(401);
        expect((await shop.anyone.post('/api/account/logout', undefined, { Cookie })).status, 'safe to repeat').to.equal(200);
      }
    });

    it('is refused to whoever never was in', async () => {
      expect(outcome(await shop.anyone.post('/api/account/logout'))).to.equal('401 account.not_authenticated');
      expect(outcome(await shop.anyone.post('/api/account/logout', { refresh_token: 'nonsense' }, bearer('nonsense')))).to.equal(
        '401 account.not_authenticated',
      );
    });

    it('everywhere ends every session of the account and nobody else’s', async () => {
      const { email } = await signUp(shop);
      const [here, there, stranger] = [await started(email), await started(email), await started()];
      expect((await shop.anyone.post('/api/account/logout-all', undefined, bearer(here.access_token))).status).to.equal(200);
      for (const { access_token, refresh_token } of [here, there]) {
        expect((await shop.anyone.get(ME, bearer(access_token))).status).to.equal(401);
        expect((await refresh(shop.anyone, refresh_token)).status).to.equal(401);
      }
      expect((await shop.anyone.get(ME, bearer(stranger.access_token))).status).to.equal(200);
    });
  });
});

describe('A secure connection', () => {
  const shop = startShop({ COOKIE_SECURE: 'on' });

  it('names its cookies so that no other site can set them (SEC-05)', async () => {
    const { email } = await signUp(shop);
    const login = await logIn(shop.anyone.with({ 'Sec-Fetch-Site': 'same-origin' }), email);
    const [access, refreshing] = login.headers['set-cookie'] as unknown as string[];
    expect(access).to.match(/^__Host-access_token=[\w.-]+; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/);
    expect(refreshing).to.match(/^__Secure-refresh_token=[\w-]{43}; Path=\/api\/account; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/);
    expect((await shop.anyone.get(ME, { Cookie: access!.split(';')[0]! })).status).to.equal(200);
    expect((await shop.anyone.get(ME, { Cookie: access!.split(';')[0]!.replace('__Host-', '') })).status).to.equal(401);
  });
});
