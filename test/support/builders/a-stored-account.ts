import type { Knex } from 'knex';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';

const ids = new UuidGenerator();

/** The row of an account that nobody can log in to: enough to own things. */
export async function aStoredAccount(knex: Knex): Promise<CustomerId> {
  const accountId = ids.next<CustomerId>();
  const now = new Date();
  await knex('accounts').insert({
    ...{ id: accountId, email: `${accountId}@example.com`, name: 'Ada', password_hash: '-', roles: ['customer'], is_active: true },
    ...{ created_at: now, updated_at: now, version: 1 },
  });
  return accountId;
}
