import type { ProviderEvent } from './payment-gateway.js';

/** An event that nothing could be made of yet: it speaks of a payment, or of a refund, that is not here. */
export interface ParkedEvent {
  readonly gateway: string;
  readonly event: ProviderEvent;
  readonly receivedAt: Date;
  /** Somebody was told that it waits. */
  readonly isAlarmed: boolean;
}

/** Where a reader of parked events stands. */
export type ParkedPlace = Pick<ParkedEvent, 'receivedAt'> & { readonly eventId: string };

/** `new` nobody has told it yet · `parked` it is known and waits · `applied` it has had its effect. */
export type EventFate = 'new' | 'parked' | 'applied';

/** What the providers have told by themselves, each event once, written with its effect. */
export interface ProviderEventLog {
  /** What is known of an event this moment; somebody may be bringing it. */
  fateOf(gateway: string, eventId: string): Promise<EventFate>;

  /** Writes an event down as dealt with. Of several that bring the same one exactly one gets `new`; the others wait for its commit. */
  take(gateway: string, event: ProviderEvent, at: Date): Promise<EventFate>;

  /** Nothing can be made of it yet: it is dealt with later. */
  park(gateway: string, eventId: string): Promise<void>;

  /** The next event that waits, the oldest first, which nobody else is dealing with; it is this unit of work's until its end. */
  nextParked(since: Date, behind?: ParkedPlace): Promise<ParkedEvent | undefined>;

  /** It has had its effect at last. */
  applied(gateway: string, eventId: string, at: Date): Promise<void>;

  /** Somebody has been told that it waits. */
  alarmed(gateway: string, eventId: string, at: Date): Promise<void>;

  /** Counts a request that the provider did not sign; nothing else is kept of it. */
  countRefusal(gateway: string, at: Date): Promise<void>;
}
