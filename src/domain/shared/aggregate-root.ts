import type { DomainEvent } from './domain-event.js';

/** What every aggregate has: the version it was loaded at, and the events it has recorded but not handed over. */
export abstract class AggregateRoot<Event extends DomainEvent> {
  #pending: Event[] = [];

  /** `version` is the one the aggregate was loaded at; 0 means it has never been saved. */
  protected constructor(readonly version: number) {}

  protected record(event: Event): void {
    this.#pending.push(event);
  }

  /** Hands the events over exactly once; only a repository calls this, while saving. */
  pullEvents(): readonly Event[] {
    const events = this.#pending;
    this.#pending = [];
    return events;
  }
}
