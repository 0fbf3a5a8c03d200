import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Pressure } from '../../../src/application/shared/ports/pressure.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import type { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { LOGIN, outcome } from '../../support/account-calls.js';
import { eventually } from '../../support/eventually.js';
import { Market } from '../../support/market.js';
import { aPicture } from '../../support/pictures.js';
import { signUp } from '../../support/sign-in.js';
import { startShop } from '../../support/shop.js';

const PRODUCTS = '/api/products/?limit=1';

describe('What everybody may ask so often', () => {
  const shop = startShop({ RATE_LIMIT: 'on', TRUST_PROXY: '10.0.0.0/8,127.0.0.1', RATE_LIMITS: 'public:6,personal:8,personal-account:5' });
  const from = (address: string) => shop.anyone.with({ 'X-Forwarded-For': address });

  it('is counted by address for what is public, the ready answers too, and said (SEC-02)', async () => {
    const answers = [];
    for (let turn = 0; turn < 7; turn += 1) answers.push(await from('203.0.113.1').get(PRODUCTS));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200, 200, 429]);
    expect(answers[0]?.headers['ratelimit-policy']).to.equal('"public";q=6;w=60');
    expect(answers[5]?.headers['ratelimit']).to.match(/^"public";r=0;t=\d+$/);
    const refused = answers.at(-1);
    expect(outcome(refused!)).to.equal('429 request.rate_limited');
    expect(Number(refused?.headers['retry-after'])).to.be.within(1, 60);
    expect((await from('203.0.113.2').get(PRODUCTS)).status).to.equal(200);
  });

  it('is counted for an account wherever it is, and for an address whoever is there (SEC-02)', async () => {
    const { client } = await signUp(shop);
    const cart = (address: string) => client.get('/api/carts/', { 'X-Forwarded-For': address });
    const first = await cart('203.0.113.10');
    expect(first.headers['ratelimit-policy']).to.equal('"personal";q=8;w=60, "personal-account";q=5;w=60');
    expect(first.headers['ratelimit']).to.match(/^"personal";r=7;t=\d+, "personal-account";r=4;t=\d+$/);
    for (let turn = 0; turn < 4; turn += 1) expect((await cart(`203.0.113.${11 + turn}`)).status).to.equal(200);
    expect(outcome(await cart('203.0.113.20'))).to.equal('429 request.rate_limited');

    const strangers = [];
    for (let turn = 0; turn < 9; turn += 1) strangers.push((await from('203.0.113.30').get('/api/carts/')).status);
    expect(strangers, 'who is nobody is counted too').to.deep.equal([401, 401, 401, 401, 401, 401, 401, 401, 429]);
  });

  it('is one home behind all addresses of an IPv6 network, and not what a client claims to be (SEC-06)', async () => {
    for (let turn = 0; turn < 6; turn += 1) expect((await from(`2001:db8:0:7::${turn}`).get(PRODUCTS)).status).to.equal(200);
    expect((await from('2001:db8:0:7:ffff::1').get(PRODUCTS)).status).to.equal(429);
    expect((await from('203.0.113.77, 2001:db8:0:7::9, 10.1.2.3').get(PRODUCTS)).status).to.equal(429);
    expect((await from('2001:db8:0:8::1').get(PRODUCTS)).status).to.equal(200);
  });

  it('leaves out health, whoever asks how often', async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      const { status, headers } = await from('203.0.113.50').get('/health/live');
      expect([status, headers['ratelimit']]).to.deep.equal([200, undefined]);
    }
  });
});

describe('A shop with too much to do', () => {
  let lag = 0;
  const pressure: Pressure = { lagMs: () => lag, databaseWaitMs: () => 0 };
  const shop = startShop({ SHED_LAG_MS: '400' }, (container) => void container.rebind(TOKENS.pressure).toConstantValue(pressure));
  afterEach(() => (lag = 0));

  it('refuses lists and goes on selling, and lives', async () => {
    const market = new Market(shop);
    const { client } = await market.shopper([await market.ware(), 1]);
    lag = 500;
    const list = await shop.anyone.get('/api/products/?limit=7');
    expect(outcome(list)).to.equal('503 server.overloaded');
    expect(list.headers['retry-after']).to.equal('2');
    expect((await client.get('/api/carts/')).status).to.equal(200);

    lag = 5_000;
    expect(outcome(await client.get('/api/carts/'))).to.equal('503 server.overloaded');
    expect(outcome(await shop.anyone.post(LOGIN, {}))).to.equal('503 server.overloaded');
    expect((await client.post('/api/orders/checkout', {})).status).to.equal(201);
    expect((await shop.anyone.get('/health/live')).status).to.equal(200);
    expect((await shop.anyone.get('/health/ready')).status).to.equal(200);

    lag = 0;
    expect((await shop.anyone.get('/api/products/?limit=7')).status).to.equal(200);
  });
});

describe('What is sent to the shop', () => {
  const shop = startShop({ UPLOADS_AT_ONCE: '1' });

  it('has an address of a decent length, else 414', async () => {
    const refused = await shop.anyone.get(`/api/products/?title=${'x'.repeat(9_000)}`);
    expect(outcome(refused)).to.equal('414 request.address_too_long');
    expect(refused.body.max_length).to.equal(8_192);
  });

  it('is so many forms with files at once, a few wait for their turn, and one that is given up makes room', async () => {
    const { client: admin, accountId, sessionId } = await signUp(shop, { roles: ['customer', 'admin'] });
    const token = shop.container.get(TOKENS.tokenIssuer).issue({ accountId, sessionId }, new Date(Date.now() + 3_600_000));
    const { productId } = await new Market(shop).ware();
    const path = `/api/products/${productId}/images`;
    const socket = connect((shop.server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: shop\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999\r\n\r\n--b\r\n`,
    );
    const upload = async () => admin.form('post', path, [['image', { file: await aPicture(), name: 'mug.png', type: 'image/png' }]]);
    const waiting: Promise<{ status: number }>[] = [];
    await eventually('one more is refused', async () => {
      const one = upload();
      const refused = await Promise.race([one, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 500))]);
      if (refused) return outcome(refused) === '503 server.overloaded';
      waiting.push(one);
      return false;
    });
    expect(waiting).to.have.lengthOf(4);
    socket.destroy();
    for (const { status } of await Promise.all(waiting)) expect(status).to.equal(201);
    expect((await upload()).status).to.equal(201);
  });
});

describe('A statement that takes too long', () => {
  const shop = startShop({}, (container) => {
    const knex = container.get(TOKENS.knex);
    const sleeping = {
      longestWaitMs: () => 0,
      query: () =>
        knex.transaction(async (trx) => {
          await trx.raw('set local statement_timeout = 50');
          await trx.raw('select pg_sleep(20)');
        }),
    };
    container.rebind(TOKENS.poolSql).toConstantValue(sleeping as unknown as PoolSql);
  });

  it('is ended, and whoever asked is told to come back', async () => {
    const answer = await shop.anyone.get('/api/products/category/');
    expect(outcome(answer)).to.equal('503 server.unavailable');
    expect(Number(answer.headers['retry-after'])).to.be.greaterThan(0);
  });
});
