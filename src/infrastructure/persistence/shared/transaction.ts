import type { Knex } from 'knex';
import type { Change } from '../../../application/shared/ports/change-feed.js';
import type { IdGenerator } from '../../../application/shared/ports/id-generator.js';
import { Outbox } from '../outbox/outbox.js';
import { TransactionSql, type Sql } from './sql.js';

/** What a repository is built on: one transaction, seen as a query builder, as prepared statements, and as the outbox. */
export interface Transaction {
  /** For Objection models and the query builder, where nothing is hot. */
  readonly knex: Knex.Transaction;
  readonly sql: Sql;
  readonly outbox: Outbox;
  /** What is kept in memory somewhere and is changed here: told after the commit, before anybody is answered. */
  readonly changes: Set<Change>;
  /** For rows that no use case names. */
  readonly ids: IdGenerator;
}

export async function openTransaction(trx: Knex.Transaction, ids: IdGenerator): Promise<Transaction> {
  const sql = await TransactionSql.of(trx);
  return { knex: trx, sql, outbox: new Outbox(sql, ids), changes: new Set(), ids };
}
