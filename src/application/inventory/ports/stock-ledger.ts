import type { OrderId, VariantId } from '../../../domain/shared/ids.js';

export interface StockRequest {
  readonly variantId: VariantId;
  /** A whole number from 1. The same variant may stand on several lines: lines are judged on their sum. */
  readonly quantity: number;
}

/** `received` more came in · `correction` somebody counted · `shipped` left with an order · `returned` came back. */
export type MovementReason = 'received' | 'correction' | 'shipped' | 'returned';

/**
 * What is on hand and what of it is promised. Each step takes its rows in id order and then decides in one set-based statement:
 * never "load, check, save". Never below zero, never more reserved than on hand, also by a CHECK. The sum of a variant's movements is
 * what is on hand, always.
 */
export interface StockLedger {
  /**
   * Sets aside all the lines for the order. Reserving writes a reservation row, never a movement. What the order holds already it keeps
   * beside.
   * @throws OutOfStock when something is short: here, or from the unit of work when it ends, of which then nothing stays.
   */
  reserve(orderId: OrderId, lines: readonly StockRequest[], until: Date): Promise<void>;

  /** Gives back what the order still holds. Repeating it changes nothing. */
  release(orderId: OrderId): Promise<void>;

  /** Gives back some of what the order still holds, at most all of it. */
  releaseSome(orderId: OrderId, lines: readonly StockRequest[]): Promise<void>;

  /** What the order holds leaves the house: on hand and reserved both fall, with a `shipped` movement each. Repeating it changes nothing. */
  ship(orderId: OrderId, at: Date): Promise<void>;

  /** Adds `delta` (may be negative) to what is on hand, with a movement; opens the variant's stock when it has none. @throws StockBelowReserved */
  change(variantId: VariantId, delta: number, reason: MovementReason, at: Date): Promise<void>;

  /**
   * Sets what can be sold: on hand becomes `available` plus what is reserved at that moment, in one statement, with a `correction`
   * movement when that changes anything. Opens the variant's stock when it has none.
   */
  setAvailable(variantId: VariantId, available: number, at: Date): Promise<void>;

  /** Sets on hand itself, with a `correction` movement when that changes anything. @throws StockBelowReserved when that is less than what is reserved (409). */
  setOnHand(variantId: VariantId, onHand: number, at: Date): Promise<void>;
}
