import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { createConnection } from '../../src/infrastructure/database/connection.js';
import { migrateToLatest } from '../../src/infrastructure/database/migrator.js';

export interface TestDatabase {
  readonly url: string;
  readonly knex: Knex;
}

export function testDatabase(): TestDatabase {
  const base = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:55432/postgres'; // until the embedded test server is here
  const name = `t_${randomBytes(6).toString('hex')}`;
  let knex: Knex | undefined;
  const url = () => {
    const u = new URL(base);
    u.pathname = `/${name}`;
    return u.href;
  };
  before(async () => {
    const admin = createConnection(base);
    await admin.raw(`create database ${name}`);
    await admin.destroy();
    knex = createConnection(url(), { poolMax: 30 });
    await migrateToLatest(knex);
  });
  after(async () => {
    await knex?.destroy();
    const admin = createConnection(base);
    await admin.raw(`drop database ${name} with (force)`);
    await admin.destroy();
  });
  return {
    get url() {
      return url();
    },
    get knex() {
      if (!knex) throw new Error('not yet');
      return knex;
    },
  };
}
