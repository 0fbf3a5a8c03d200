import type { Account } from '../../../domain/identity/account.js';
import type { AccountId } from '../../../domain/shared/ids.js';

/** The accounts of the shop. Whoever finds one holds it until the unit of work ends, so that a second change waits for the first. */
export interface AccountRepository {
  find(accountId: AccountId): Promise<Account | undefined>;
  /** @param email trimmed and in lower case. */
  findByEmail(email: string): Promise<Account | undefined>;
  /**
   * Whether somebody else is an active admin; holds all admins, so that two of them cannot take each other's role at once.
   * Ask before finding the account that is about to change.
   */
  othersAct(accountId: AccountId): Promise<boolean>;
  /** @throws ConcurrencyConflict when it was changed since it was found, or somebody was faster to take its address. */
  save(account: Account): Promise<void>;
}
