import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { send } from './load.js';
import { memoryOf, startProgram, type Running } from './processes.js';

export interface BenchShop {
  readonly base: string;
  readonly server: Running;
  /** The postmaster; its children are the connections. */
  readonly postgresPid: number;
  readonly database: Knex;
  readonly admin: Readonly<Record<string, string>>;
  readonly coldStartMs: number;
  /** What the server was started with, for a second one on the same database. */
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const IDLE_MS = 8000;
const ADMIN = { ADMIN_EMAIL: 'bench-admin@portico.example', ADMIN_PASSWORD: 'a-long-bench-password-7391' };

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

export async function logIn(base: string, email: string, password: string): Promise<Readonly<Record<string, string>>> {
  const { status, body } = await send(base, { method: 'POST', path: '/api/account/login', body: { email, password } });
  if (status !== 200) throw new Error(`Log-in failed: ${status} ${body}`);
  return { authorization: `Bearer ${(JSON.parse(body) as { access_token: string }).access_token}` };
}

/**
 * The built server with its own embedded database (durable commits) in a folder of its own, without the demo shop.
 * @param keptIn a folder that stays, with what is in it; otherwise a new one that goes with the shop.
 */
export async function openBenchShop(settings: Readonly<Record<string, string>> = {}, keptIn?: string): Promise<BenchShop> {
  if (keptIn !== undefined) mkdirSync(keptIn, { recursive: true });
  const dataDir = keptIn ?? mkdtempSync(join(tmpdir(), 'portico-bench-'));
  chmodSync(dataDir, 0o755); // the database's own account has to get there when root runs this
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATA_DIR: dataDir,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'info',
    BCRYPT_COST: '10',
    NODE_ENV: 'development',
    DEMO: 'off',
    JWT_SECRET: 'bench-only-9f8e7d6c5b4a39281706-secret',
    ...ADMIN,
    ...settings,
  };
  const began = performance.now();
  const server = await startProgram(['scripts/start.mjs'], env, async () => (await send(base, { path: '/health/ready' })).status === 200);
  const coldStartMs = performance.now() - began;
  const pidFile = readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  const url = readFileSync(join(dataDir, 'postgres', 'url'), 'utf8').trim();
  const database = createKnex({ client: 'pg', connection: url, pool: { min: 0, max: 2 } });
  await database.raw('create extension if not exists pg_stat_statements');
  return {
    base,
    server,
    postgresPid: Number(pidFile.split('\n')[0]),
    database,
    admin: await logIn(base, ADMIN.ADMIN_EMAIL, ADMIN.ADMIN_PASSWORD),
    coldStartMs,
    env,
    databaseUrl: url,
    stop: async () => {
      await database.destroy();
      await server.stop();
      if (keptIn === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * A second process (API and jobs) on the shop's database, built and migrated already.
 * @returns how long it took from its start to its first ready answer, and its memory after a few idle seconds; it is stopped again
 * unless `keep`.
 */
export async function startAgain(
  shop: BenchShop,
  { keep = false }: { keep?: boolean } = {},
): Promise<{ readonly base: string; readonly readyMs: number; readonly idleMb: number; stop(): Promise<void> }> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const server = await startProgram(
    ['scripts/start.mjs'],
    { ...shop.env, PORT: String(port), DATABASE_URL: shop.databaseUrl },
    async () => (await send(base, { path: '/health/ready' })).status === 200,
  );
  const readyMs = performance.now() - began;
  if (keep) return { base, readyMs, idleMb: memoryOf(server.pid), stop: () => server.stop() };
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idleMb = memoryOf(server.pid);
  await server.stop();
  return { base, readyMs, idleMb, stop: () => Promise.resolve() };
}

const NOT_OURS = ['begin%', 'commit%', 'rollback%', '%pg_stat_statements%', '%graphile_worker%', '%outbox%published%', 'listen%', 'set %'];

/** Statements that ran since the last reset, without BEGIN, COMMIT and the worker's own. */
export async function statementsSince(database: Knex): Promise<number> {
  const query = database<{ calls: string; query: string; toplevel: boolean }>('pg_stat_statements').sum<{ sum: string | null }[]>(
    'calls as sum',
  );
  for (const pattern of NOT_OURS) void query.whereNot('query', 'ilike', pattern);
  const [row] = await query;
  return Number(row?.sum ?? 0);
}

/** Waits until the relay and the jobs have nothing left to do. @returns how long that took, in seconds. */
export async function drained(database: Knex): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { rows } = await database.raw<{ rows: { left: string }[] }>(
      `select (select count(*) from outbox where published_at is null)
        + (select count(*) from graphile_worker._private_jobs where attempts < max_attempts) as left`,
    );
    if (rows[0]?.left === '0') return (performance.now() - began) / 1000;
    if (performance.now() - began > 300_000) throw new Error(`The jobs do not end: ${rows[0]?.left} are left after five minutes`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

export const resetStatements = (database: Knex): Promise<unknown> => database.raw('select pg_stat_statements_reset()');
