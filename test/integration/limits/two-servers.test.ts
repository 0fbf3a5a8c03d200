import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import supertest, { type Response } from 'supertest';
import { createContainer } from '../../../src/infrastructure/composition/container.js';
import { httpAppOf } from '../../../src/infrastructure/composition/http-app.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { LOGIN, PASSWORD, outcome } from '../../support/account-calls.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { signUp } from '../../support/sign-in.js';
import { startShop, type Shop } from '../../support/shop.js';

const PAGE = '/api/products/?limit=1';

/** Another process on the same database and with the same settings, as far as one process can be two. */
function secondServer(shop: Shop): () => Server {
  const started: { server?: Server; close?: () => void } = {};
  before(async () => {
    const container = createContainer({ config: shop.container.get(TOKENS.config), knex: shop.knex, logger: new PinoLogger('silent') });
    const handle = httpAppOf(container).callback();
    const server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    started.server = server;
    started.close = () => container.get(TOKENS.limits).close();
  });
  after(() => {
    started.close?.();
    started.server?.close();
    shop.container.get(TOKENS.limits).close();
  });
  return () => {
    if (!started.server) throw new Error('The second server is not open yet');
    return started.server;
  };
}

const logInAt = async (server: Server, email: string, password: string, address: string): Promise<Response> =>
  supertest(server).post(LOGIN).set('X-Forwarded-For', address).send({ email, password });

function itIsLimitedTogether(shop: Shop, second: () => Server): void {
  it('what is dear is let through exactly so often, wherever it is asked (SEC-02)', async () => {
    const ask = (server: Server) => supertest(server).post(LOGIN).set('X-Forwarded-For', '203.0.113.1').send({});
    const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => ask(turn % 2 ? shop.server : second())));
    expect(answers.filter(({ status }) => status === 429)).to.have.lengthOf(10);
  });

  it('what is cheap is refused by the other one a moment later (SEC-02)', async () => {
    const ask = (server: Server) => supertest(server).get(PAGE).set('X-Forwarded-For', '203.0.113.2');
    for (let turn = 0; turn < 30; turn += 1) expect((await ask(shop.server)).status).to.equal(200);
    expect((await ask(shop.server)).status).to.equal(429);
    await eventually('the other has heard', async () => (await ask(second())).status === 429);
    expect((await supertest(second()).get(PAGE).set('X-Forwarded-For', '203.0.113.3')).status).to.equal(200);
  });

  it('five wrong passwords at one are too many at the other, and the right one works after the wait (ACC-11)', async () => {
    const { email } = await signUp(shop);
    for (let turn = 0; turn < 5; turn += 1) {
      const server = turn % 2 ? shop.server : second();
      expect((await logInAt(server, email, 'wrong-wrong-wrong', `198.51.100.${turn}`)).status).to.equal(401);
    }
    const refused = await logInAt(second(), email, PASSWORD, '198.51.100.9');
    expect(outcome(refused)).to.equal('429 account.too_many_attempts');
    let homes = 0;
    const anew = () => `192.0.2.${(homes = (homes + 1) % 250)}`;
    await eventually('it is let in', async () => (await logInAt(shop.server, email, PASSWORD, anew())).status === 200);
    expect((await logInAt(second(), email, 'wrong-wrong-wrong', '198.51.100.9')).status, 'all is forgiven').to.equal(401);
  });
}

const SETTINGS = { RATE_LIMIT: 'on', TRUST_PROXY: '1', RATE_LIMITS: 'login:10,public:30' };

describe('Two servers that count in PostgreSQL', function () {
  this.timeout(60_000);
  const shop = startShop({ ...SETTINGS, RATE_LIMIT_STORE: 'postgres' });
  itIsLimitedTogether(shop, secondServer(shop));
});

describe('Two servers that count in Redis', function () {
  this.timeout(60_000);
  const redis = RedisServer.forThisSuite();
  // The port is known only when Redis runs, and the shop is made after it.
  const shop = startShop({
    ...SETTINGS,
    get REDIS_URL() {
      return redis.url;
    },
  });
  const second = secondServer(shop);
  itIsLimitedTogether(shop, second);

  it('answer as ever when Redis is lost, each by its own count, and count together again when it is back (SEC-02)', async () => {
    await redis.stop();
    const ask = (server: Server, address: string) => supertest(server).post(LOGIN).set('X-Forwarded-For', address).send({});
    const statuses: number[] = [];
    for (let turn = 0; turn < 12; turn += 1) statuses.push((await ask(second(), '203.0.113.20')).status);
    expect(statuses.slice(0, 10).every((status) => status === 422)).to.equal(true);
    expect(statuses.slice(10)).to.deep.equal([429, 429]);
    await redis.start();
    let homes = 0;
    await eventually('they count together', async () => {
      const address = `203.0.114.${(homes += 1)}`;
      for (let turn = 0; turn < 10; turn += 1) await ask(second(), address);
      return (await ask(shop.server, address)).status === 429;
    });
  });
});
