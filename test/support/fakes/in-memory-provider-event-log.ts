import type { ProviderEvent } from '../../../src/application/payment/ports/payment-gateway.js';
import type { EventFate, ParkedEvent, ParkedPlace, ProviderEventLog } from '../../../src/application/payment/ports/provider-event-log.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

interface EventRow extends ParkedEvent {
  readonly appliedAt: Date | null;
}

const keyOf = (gateway: string, eventId: string): string => `${gateway} ${eventId}`;
const placeOf = (receivedAt: Date, eventId: string): string => `${receivedAt.toISOString()} ${eventId}`;

export class InMemoryProviderEventLog implements ProviderEventLog {
  readonly #events: Map<string, EventRow>;
  readonly #refusals: Map<string, number>;

  constructor(transaction: MemoryTransaction) {
    this.#events = transaction.rows('provider_events');
    this.#refusals = transaction.rows('webhook_refusals');
  }

  async fateOf(gateway: string, eventId: string): Promise<EventFate> {
    const known = this.#events.get(keyOf(gateway, eventId));
    if (!known) return 'new';
    return known.appliedAt === null ? 'parked' : 'applied';
  }

  async take(gateway: string, event: ProviderEvent, at: Date): Promise<EventFate> {
    const fate = await this.fateOf(gateway, event.id);
    if (fate !== 'new') return fate;
    this.#events.set(keyOf(gateway, event.id), { gateway, event, receivedAt: at, isAlarmed: false, appliedAt: at });
    return 'new';
  }

  async park(gateway: string, eventId: string): Promise<void> {
    this.#change(gateway, eventId, { appliedAt: null });
  }

  async nextParked(since: Date, behind?: ParkedPlace): Promise<ParkedEvent | undefined> {
    const from = behind ? placeOf(behind.receivedAt, behind.eventId) : '';
    const [next] = [...this.#events.values()]
      .map((row) => ({ row, place: placeOf(row.receivedAt, row.event.id) }))
      .filter(({ row, place }) => row.appliedAt === null && row.receivedAt > since && place > from)
      .sort((left, right) => (left.place < right.place ? -1 : 1));
    if (!next) return undefined;
    const { gateway, event, receivedAt, isAlarmed } = next.row;
    return { gateway, event, receivedAt, isAlarmed };
  }

  async applied(gateway: string, eventId: string, at: Date): Promise<void> {
    this.#change(gateway, eventId, { appliedAt: at });
  }

  async alarmed(gateway: string, eventId: string): Promise<void> {
    this.#change(gateway, eventId, { isAlarmed: true });
  }

  async countRefusal(gateway: string): Promise<void> {
    this.#refusals.set(gateway, (this.#refusals.get(gateway) ?? 0) + 1);
  }

  #change(gateway: string, eventId: string, changes: Partial<EventRow>): void {
    const known = this.#events.get(keyOf(gateway, eventId));
    if (known) this.#events.set(keyOf(gateway, eventId), { ...known, ...changes });
  }
}
