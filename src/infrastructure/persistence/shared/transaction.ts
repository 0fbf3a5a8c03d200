import type { Knex } from 'knex';
import type { Client } from 'pg';
import type { Change } from '../../../application/shared/ports/change-feed.js';
import type { IdGenerator } from '../../../application/shared/ports/id-generator.js';
import { Outbox } from '../outbox/outbox.js';
import { LazyTransaction } from './lazy-transaction.js';
import type { WritingSql } from './sql.js';

/** What a repository is built on: one transaction, seen as a query builder, as prepared statements, and as the outbox. */
export interface Transaction {
  /** For Objection models and the query builder, where nothing is hot. Ask for it anew before each step: what was written so far goes first. */
  readonly knex: Knex;
  readonly sql: WritingSql;
  readonly outbox: Outbox;
  /** What is kept in memory somewhere and is changed here: told after the commit, before anybody is answered. */
  readonly changes: Set<Change>;
  /** For rows that no use case names. */
  readonly ids: IdGenerator;
  /** Somebody else was faster the last time: whoever read without a lock takes one now. */
  readonly isRepeated: boolean;
}

/** The transaction of one run of a unit of work, on a connection that whoever opened it gives back. */
export class OpenTransaction implements Transaction {
  readonly sql: LazyTransaction;
  readonly outbox: Outbox;
  readonly changes = new Set<Change>();
  #bound: Knex | undefined;

  constructor(
    private readonly pool: Knex,
    private readonly connection: Client,
    readonly ids: IdGenerator,
    readonly isRepeated: boolean,
  ) {
    this.sql = new LazyTransaction(connection);
    this.outbox = new Outbox(this.sql, ids);
  }

  get knex(): Knex {
    this.sql.begin();
    this.#bound ??= boundTo(this.pool, this.connection);
    return this.#bound;
  }
}

/** The query builder on one connection instead of the pool's. */
function boundTo(knex: Knex, connection: Client): Knex {
  const bound = knex.withUserParams({});
  Object.assign(bound.client as object, {
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    transacting: true,
  });
  return bound;
}
