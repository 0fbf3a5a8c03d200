import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkMoney } from '../../../scripts/chaos/money-checks.js';
import { playPayments, type Server } from '../../../scripts/chaos/play-payments.js';
import { createContainer } from '../../../src/infrastructure/composition/container.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { readConfig } from '../../../src/infrastructure/config/config.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';
import { testDatabase } from '../../support/test-database.js';

const SEED = 20_260_131;
const ADMIN = { email: 'admin@example.com', password: 'a-long-chaos-password-7391' };
const IN_HALF_AN_HOUR = { now: () => new Date(Date.now() + 30 * 60_000) };

/** The short form of `npm run chaos -- --long`. */
describe('Buyers at servers that are killed', function () {
  this.timeout(120_000);
  const database = testDatabase();
  const opened: ShopProcess[] = [];
  let dataDir: string;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'portico-killed-'));
  });
  after(async () => {
    await Promise.all(opened.map((shop) => shop.kill()));
    await rm(dataDir, { recursive: true, force: true });
  });

  const settings = () => ({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  });

  const aServer = async (): Promise<Server> => {
    const shop = new ShopProcess('main.ts', [], settings());
    opened.push(shop);
    const base = await shop.open();
    const strike = async (): Promise<Server> => {
      await shop.kill();
      return aServer();
    };
    return { base, strike };
  };

  it(`lose nothing and pay nothing twice, and the books add up (ORD-02, IDM-03; seed ${SEED})`, async () => {
    const servers = [await aServer(), await aServer()];
    const log = (): void => undefined;
    const told = await playPayments({ seed: SEED, checkouts: 40, buyers: 8, kills: 2, admin: ADMIN, servers, log });
    const known = new Set((await database.knex<{ id: string }>('orders').select('id')).map(({ id }) => id));
    expect(
      told.map(({ orderId }) => known.has(orderId)),
      'what a buyer was told of is there',
    ).to.not.include(false);
    expect(new Set(told.map(({ orderId }) => orderId)).size, 'each key made one order').to.equal(40);

    // What the timetable does in the half hour to come; the jobs of it are done by the servers that live.
    const config = readConfig({ NODE_ENV: 'test', ...settings() });
    const container = createContainer({ config, knex: database.knex, logger: new PinoLogger('silent') });
    container.rebind(TOKENS.clock).toConstantValue(IN_HALF_AN_HOUR);
    await container.get(TOKENS.resumeUnfinishedCheckouts).execute();
    await container.get(TOKENS.expireUnpaidOrders).execute();
    const minutesGoBy = async (): Promise<void> => {
      await database.knex.raw('update sent_mails set claimed_until = now() where sent_at is null');
      await database.knex.raw('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
    };
    const broken = async () => (await checkMoney(database.knex)).filter((check) => check.broken !== 0);
    await eventually('everything comes to rest', async () => {
      await minutesGoBy();
      return (await broken()).length === 0;
    }).catch(() => undefined);

    expect(await broken()).to.deep.equal([]);
  });
});
