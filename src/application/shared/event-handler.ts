import type { DomainEvent } from '../../domain/shared/domain-event.js';

/**
 * One effect of one event, run by the worker at least once: `handle` must be safe to repeat for the same `eventId`.
 * A handler that throws is tried again with back-off and ends as a dead letter that `npm run jobs` shows.
 */
export interface EventHandler<Event extends DomainEvent = DomainEvent> {
  /** Unique and stable: queued jobs carry it. */
  readonly name: string;
  readonly on: Event['type'];
  handle(event: Event, eventId: string): Promise<void>;
}
