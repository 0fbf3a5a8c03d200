import type { MovementReason, StockLedger, StockRequest } from '../../../src/application/inventory/ports/stock-ledger.js';
import { OutOfStock, StockBelowReserved } from '../../../src/domain/inventory/inventory-errors.js';
import type { OrderId, VariantId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

export interface Shelf {
  readonly onHand: number;
  readonly reserved: number;
}

export interface Movement {
  readonly variantId: VariantId;
  readonly delta: number;
  readonly reason: MovementReason;
}

/** Shelves, reservations, and what moved; when it moved is not kept. */
export class InMemoryStockLedger implements StockLedger {
  readonly #shelves: Map<string, Shelf>;
  readonly #reservations: Map<string, readonly StockRequest[]>;
  readonly #movements: Map<number, Movement>;

  constructor(transaction: MemoryTransaction) {
    this.#shelves = transaction.rows<Shelf>('stock');
    this.#reservations = transaction.rows<readonly StockRequest[]>('reservations');
    this.#movements = transaction.rows<Movement>('stock_movements') as unknown as Map<number, Movement>;
  }

  async reserve(orderId: OrderId, lines: readonly StockRequest[]): Promise<void> {
    const requests = summed(lines);
    const short = requests.flatMap(({ variantId, quantity }) => {
      const { onHand, reserved } = this.#shelf(variantId);
      return onHand - reserved < quantity ? [{ variantId, requested: quantity, available: onHand - reserved }] : [];
    });
    if (short.length > 0) throw new OutOfStock(short);
    for (const { variantId, quantity } of requests) this.#promise(variantId, quantity);
    this.#reservations.set(orderId, summed([...(this.#reservations.get(orderId) ?? []), ...requests]));
  }

  async release(orderId: OrderId): Promise<void> {
    for (const { variantId, quantity } of this.#reservations.get(orderId) ?? []) this.#promise(variantId, -quantity);
    this.#reservations.delete(orderId);
  }

  async releaseSome(orderId: OrderId, lines: readonly StockRequest[]): Promise<void> {
    const unwanted = summed(lines);
    const held = this.#reservations.get(orderId) ?? [];
    const kept = held.map(({ variantId, quantity }) => {
      const back = Math.min(quantity, unwanted.find((line) => line.variantId === variantId)?.quantity ?? 0);
      this.#promise(variantId, -back);
      return { variantId, quantity: quantity - back };
    });
    this.#reservations.set(
      orderId,
      kept.filter(({ quantity }) => quantity > 0),
    );
  }

  async ship(orderId: OrderId): Promise<void> {
    for (const { variantId, quantity } of this.#reservations.get(orderId) ?? []) {
      this.#promise(variantId, -quantity);
      this.#recount(variantId, this.#shelf(variantId).onHand - quantity, 'shipped');
    }
    this.#reservations.delete(orderId);
  }

  async change(variantId: VariantId, delta: number, reason: MovementReason): Promise<void> {
    this.#recount(variantId, this.#shelf(variantId).onHand + delta, reason);
  }

  async setAvailable(variantId: VariantId, available: number): Promise<void> {
    this.#recount(variantId, available + this.#shelf(variantId).reserved, 'correction');
  }

  async setOnHand(variantId: VariantId, onHand: number): Promise<void> {
    this.#recount(variantId, onHand, 'correction');
  }

  #shelf(variantId: VariantId): Shelf {
    return this.#shelves.get(variantId) ?? { onHand: 0, reserved: 0 };
  }

  #promise(variantId: VariantId, quantity: number): void {
    const { onHand, reserved } = this.#shelf(variantId);
    this.#shelves.set(variantId, { onHand, reserved: reserved + quantity });
  }

  #recount(variantId: VariantId, onHand: number, reason: MovementReason): void {
    const before = this.#shelf(variantId);
    if (onHand < before.reserved) throw new StockBelowReserved(variantId, before.reserved);
    this.#shelves.set(variantId, { ...before, onHand });
    const delta = onHand - before.onHand;
    if (delta !== 0) this.#movements.set(this.#movements.size, { variantId, delta, reason });
  }
}

const summed = (lines: readonly StockRequest[]): StockRequest[] => {
  const wanted = new Map<VariantId, number>();
  for (const { variantId, quantity } of lines) wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  return [...wanted].map(([variantId, quantity]) => ({ variantId, quantity })).sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
};
