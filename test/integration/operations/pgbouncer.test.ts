import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { startPooler } from '../../support/pooler.js';
import { areInstalled, type Program } from '../../support/programs.js';
import { ShopProcess } from '../../support/shop-process.js';
import { testDatabase } from '../../support/test-database.js';
import { onDatabase, testServerUrl } from '../../support/test-server.js';

/** The whole purchase, and what must hold when many want the same at once. */
const THROUGH_THE_POOLER = [
  'test/journey/buying-something.test.ts',
  'test/integration/races/checkout-races.test.ts',
  'test/integration/races/keyed-requests.test.ts',
  'test/integration/persistence/inventory/stock-ledger.test.ts',
  'test/integration/http/refunds.test.ts',
];

describe('Behind pgbouncer in transaction mode', function () {
  this.timeout(300_000);
  const database = testDatabase();
  let pooler: Program;
  let pooledServer: string;
  let dataDir: string;
  const pooled = (): string => onDatabase(pooledServer, new URL(database.directUrl).pathname.slice(1));

  before(async function () {
    if (!areInstalled(this, 'pgbouncer')) return this.skip();
    ({ url: pooledServer, program: pooler } = await startPooler(await testServerUrl()));
    dataDir = await mkdtemp(join(tmpdir(), 'portico-pooled-'));
  });
  after(async () => {
    await pooler?.end();
    if (dataDir) await rm(dataDir, { recursive: true, force: true });
  });

  it('purchases go through, and races are won by one (STK-01, ORD-01, IDM-01, PAY-14)', async () => {
    const env = { ...process.env, DATABASE_URL: pooledServer, DATABASE_DIRECT_URL: await testServerUrl() };
    let output = '';
    const code = await new Promise((resolve) => {
      const child = spawn(process.execPath, ['scripts/test.mjs', ...THROUGH_THE_POOLER], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('close', resolve);
    });

    expect(code, output.slice(-5_000)).to.equal(0);
    expect(output).to.match(/\n[1-9]\d+ passed, 0 failed, 0 skipped\n/);
  });

  it('nothing is kept in a session: one server after another knows the same statement, and has the timeouts', async () => {
    const knex = createConnection(pooled(), { poolMax: 8, isPooled: true });
    try {
      const sql = new PoolSql(knex);
      const statement = {
        name: 'test.backend',
        text: "select pg_backend_pid() as pid, current_setting('statement_timeout') as timeout, pg_sleep(0.05)",
      };
      const rows = (await Promise.all(Array.from({ length: 24 }, () => sql.query<{ pid: number; timeout: string }>(statement)))).flat();

      expect(new Set(rows.map(({ pid }) => pid)).size).to.be.greaterThan(1);
      expect(new Set(rows.map(({ timeout }) => timeout))).to.deep.equal(new Set(['15s']));
      expect(await sql.query({ name: 'test.prepared', text: 'select name from pg_prepared_statements where not from_sql' })).to.deep.equal(
        [],
      );
    } finally {
      await knex.destroy();
    }
  });

  it('a shop opens, migrates past the pooler and runs its jobs', async () => {
    const shop = new ShopProcess('main.ts', [], {
      DATABASE_URL: pooled(),
      DATABASE_DIRECT_URL: database.directUrl,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ADMIN_EMAIL: 'boss@example.com',
      ADMIN_PASSWORD: 'blue-kettle-42-horizon',
    });
    try {
      const url = await shop.open();
      expect((await fetch(`${url}/health/ready`)).status).to.equal(200);
      const login = await fetch(`${url}/api/account/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: 'boss@example.com', password: 'blue-kettle-42-horizon' }),
      });
      expect(login.status).to.equal(200);
      shop.signal('SIGTERM');
      expect(await shop.ended()).to.equal(0);
      expect(shop.output).to.not.match(/"level":"(warn|error)"|prepared statement/);
    } finally {
      await shop.kill();
    }
  });
});
