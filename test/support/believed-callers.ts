import type { Container } from 'inversify';
import { id, type AccountId } from '../../src/domain/shared/ids.js';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import type { Role } from '../../src/interfaces/http/shared/caller.js';
import type { Shop } from './shop.js';

/** Who a test plays. */
export type Part = 'nobody' | Role;

const ACCOUNTS: Readonly<Record<Role, { readonly accountId: AccountId; readonly roles: readonly Role[] }>> = {
  customer: { accountId: id('019b76da-a800-7000-8000-0000000000a1'), roles: ['customer'] },
  vendor: { accountId: id('019b76da-a800-7000-8000-0000000000a2'), roles: ['customer', 'vendor'] },
  admin: { accountId: id('019b76da-a800-7000-8000-0000000000a3'), roles: ['customer', 'admin'] },
};

/**
 * For `startShop`: believes whoever says in `x-part` who they are. For tests that call every route, among them those that end the
 * session they come with.
 */
export function believeHeaders(container: Container): void {
  container.rebind(TOKENS.authenticate).toConstantValue((ctx) => {
    const account = (ACCOUNTS as Readonly<Record<string, (typeof ACCOUNTS)[Role] | undefined>>)[ctx.get('x-part')];
    return Promise.resolve(account && { ...account, sessionId: id('019b76da-a800-7000-8000-0000000000a9') });
  });
}

/** Gives a part an account, past the shop's doors, so that the routes find somebody; the same one when it is asked for again. */
export async function accountOf(shop: Pick<Shop, 'knex'>, part: Role): Promise<AccountId> {
  const { accountId, roles } = ACCOUNTS[part];
  const now = new Date();
  const account = {
    id: accountId,
    email: `${part}@example.com`,
    name: part,
    password_hash: '-',
    roles: [...roles],
    is_active: true,
    verified_at: now,
    created_at: now,
    updated_at: now,
    version: 1,
  };
  await shop.knex('accounts').insert(account).onConflict('id').ignore();
  return accountId;
}
