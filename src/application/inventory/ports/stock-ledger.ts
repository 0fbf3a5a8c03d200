import type { AccountId, LocationId, OrderId, VariantId } from '../../../domain/shared/ids.js';

export interface StockRequest {
  readonly variantId: VariantId;
  /** A whole number from 1. The same variant may stand on several lines: lines are judged on their sum. */
  readonly quantity: number;
}

/** Why somebody counted: `correction` says no more than that, the others what has happened to the goods. */
export type CountReason = 'correction' | 'returned' | 'damaged' | 'lost' | 'found';
/** `received` more came in · `shipped` left with an order · `transferred` lies in another place now · or somebody counted. */
export type MovementReason = 'received' | 'shipped' | 'transferred' | CountReason;

/** What is told of a movement beside its sum; nothing of it has to be. */
export interface Circumstances {
  /** Where; not said, more comes to the first place and less is taken from the places in their order. */
  readonly locationId?: LocationId | undefined;
  readonly by?: AccountId | undefined;
  readonly note?: string | undefined;
  readonly reference?: string | undefined;
}

/** A `correction` when it is not said. */
export interface Count extends Circumstances {
  readonly reason?: CountReason | undefined;
}

/**
 * What is on hand and what of it is promised. Each step takes its rows in id order and then decides in one set-based statement:
 * never "load, check, save". On hand is never below zero, and never is more reserved than is on hand or may be sold beyond that, also by
 * a CHECK. The sum of a variant's movements is what is on hand, and so is the sum of what lies in the places, always. Of what is not
 * tracked nothing is reserved and no row changes: everybody can have it.
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

  /**
   * What the order holds leaves the house: on hand and reserved both fall, with a `shipped` movement for each place it was taken from, in
   * the order of the places. Repeating it changes nothing.
   * @throws AwaitingStock while a piece of it has not come in: what is there belongs to those who ordered first.
   */
  ship(orderId: OrderId, at: Date): Promise<void>;

  /**
   * Adds `delta` (may be negative) to what is on hand, with a movement; opens the variant's stock when it has none.
   * @throws StockBelowReserved @throws NotEnoughThere
   */
  change(variantId: VariantId, delta: number, reason: MovementReason, at: Date, around?: Circumstances): Promise<void>;

  /**
   * Sets what can be sold: on hand becomes `available` plus what is reserved at that moment, in one statement, with a `correction`
   * movement when that changes anything. Opens the variant's stock when it has none. What can be sold already, and what is not tracked,
   * stays as it is.
   */
  setAvailable(variantId: VariantId, available: number, at: Date): Promise<void>;

  /**
   * Sets on hand itself, or what of it lies in the place that is named, with a movement when that changes anything.
   * @throws StockBelowReserved when that is less than what is reserved (409).
   */
  setOnHand(variantId: VariantId, onHand: number, at: Date, count?: Count): Promise<void>;

  /** Opens the stock of what nobody counts, such as a download: it can always be had. */
  openUncounted(variantId: VariantId): Promise<void>;
}
