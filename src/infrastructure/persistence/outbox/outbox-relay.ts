import type { Knex } from 'knex';
import type { DomainEvent } from '../../../domain/shared/domain-event.js';
import { TransactionSql, type Sql } from '../shared/sql.js';

/** A committed event, under the id by which handlers know that they have seen it. */
export interface StoredEvent extends DomainEvent {
  readonly id: string;
}

/** Takes events over in the transaction of `sql`: what it writes there and the mark on the events are one. */
export type HandOver = (sql: Sql, events: readonly StoredEvent[]) => Promise<void>;

interface Row {
  readonly id: string;
  readonly type: string;
  readonly aggregate_id: string;
  readonly occurred_at: Date;
  readonly payload: object;
}

const BATCH = 500;
const KEPT = '7 days';
/** Longer than anybody repeats a job by hand. */
const MARKS_KEPT = '90 days';

/** Rows, never "those after the last id": a transaction that commits late has an earlier id. */
const CLAIM = {
  name: 'outbox.claim',
  text: `select id, type, aggregate_id, occurred_at, payload from outbox
    where published_at is null order by id limit $1 for update skip locked`,
};
const PUBLISHED = { name: 'outbox.published', text: 'update outbox set published_at = now() where id = any($1::uuid[])' };
const FORGET = {
  name: 'outbox.forget',
  text: `delete from outbox where id in (
    select id from outbox where published_at < now() - $1::interval order by id limit 10000 for update skip locked)`,
};
const FORGET_MARKS = { name: 'outbox.forget_marks', text: 'delete from processed_events where processed_at < now() - $1::interval' };

/** Hands each committed event over exactly once, however many relays look at the same time. */
export class OutboxRelay {
  constructor(
    private readonly knex: Knex,
    private readonly handOver: HandOver,
  ) {}

  /** @returns how many events were handed over; 0 when there is nothing left for us. */
  async relay(): Promise<number> {
    return this.knex.transaction(async (trx) => {
      const sql = await TransactionSql.of(trx);
      const rows = await sql.query<Row>(CLAIM, [BATCH]);
      if (rows.length === 0) return 0;
      const events = rows.map(({ id, type, aggregate_id, occurred_at, payload }) => ({
        id,
        type,
        aggregateId: aggregate_id,
        occurredAt: occurred_at,
        payload,
      }));
      await Promise.all([this.handOver(sql, events), sql.query(PUBLISHED, [events.map(({ id }) => id)])]);
      return events.length;
    });
  }

  /** Drops events that were handed over more than a week ago, and the marks of handlers that are older than anybody's repetition. */
  async forgetOld(): Promise<void> {
    await this.knex.transaction(async (trx) => {
      const sql = await TransactionSql.of(trx);
      await Promise.all([sql.query(FORGET, [KEPT]), sql.query(FORGET_MARKS, [MARKS_KEPT])]);
    });
  }
}
