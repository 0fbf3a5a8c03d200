import type { AccountRepository } from '../../../src/application/identity/ports/account-repository.js';
import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import { Account } from '../../../src/domain/identity/account.js';
import type { AccountState } from '../../../src/domain/identity/account-state.js';
import type { AccountId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryAccountRepository implements AccountRepository {
  readonly #accounts: Table<AccountState, Account>;

  constructor(transaction: MemoryTransaction) {
    this.#accounts = new Table('account', transaction.rows<Row<AccountState>>('accounts'), transaction.outbox, (state, version) =>
      Account.reconstitute(state, version),
    );
  }

  async find(accountId: AccountId): Promise<Account | undefined> {
    return this.#accounts.find(accountId);
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    return this.#accounts.findWhere((state) => state.email === email);
  }

  async othersAct(accountId: AccountId): Promise<boolean> {
    return this.#accounts.filter(({ id }) => id !== accountId).some((account) => account.isActingAdmin);
  }

  async save(account: Account): Promise<void> {
    const holder = await this.findByEmail(account.email);
    if (holder && holder.id !== account.id) throw new ConcurrencyConflict('account', account.id);
    this.#accounts.save(account);
  }
}
