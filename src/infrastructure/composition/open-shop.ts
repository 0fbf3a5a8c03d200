import { mkdir } from 'node:fs/promises';
import type { Container } from 'inversify';
import type { Knex } from 'knex';
import type { Config } from '../config/config.js';
import { createConnection } from '../database/connection.js';
import { startEmbeddedPostgres } from '../database/embedded-postgres.js';
import { migrateToLatest } from '../database/migrator.js';
import { PinoLogger } from '../system/pino-logger.js';
import { createContainer } from './container.js';

export interface OpenShop {
  readonly container: Container;
  readonly knex: Knex;
  readonly logger: PinoLogger;
  /** The settings, with the address of the database that is used. */
  readonly config: Config & { readonly databaseUrl: string };
  /** How many had to be applied. */
  readonly migrations: number;
  readonly isEmbedded: boolean;
  /** Lets go of the database, and stops it when it is ours and nobody else uses it. Last of all. */
  close(): Promise<void>;
}

/** A migration is one long transaction with locks of its own: nothing for a pooler. */
async function migratePast(directUrl: string): Promise<number> {
  const direct = createConnection(directUrl, { poolMax: 2 });
  return migrateToLatest(direct).finally(() => direct.destroy());
}

/** Without a pooler each connection brings its timeouts along; behind one they have to be set there, or a lost lock waits for ever. */
async function adviseOnTimeouts(knex: Knex, logger: PinoLogger): Promise<void> {
  const { rows } = await knex.raw<{ rows: { timeout: string }[] }>("select current_setting('statement_timeout') as timeout");
  if (rows[0]?.timeout === '0') logger.warn('The pooler in DATABASE_URL sets no statement_timeout: see docs/ops/pgbouncer.ini');
}

/**
 * Database up, migrated, container made: what every way of running the shop begins with.
 * @param embeddedUrl where the embedded database is when somebody else looks after it.
 */
export async function openShop(given: Config, embeddedUrl?: string): Promise<OpenShop> {
  const logger = new PinoLogger(given.logLevel);
  await mkdir(given.dataDir, { recursive: true });
  const embedded =
    given.databaseUrl === null && embeddedUrl === undefined
      ? await startEmbeddedPostgres({ dataDir: given.dataDir, log: (message) => logger.info(message), revives: true })
      : undefined;
  const config = { ...given, databaseUrl: given.databaseUrl ?? embedded?.url ?? embeddedUrl ?? '' };
  const direct = config.databaseDirectUrl ?? config.databaseUrl;
  const isPooled = direct !== config.databaseUrl;
  const knex = createConnection(config.databaseUrl, { isPooled });
  const replica =
    config.databaseReplicaUrl === null ? undefined : createConnection(config.databaseReplicaUrl, { applicationName: 'portico-reader' });
  const close = async (): Promise<void> => {
    await Promise.all([knex.destroy(), replica?.destroy()]);
    await embedded?.stop();
    await logger.close();
  };
  try {
    const migrations = isPooled ? await migratePast(direct) : await migrateToLatest(knex);
    if (isPooled) await adviseOnTimeouts(knex, logger);
    return {
      container: createContainer({ config, knex, replica, logger }),
      knex,
      logger,
      config,
      migrations,
      isEmbedded: given.databaseUrl === null,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
