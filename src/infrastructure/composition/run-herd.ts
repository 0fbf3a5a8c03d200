import { mkdir } from 'node:fs/promises';
import { EMBEDDED_SETTING } from '../cluster/parent-line.js';
import { Herd, NeverOpened } from '../cluster/herd.js';
import type { Config } from '../config/config.js';
import { createConnection } from '../database/connection.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.js';
import { migrateToLatest } from '../database/migrator.js';
import { mergedPage } from '../metrics/merged-page.js';
import { PinoLogger } from '../system/pino-logger.js';
import { banner } from './banner.js';
import { inPlainWords } from './plain-words.js';
import type { Roles } from './roles.js';

/** The processes end within 9.8 s and the embedded database behind them; whatever hangs, we are gone by then. */
const LAST_CALL_MS = 20_000;

async function startDatabase(config: Config, logger: PinoLogger): Promise<EmbeddedPostgres | undefined> {
  if (config.databaseUrl !== null) return undefined;
  return startEmbeddedPostgres({ dataDir: config.dataDir, log: (message) => logger.info(message), revives: true });
}

async function migrate(url: string): Promise<void> {
  const knex = createConnection(url, { poolMax: 2 });
  await migrateToLatest(knex).finally(() => knex.destroy());
}

/**
 * Several processes that answer requests, and one for the jobs if they are wanted, under this one, which only looks after them: it
 * brings the database up and up to date once, replaces whoever dies, renews all in turn on SIGHUP, and goes last.
 */
export async function runHerd(config: Config, { runsJobs }: Roles): Promise<never> {
  const logger = new PinoLogger(config.logLevel);
  const end = async (code: number): Promise<never> => {
    await logger.close();
    process.exit(code);
  };
  let database: EmbeddedPostgres | undefined;
  let herd: Herd | undefined;
  let isLeaving = false;
  const leave = async (code: number): Promise<void> => {
    if (isLeaving) process.exit(130);
    isLeaving = true;
    setTimeout(() => process.exit(1), LAST_CALL_MS).unref();
    await herd?.stop();
    await database?.stop();
    await end(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave(0));
  process.on('SIGHUP', () => void herd?.renew());

  try {
    await mkdir(config.dataDir, { recursive: true });
    database = await startDatabase(config, logger);
    await migrate(config.databaseDirectUrl ?? database?.url ?? config.databaseUrl ?? '');
    herd = new Herd(
      {
        sizes: { requests: config.workers, jobs: runsJobs ? 1 : 0 },
        env: database ? { [EMBEDDED_SETTING]: database.url } : {},
        merge: mergedPage,
      },
      logger,
    );
    const openings = await herd.start();
    const notes = openings.flatMap((opening) => opening.notes);
    const address = openings.find((opening) => opening.address !== undefined)?.address;
    process.stdout.write(banner({ config, isEmbedded: database !== undefined, address, notes }));
  } catch (error) {
    // What kept a process from opening it has said itself.
    if (!(error instanceof NeverOpened)) process.stderr.write(`${inPlainWords(error)}\n`);
    if (!isLeaving) await leave(1);
  }
  return new Promise<never>(() => undefined);
}
