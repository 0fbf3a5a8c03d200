import { readdir } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Knex } from 'knex';

/** `migrations/` beside `src`, or beside `dist/src` when built. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'migrations');

/** Names without the extension, so that `.ts` and `.js` are one history. */
export class FolderMigrations implements Knex.MigrationSource<string> {
  async getMigrations(): Promise<string[]> {
    const files = await readdir(FOLDER);
    return files.filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts')).sort();
  }

  getMigrationName(file: string): string {
    return parse(file).name;
  }

  async getMigration(file: string): Promise<Knex.Migration> {
    return (await import(pathToFileURL(join(FOLDER, file)).href)) as Knex.Migration;
  }
}

/** The database was made by a newer version than this one. */
export class NewerSchema extends Error {
  constructor(unknown: readonly string[]) {
    super(`This database was made by a newer Portico (it has ${unknown.join(', ')}): update Portico, or use another database`);
    this.name = 'NewerSchema';
  }
}

const source = new FolderMigrations();
const LOCK = 7_205_759;

const appliedIn = async (knex: Knex): Promise<string[]> => {
  if (!(await knex.schema.hasTable('knex_migrations'))) return [];
  const rows = await knex<{ name: string }>('knex_migrations').select('name').orderBy('id');
  return rows.map(({ name }) => name);
};

const knownNames = async (): Promise<string[]> => (await source.getMigrations()).map((file) => source.getMigrationName(file));

/** The names of migrations that have not been applied. */
export async function pendingMigrations(knex: Knex): Promise<string[]> {
  const applied = new Set(await appliedIn(knex));
  return (await knownNames()).filter((name) => !applied.has(name));
}

/**
 * Brings the schema up to this version; of several processes at once one does it and the others wait.
 * @returns how many migrations were applied. @throws NewerSchema, with nothing changed.
 */
export async function migrateToLatest(knex: Knex): Promise<number> {
  return knex.transaction(async (trx) => {
    await trx.raw('set local lock_timeout = 0');
    await trx.raw('set local statement_timeout = 0');
    await trx.raw('set local idle_in_transaction_session_timeout = 0');
    await trx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
    const applied = await appliedIn(knex);
    const known = new Set(await knownNames());
    const unknown = applied.filter((name) => !known.has(name));
    if (unknown.length > 0) throw new NewerSchema(unknown);
    if (applied.length < known.size) await knex.migrate.latest({ migrationSource: source });
    return known.size - applied.length;
  });
}
