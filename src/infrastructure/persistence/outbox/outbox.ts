import type { IdGenerator } from '../../../application/shared/ports/id-generator.js';
import type { DomainEvent } from '../../../domain/shared/domain-event.js';
import type { Sql } from '../shared/sql.js';

const APPEND = {
  name: 'outbox.append',
  text: `insert into outbox (id, type, aggregate_id, occurred_at, payload)
    select event.id, event.type, event.aggregate_id, event.occurred_at, event.payload
    from jsonb_to_recordset($1::jsonb) as event (id uuid, type text, aggregate_id text, occurred_at timestamptz, payload jsonb)`,
};

/** The events of one transaction: `save` appends them, and they are written with it or not at all, in one statement. */
export class Outbox {
  readonly #events: DomainEvent[] = [];

  constructor(
    private readonly sql: Sql,
    private readonly ids: IdGenerator,
  ) {}

  append(events: readonly DomainEvent[]): void {
    this.#events.push(...events);
  }

  /** Writes what was appended; the unit of work calls it last. @returns whether there was anything. */
  async flush(): Promise<boolean> {
    const events = this.#events.splice(0);
    if (events.length === 0) return false;
    const rows = events.map(({ type, aggregateId, occurredAt, payload }) => ({
      id: this.ids.next(),
      type,
      aggregate_id: aggregateId,
      occurred_at: occurredAt,
      payload,
    }));
    await this.sql.query(APPEND, [JSON.stringify(rows)]);
    return true;
  }
}
