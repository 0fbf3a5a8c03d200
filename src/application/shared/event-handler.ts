import type { DomainEvent } from '../../domain/shared/domain-event.js';

/** An event with the id by which a handler knows that it has seen it. */
export interface ToldEvent<Event extends DomainEvent = DomainEvent> {
  readonly event: Event;
  readonly eventId: string;
}

/**
 * One effect of one event, run by the worker at least once: `handle` must be safe to repeat for the same `eventId`.
 * A handler that throws is tried again with back-off and ends as a dead letter that `npm run jobs` shows.
 */
export interface EventHandler<Event extends DomainEvent = DomainEvent> {
  /** Unique and stable: queued jobs carry it. */
  readonly name: string;
  readonly on: Event['type'];
  /** Works long for each event: its jobs stand behind those of all others, and hold one event each, so that nobody waits for many. */
  readonly isHeavy?: true;
  handle(event: Event, eventId: string): Promise<void>;
  /**
   * The same for many events, where that costs less than each by itself: all of them have their effect or none has.
   * When it throws, each is handled by itself, so that one that cannot be handled keeps no other from its turn.
   */
  handleAll?(events: readonly ToldEvent<Event>[]): Promise<void>;
}
