import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { createConnection } from '../../src/infrastructure/database/connection.js';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres.js';
import { migrateToLatest } from '../../src/infrastructure/database/migrator.js';

/** Tests may lose their database in a power cut. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400', shared_buffers: '64MB' };
const TEMPLATE_LOCK = 4_711;

/** Set by the global setup, so that all workers of one run meet at one server. */
export const RUN_FOLDER = 'PORTICO_TEST_FOLDER';
export const RUN_NAME = 'PORTICO_TEST_RUN';

const runName = (): string => process.env[RUN_NAME] ?? `run_${process.pid}`;
const templateName = (): string => `portico_${runName()}_template`;

let serverUrl: Promise<string> | undefined;

/** The server of this run: the one that DATABASE_DIRECT_URL or else DATABASE_URL names, else an embedded one that the first who asks starts. */
export function testServerUrl(): Promise<string> {
  const given = process.env['DATABASE_DIRECT_URL'] ?? process.env['DATABASE_URL'];
  if (given) return Promise.resolve(given);
  const folder = process.env[RUN_FOLDER];
  if (!folder) throw new Error('Run the tests with mocha and its .mocharc.json: the global setup has not run');
  serverUrl ??= startEmbeddedPostgres({ dataDir: folder, log: () => undefined, settings: FORGETFUL }).then(({ url }) => url);
  return serverUrl;
}

export const onDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

/** The same database as shops reach it: by the pooler when the run has one, whose address is DATABASE_URL beside DATABASE_DIRECT_URL. */
export function asShopsReach(url: string): string {
  const { DATABASE_URL: pooler, DATABASE_DIRECT_URL: direct } = process.env;
  return pooler && direct ? onDatabase(pooler, new URL(url).pathname.slice(1)) : url;
}

async function withServer<Result>(work: (knex: Knex) => Promise<Result>): Promise<Result> {
  const knex = createConnection(await testServerUrl(), { poolMax: 1 });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

/** One migrated database for the whole run, to copy from; of several workers one makes it. */
async function makeTemplate(knex: Knex): Promise<void> {
  await knex.raw('select pg_advisory_lock(?)', [TEMPLATE_LOCK]);
  try {
    const { rows } = await knex.raw<{ rows: unknown[] }>('select 1 from pg_database where datname = ?', [templateName()]);
    if (rows.length > 0) return;
    const half = `${templateName()}_half`;
    await knex.raw(`drop database if exists ${half} with (force)`);
    await knex.raw(`create database ${half}`);
    const template = createConnection(onDatabase(await testServerUrl(), half), { poolMax: 2 });
    await migrateToLatest(template).finally(() => template.destroy());
    await knex.raw(`alter database ${half} rename to ${templateName()}`);
  } finally {
    await knex.raw('select pg_advisory_unlock(?)', [TEMPLATE_LOCK]);
  }
}

let template: Promise<void> | undefined;

/** A copy of the template under this name. */
export async function createTestDatabase(name: string): Promise<string> {
  template ??= withServer(makeTemplate);
  await template;
  await withServer((knex) => knex.raw(`create database ${name} template ${templateName()} strategy file_copy`));
  return onDatabase(await testServerUrl(), name);
}

export const dropTestDatabase = (name: string): Promise<unknown> =>
  withServer((knex) => knex.raw(`drop database if exists ${name} with (force)`));

/** Leaves nothing behind on a server that is not ours. */
export async function dropTemplate(): Promise<void> {
  if (process.env['DATABASE_URL']) await dropTestDatabase(templateName());
}

/** Ends the embedded server of this run at once, whoever started it; its data is not worth a goodbye. */
export function killTestServer(folder: string): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT');
  } catch {
    // no test asked for it
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
