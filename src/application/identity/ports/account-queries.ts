import type { Account } from '../../../domain/identity/account.js';
import type { Role } from '../../../domain/identity/account-state.js';
import type { AccountId } from '../../../domain/shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';

export interface AccountView {
  readonly id: AccountId;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly roles: readonly Role[];
  readonly isActive: boolean;
  readonly isVerified: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** What is shown of an account that has just been changed and saved. */
export const accountViewOf = (account: Account): AccountView => {
  const { id, email, name, phone, roles, isActive, verifiedAt, createdAt, updatedAt } = account.toState();
  return { id, email, name, phone, roles, isActive, isVerified: verifiedAt !== null, createdAt, updatedAt, version: account.version + 1 };
};

export interface Credentials {
  readonly accountId: AccountId;
  readonly passwordHash: string;
  readonly isActive: boolean;
}

export interface AccountFilter {
  /** Part of an e-mail address or a name, in any case. */
  readonly text?: string | undefined;
  readonly role?: Role | undefined;
  readonly isActive?: boolean | undefined;
}

/** What screens show of accounts, and what a log-in is compared with. */
export interface AccountQueries {
  detailsOf(accountId: AccountId): Promise<AccountView | undefined>;
  /** The newest first; a constant number of statements. */
  search(filter: AccountFilter, page: PageRequest): Promise<Page<AccountView>>;
  /** @param email trimmed and in lower case. */
  credentialsOf(email: string): Promise<Credentials | undefined>;
}
