import { expect } from 'chai';
import { LOGIN, PASSWORD, NEW_PASSWORD, logIn, outcome } from '../../support/account-calls.js';
import { signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

describe('Trying too often', () => {
  const shop = startShop({ RATE_LIMIT: 'on', TRUST_PROXY: '1' });
  let homes = 0;
  const elsewhere = () => shop.anyone.with({ 'X-Forwarded-For': `198.51.100.${(homes += 1)}` });

  it('is refused unread after five wrong passwords, known account or not, and never for ever (ACC-11)', async () => {
    const { email } = await signUp(shop);
    for (const address of [email, 'nobody@example.com']) {
      for (let turn = 0; turn < 5; turn += 1) expect((await logIn(elsewhere(), address, 'wrong-wrong-wrong')).status).to.equal(401);
      const refused = await logIn(elsewhere(), address);
      expect(outcome(refused)).to.equal('429 account.too_many_attempts');
      expect(refused.headers['retry-after']).to.equal('1');
    }
    shop.clock.advance(1_000);
    expect((await logIn(elsewhere(), email)).status).to.equal(200);
  });

  it('counts by address too (ACC-11)', async () => {
    const [home, { email }] = [elsewhere(), await signUp(shop)];
    for (let turn = 0; turn < 5; turn += 1) await logIn(home, `person-${turn}@elsewhere.example`, 'wrong-wrong-wrong');
    expect(outcome(await logIn(home, email))).to.equal('429 account.too_many_attempts');
    expect((await logIn(elsewhere(), email)).status).to.equal(200);
  });

  it('counts the old password of whoever is signed in (ACC-11)', async () => {
    const { client } = await signUp(shop);
    const change = (old_password: string) =>
      client.post('/api/account/change-password', { old_password, new_password: NEW_PASSWORD }, { 'X-Forwarded-For': '198.51.100.200' });
    for (let turn = 0; turn < 5; turn += 1) expect((await change('wrong-wrong-wrong')).status).to.equal(422);
    expect(outcome(await change(PASSWORD))).to.equal('429 account.too_many_attempts');
  });

  it('is announced, and refused with the time to wait (SEC-02)', async () => {
    const home = elsewhere();
    const { email } = await signUp(shop);
    const first = await logIn(home, email);
    expect(first.headers['ratelimit-policy']).to.equal('"login";q=300;w=60');
    expect(first.headers['ratelimit']).to.match(/^"login";r=299;t=\d+$/);
    const answers = [];
    for (let turn = 0; turn < 300; turn += 1) answers.push(await home.post(LOGIN, {}));
    const refused = answers.at(-1)!;
    expect(outcome(refused)).to.equal('429 request.rate_limited');
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 60);
    expect((await elsewhere().post(LOGIN, {})).status).to.equal(422);
  });
});

describe('An address that somebody claims to have', () => {
  const shop = startShop({ RATE_LIMIT: 'on' });

  it('is not believed without a proxy that we trust (SEC-06)', async () => {
    const remaining = async (address: string) => (await shop.anyone.post(LOGIN, {}, { 'X-Forwarded-For': address })).headers['ratelimit'];
    expect(await remaining('203.0.113.1')).to.match(/r=299/);
    expect(await remaining('203.0.113.2')).to.match(/r=298/);
  });
});
