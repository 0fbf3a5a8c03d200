/**
 * `npm run chaos:payments`: buyers with every kind of card at two servers that are killed again and again, and then the books.
 * Prints its seed; `CHAOS_SEED`, `CHAOS_CHECKOUTS` and `CHAOS_KILLS` change the play.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex from 'knex';
import { send } from '../../bench/load.js';
import { freePort } from '../../bench/shop.js';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres.js';
import { checkMoney, type Check } from './money-checks.js';
import { playPayments, type Server, type Told } from './play-payments.js';

const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const CHECKOUTS = Number(process.env['CHAOS_CHECKOUTS'] ?? 1_000);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 20);
const ADMIN = { email: 'chaos-admin@portico.example', password: 'a-long-chaos-password-7391' };
/** Longer than an unpaid order may wait and the sweeper's patience, together. */
const REST_MS = 240_000;

const log = (text: string): void => void process.stderr.write(`${text}\n`);

/** The built server as its own process, on a database that outlives it. */
async function startServer(env: Readonly<Record<string, string>>): Promise<Server & { readonly child: ChildProcess }> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['scripts/start.mjs'], { env: { ...process.env, ...env, PORT: String(port) }, stdio: 'ignore' });
  for (const deadline = Date.now() + 60_000; ;) {
    if ((await send(base, { path: '/health/ready' }).catch(() => undefined))?.status === 200) break;
    if (Date.now() > deadline) throw new Error('A server does not open');
    await sleep(50);
  }
  const strike = async (): Promise<Server> => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    running.delete(child);
    return startServer(env);
  };
  running.add(child);
  return { base, child, strike };
}
const running = new Set<ChildProcess>();

function table(checks: readonly Check[]): string {
  return ['| what has to hold | broken |', '| --- | --- |', ...checks.map(({ what, broken }) => `| ${what} | ${broken} |`)].join('\n');
}

const counted = (told: readonly Told[]): string => {
  const statuses = [...new Set(told.map(({ status }) => status))].sort();
  return statuses.map((status) => `${told.filter((each) => each.status === status).length} × ${status}`).join(', ');
};

const dataDir = mkdtempSync(join(tmpdir(), 'portico-chaos-'));
chmodSync(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
const knex = createKnex({ client: 'pg', connection: postgres.url, pool: { min: 0, max: 2 } });
try {
  log(`Seed ${SEED}: ${CHECKOUTS} checkouts at two servers, ${KILLS} kills`);
  const env = {
    NODE_ENV: 'test',
    DATABASE_URL: postgres.url,
    DATA_DIR: dataDir,
    DEMO: 'off',
    BCRYPT_COST: '4',
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'silent',
    ORDER_EXPIRY_MINUTES: '1',
    JWT_SECRET: 'chaos-only-9f8e7d6c5b4a39281706-secret',
    FAKE_GATEWAY_SECRET: 'chaos-webhook-secret-0123456789abcdef',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  const servers: Server[] = [await startServer(env), await startServer(env)];
  const told = await playPayments({ seed: SEED, checkouts: CHECKOUTS, buyers: 16, kills: KILLS, admin: ADMIN, servers, log });
  log(`The buyers were told: ${counted(told)}. Now everything comes to rest …`);

  const known = new Set((await knex<{ id: string }>('orders').select('id')).map(({ id }) => id));
  const promises: Check[] = [
    { what: 'what a buyer was told of is there', broken: told.filter(({ orderId }) => !known.has(orderId)).length },
    { what: 'each key made one order', broken: told.length - new Set(told.map(({ orderId }) => orderId)).size },
  ];
  const deadline = Date.now() + REST_MS;
  let books = await checkMoney(knex);
  while (books.some(({ broken }) => broken > 0) && Date.now() < deadline) {
    await sleep(2_000);
    books = await checkMoney(knex);
  }
  const checks = [...promises, ...books];
  process.stdout.write(`\nSeed ${SEED}: ${CHECKOUTS} checkouts (${counted(told)}), ${KILLS} kills\n\n${table(checks)}\n`);
  if (checks.some(({ broken }) => broken !== 0)) process.exitCode = 1;
} finally {
  for (const child of running) child.kill('SIGKILL');
  await knex.destroy();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
