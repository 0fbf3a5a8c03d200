import type { IdGenerator } from '../../../application/shared/ports/id-generator.js';
import type { DomainEvent } from '../../../domain/shared/domain-event.js';
import type { WritingSql } from '../shared/sql.js';

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
    private readonly sql: Pick<WritingSql, 'write'>,
    private readonly ids: IdGenerator,
  ) {}

  append(events: readonly DomainEvent[]): void {
    this.#events.push(...events);
  }

  /** Writes what was appended; the unit of work calls it last. @returns what was written. */
  flush(): readonly DomainEvent[] {
    const events = this.#events.splice(0);
    if (events.length === 0) return events;
    const rows = events.map(({ type, aggregateId, occurredAt, payload }) => ({
      id: this.ids.next(),
      type,
      aggregate_id: aggregateId,
      occurred_at: occurredAt,
      payload,
    }));
    this.sql.write(APPEND, [JSON.stringify(rows)]);
    return events;
  }
}
