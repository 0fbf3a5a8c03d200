import type { AccountRepository } from '../../../application/identity/ports/account-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { Account } from '../../../domain/identity/account.js';
import type { AccountId } from '../../../domain/shared/ids.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { toAccount, toAccountValues, type AccountRow } from './account-mapper.js';

/** `no key`: rows that only point to the account need not wait. */
const FIND = { name: 'accounts.find', text: 'select * from accounts where id = $1 for no key update' };
const FIND_BY_EMAIL = { name: 'accounts.find_by_email', text: 'select * from accounts where email = $1 for no key update' };
const HOLD_ADMINS = {
  name: 'accounts.hold_admins',
  text: `select id from accounts where 'admin' = any (roles) order by id for no key update`,
};
const OTHERS_ACT = {
  name: 'accounts.others_act',
  text: `select exists (select from accounts where 'admin' = any (roles) and is_active and id <> $1) as others_act`,
};
const INSERT = {
  name: 'accounts.insert',
  text: `insert into accounts (id, email, name, phone, password_hash, roles, is_active, verified_at, recent_mails, created_at, updated_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)`,
};
const UPDATE = {
  name: 'accounts.update',
  text: `update accounts set email = $2, name = $3, phone = $4, password_hash = $5, roles = $6, is_active = $7, verified_at = $8,
      recent_mails = $9, created_at = $10, updated_at = $11, version = version + 1
    where id = $1 and version = $12 returning id`,
};

export class SqlAccountRepository implements AccountRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'outbox'>) {}

  async find(accountId: AccountId): Promise<Account | undefined> {
    const [row] = await this.transaction.sql.query<AccountRow>(FIND, [accountId]);
    return row && toAccount(row);
  }

  async findByEmail(email: string): Promise<Account | undefined> {
    const [row] = await this.transaction.sql.query<AccountRow>(FIND_BY_EMAIL, [email]);
    return row && toAccount(row);
  }

  async othersAct(accountId: AccountId): Promise<boolean> {
    const { sql } = this.transaction;
    const [, rows] = await Promise.all([sql.query(HOLD_ADMINS), sql.query<{ others_act: boolean }>(OTHERS_ACT, [accountId])]);
    return rows[0]?.others_act ?? false;
  }

  async save(account: Account): Promise<void> {
    const { sql, outbox } = this.transaction;
    outbox.append(account.pullEvents());
    const values = toAccountValues(account);
    try {
      if (account.version === 0) {
        await sql.query(INSERT, values);
        return;
      }
      const updated = await sql.query(UPDATE, [...values, account.version]);
      if (updated.length === 0) throw new ConcurrencyConflict('account', account.id);
    } catch (error) {
      // Somebody was faster to take the address: the unit of work looks again and finds them.
      if (violatesUnique(error, 'accounts_email')) throw new ConcurrencyConflict('account', account.id);
      throw error;
    }
  }
}
