import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { createConnection } from '../../src/infrastructure/database/connection.js';
import { asShopsReach, createTestDatabase, dropTestDatabase } from './test-server.js';

export interface TestDatabase {
  /** By the pooler, when the run has one. */
  readonly url: string;
  readonly directUrl: string;
  /** Whether there is a pooler between. */
  readonly isPooled: boolean;
  /** A pool that is wide enough for truly parallel work. */
  readonly knex: Knex;
}

/** A migrated, empty database of its own for the `describe` it is called in. */
export function testDatabase(): TestDatabase {
  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  let opened: TestDatabase | undefined;

  before(async function () {
    this.timeout(60_000);
    const directUrl = await createTestDatabase(name);
    const url = asShopsReach(directUrl);
    const isPooled = url !== directUrl;
    opened = { url, directUrl, isPooled, knex: createConnection(url, { poolMax: 30, isPooled }) };
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
    get isPooled() {
      return current().isPooled;
    },
    get directUrl() {
      return current().directUrl;
    },
    get knex() {
      return current().knex;
    },
  };
}
