import { Account, type NewAccount } from '../../../src/domain/identity/account.js';
import type { Role } from '../../../src/domain/identity/account-state.js';
import type { AccountId } from '../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { NOON } from './an-order.js';

const ids = new UuidGenerator();
let people = 0;

/** Somebody whose address is shown; a test names only what it is about. */
export function anAccount({ roles = ['customer'], ...given }: Partial<NewAccount> & { readonly roles?: readonly Role[] } = {}): Account {
  people += 1;
  const id = given.id ?? ids.next<AccountId>();
  return Account.open({ email: `ada-${people}@example.com`, name: 'Ada Lovelace', passwordHash: 'hash', ...given, id }, roles, NOON);
}
