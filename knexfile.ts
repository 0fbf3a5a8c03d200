import { FolderMigrations } from './src/infrastructure/database/migrator.js';

/**
 * For the knex command line: `node --import tsx node_modules/knex/bin/cli.js --knexfile knexfile.ts migrate:list`.
 * The same migrations and names as the app's own `npm run migrate`; DATABASE_URL says where.
 */
export default {
  client: 'pg',
  connection: process.env['DATABASE_URL'],
  migrations: { migrationSource: new FolderMigrations() },
};
