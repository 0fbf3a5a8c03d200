import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { createConnection } from '../../src/infrastructure/database/connection.js';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres.js';
import { migrateToLatest } from '../../src/infrastructure/database/migrator.js';

const NAME = `portico_docs_${process.pid}`;

async function onServer<Result>(url: string, work: (address: string) => Promise<Result>): Promise<Result> {
  const server = createConnection(url, { poolMax: 1 });
  try {
    await server.raw(`create database ${NAME}`);
    const address = new URL(url);
    address.pathname = `/${NAME}`;
    return await work(address.href).finally(() => server.raw(`drop database ${NAME} with (force)`));
  } finally {
    await server.destroy();
  }
}

/** A database that has just been migrated and is gone afterwards: on the server at `url`, else on one that is started for it. */
export const withFreshDatabase = <Result>(url: string | undefined, work: (knex: Knex) => Promise<Result>): Promise<Result> =>
  withEmptyDatabase(url, async (address) => {
    const knex = createConnection(address, { poolMax: 2 });
    try {
      await migrateToLatest(knex);
      return await work(knex);
    } finally {
      await knex.destroy();
    }
  });

/** The same, before anybody has migrated it. */
export async function withEmptyDatabase<Result>(url: string | undefined, work: (address: string) => Promise<Result>): Promise<Result> {
  if (url) return onServer(url, work);
  const folder = await mkdtemp(join(tmpdir(), 'portico-docs-'));
  await chmod(folder, 0o755); // the server may run as another user
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = await startEmbeddedPostgres({ dataDir: folder, log: () => undefined, settings });
  try {
    return await onServer(server.url, work);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
