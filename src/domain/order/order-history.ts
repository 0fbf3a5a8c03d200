import type { OrderEvent } from './order-events.js';
import type { Actor, OrderStatus } from './order-state.js';

/** One line of an order's history: who, when, from, to, why. */
export interface HistoryEntry {
  readonly by: Actor;
  readonly at: Date;
  /** Null for the first. */
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly reason: string | null;
}

/** The history is nothing but what happened. */
export const historyEntryOf = ({ occurredAt, payload: { by, from, to, reason } }: OrderEvent): HistoryEntry => ({
  by,
  at: occurredAt,
  from,
  to,
  reason,
});
