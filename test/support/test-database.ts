import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { createConnection } from '../../src/infrastructure/database/connection.js';
import { createTestDatabase, dropTestDatabase } from './test-server.js';

export interface TestDatabase {
  readonly url: string;
  /** A pool that is wide enough for truly parallel work. */
  readonly knex: Knex;
}

/** A migrated, empty database of its own for the `describe` it is called in. */
export function testDatabase(): TestDatabase {
  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  let opened: TestDatabase | undefined;

  before(async function () {
    this.timeout(60_000);
    const url = await createTestDatabase(name);
    opened = { url, knex: createConnection(url, { poolMax: 30 }) };
  });
  after(async () => {
    await opened?.knex.destroy();
    await dropTestDatabase(name);
  });

  const current = (): TestDatabase => {
    if (!opened) throw new Error('The database is not open yet: use it inside a test or hook');
    return opened;
  };
  return {
    get url() {
      return current().url;
    },
    get knex() {
      return current().knex;
    },
  };
}
