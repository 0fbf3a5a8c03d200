import type { ProviderEvent } from '../../../application/payment/ports/payment-gateway.js';
import type { EventFate, ParkedEvent, ParkedPlace, ProviderEventLog } from '../../../application/payment/ports/provider-event-log.js';
import type { Sql } from '../shared/sql.js';
import { newsToJson, toProviderEvent, type ProviderEventRow } from './provider-event-mapper.js';

/** Waits for whoever is inserting the same event right now. */
const TAKE = {
  name: 'provider_events.take',
  text: `insert into provider_events (gateway, event_id, type, payment_id, news, occurred_at, received_at, applied_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing returning true as is_new`,
};
const KNOWN = {
  name: 'provider_events.known',
  text: 'select applied_at is null as is_parked from provider_events where gateway = $1 and event_id = $2',
  isRead: true,
} as const;
const PARK = {
  name: 'provider_events.park',
  text: 'update provider_events set applied_at = null where gateway = $1 and event_id = $2',
};
const NEXT_PARKED = {
  name: 'provider_events.next_parked',
  text: `select gateway, event_id, type, payment_id, news, occurred_at, received_at, alarmed_at from provider_events
    where applied_at is null and received_at > $1 and ($2::timestamptz is null or (received_at, event_id) > ($2, $3))
    order by received_at, event_id limit 1 for update skip locked`,
};
const APPLIED = {
  name: 'provider_events.applied',
  text: 'update provider_events set applied_at = $3 where gateway = $1 and event_id = $2',
};
const ALARMED = {
  name: 'provider_events.alarmed',
  text: 'update provider_events set alarmed_at = $3 where gateway = $1 and event_id = $2',
};
const COUNT_REFUSAL = {
  name: 'provider_events.count_refusal',
  text: `insert into webhook_refusals as known (gateway, refused, last_at) values ($1, 1, $2)
    on conflict (gateway) do update set refused = known.refused + 1, last_at = excluded.last_at`,
};

export class SqlProviderEventLog implements ProviderEventLog {
  constructor(private readonly sql: Sql) {}

  async fateOf(gateway: string, eventId: string): Promise<EventFate> {
    const [known] = await this.sql.query<{ is_parked: boolean }>(KNOWN, [gateway, eventId]);
    if (!known) return 'new';
    return known.is_parked ? 'parked' : 'applied';
  }

  async take(gateway: string, event: ProviderEvent, at: Date): Promise<EventFate> {
    const values = [gateway, event.id, event.type, event.paymentId, newsToJson(event.news), event.occurredAt, at];
    if ((await this.sql.query(TAKE, values)).length > 0) return 'new';
    return this.fateOf(gateway, event.id);
  }

  async park(gateway: string, eventId: string): Promise<void> {
    await this.sql.query(PARK, [gateway, eventId]);
  }

  async nextParked(since: Date, behind?: ParkedPlace): Promise<ParkedEvent | undefined> {
    const values = [since, behind?.receivedAt ?? null, behind?.eventId ?? null];
    const [row] = await this.sql.query<ProviderEventRow>(NEXT_PARKED, values);
    if (!row) return undefined;
    return { gateway: row.gateway, event: toProviderEvent(row), receivedAt: row.received_at, isAlarmed: row.alarmed_at !== null };
  }

  async applied(gateway: string, eventId: string, at: Date): Promise<void> {
    await this.sql.query(APPLIED, [gateway, eventId, at]);
  }

  async alarmed(gateway: string, eventId: string, at: Date): Promise<void> {
    await this.sql.query(ALARMED, [gateway, eventId, at]);
  }

  async countRefusal(gateway: string, at: Date): Promise<void> {
    await this.sql.query(COUNT_REFUSAL, [gateway, at]);
  }
}
