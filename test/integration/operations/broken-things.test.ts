import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { Caller, Person } from '../../../scripts/chaos/caller.js';
import { Chance } from '../../../scripts/chaos/chance.js';
import { FAULTS, type Fault, type Stage } from '../../../scripts/chaos/faults.js';
import { MixedLoad } from '../../../scripts/chaos/mixed-load.js';
import { isBroken } from '../../../scripts/chaos/money-checks.js';
import { strike } from '../../../scripts/chaos/play-faults.js';
import type { Server } from '../../../scripts/chaos/play-payments.js';
import { playRaces } from '../../../scripts/chaos/play-races.js';
import { UnreliableLine } from '../../../scripts/chaos/unreliable-line.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { ShopProcess } from '../../support/shop-process.js';
import { testDatabase } from '../../support/test-database.js';

const SEED = 20_260_214;
const ADMIN = { email: 'admin@example.com', password: 'a-long-chaos-password-7391' };
const BUYERS = 5;
/** Of each race. */
const ROUNDS = 20;
const BRIEF = { recoveryMs: 500, calmMs: 300 };
const PLAYED = ['kill-api', 'terminate-sessions', 'stall', 'half-open'];

/** The short form of `npm run chaos`. */
describe('While a thing is broken under two servers', function () {
  this.timeout(180_000);
  const database = testDatabase();
  const opened: ShopProcess[] = [];
  const servers: Server[] = [];
  let dataDir: string;
  let line: UnreliableLine;
  let knex: Knex;

  const aServer = async (): Promise<Server> => {
    const shop = new ShopProcess('main.ts', [], {
      DATABASE_URL: line.url,
      DATA_DIR: dataDir,
      JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
    });
    opened.push(shop);
    const base = await shop.open();
    const again = async (): Promise<Server> => {
      await shop.kill();
      return aServer();
    };
    return { base, strike: again };
  };

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'portico-broken-'));
    line = await UnreliableLine.to(database.directUrl);
    knex = createConnection(database.directUrl, { applicationName: 'chaos', poolMax: 4 });
    servers.push(...(await Promise.all([aServer(), aServer()])));
  });
  after(async () => {
    await Promise.all(opened.map((shop) => shop.kill()));
    await knex.destroy();
    await line.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it(`buyers lose nothing, get nothing twice, and are served again when it is mended (ORD-02, ORD-03, IDM-03, STK-02, OPS-03; seed ${SEED})`, async () => {
    const chance = new Chance(SEED);
    const caller = new Caller(servers, new Chance(SEED + 1));
    const load = new MixedLoad(caller, new Chance(SEED + 2), `broken-${SEED}`);
    await load.open(new Person(caller, ADMIN.email, ADMIN.password), BUYERS);
    const stage: Stage = { apis: servers, knex, line, load };
    load.start();
    for (const name of PLAYED) {
      const fault = FAULTS.find((each) => each.name === name) as Fault;
      const seen = await strike([fault], stage, caller, chance, BRIEF);
      expect(seen, name).to.deep.include({ fault: name, broken: [] }).and.not.have.property('skipped');
      expect(seen.backAfterMs, `${name}: it is mended, and the shop is not back`).to.be.finite;
    }
    await load.stop();

    expect((await load.check(knex)).filter(isBroken), load.oddities.join('\n')).to.deep.equal([]);
  });

  it(`nobody gets more by being fast: ${ROUNDS} rounds of every race, on parallel connections to both (STK-01, ORD-01; seed ${SEED})`, async () => {
    const lost: string[] = [];
    const races = await playRaces({ seed: SEED, rounds: ROUNDS, servers, admin: ADMIN, log: (text) => void lost.push(text) });

    expect(
      races.filter(({ won }) => won > 0),
      lost.join('\n'),
    ).to.deep.equal([]);
  });
});
