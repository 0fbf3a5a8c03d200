import type { Knex } from 'knex';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { id, type CustomerId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { startShop, type Client, type Shop } from './shop.js';

const ids = new UuidGenerator();

/** An account that has nothing yet. */
export async function anAccount(knex: Knex): Promise<CustomerId> {
  const accountId = ids.next<CustomerId>();
  const now = new Date();
  await knex('accounts').insert({
    ...{ id: accountId, email: `${accountId}@example.com`, name: 'Ada', password_hash: 'none', roles: ['customer'], is_active: true },
    ...{ created_at: now, updated_at: now, version: 1 },
  });
  return accountId;
}

export interface CartShop extends Shop {
  /** Somebody with an account of their own, who says who they are. */
  someone(): Promise<{ readonly accountId: CustomerId; readonly client: Client }>;
}

/** A whole shop whose callers are believed, so that a test is about carts and not about logging in. */
export function startCartShop(env: Readonly<Record<string, string>> = {}): CartShop {
  const shop = startShop(env, (container) => {
    container.rebind(TOKENS.authenticate).toConstantValue(async (ctx) => {
      const accountId = ctx.get('x-account');
      return accountId ? { accountId: id(accountId), sessionId: id('s'), roles: ['customer'] } : undefined;
    });
  });
  return Object.assign(Object.create(shop) as Shop, {
    async someone() {
      const accountId = await anAccount(shop.knex);
      return { accountId, client: shop.anyone.with({ 'x-account': accountId }) };
    },
  });
}
