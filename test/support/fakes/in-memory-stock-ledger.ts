import type { Shortage, StockLedger, StockRequest } from '../../../src/application/inventory/ports/stock-ledger.js';
import type { OrderId, VariantId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

interface Shelf {
  readonly onHand: number;
  readonly reserved: number;
}

/** Shelves and reservations, and nothing of movements. */
export class InMemoryStockLedger implements StockLedger {
  readonly #shelves: Map<string, Shelf>;
  readonly #reservations: Map<string, readonly StockRequest[]>;

  constructor(transaction: MemoryTransaction) {
    this.#shelves = transaction.rows<Shelf>('stock');
    this.#reservations = transaction.rows<readonly StockRequest[]>('reservations');
  }

  async reserve(orderId: OrderId, lines: readonly StockRequest[]): Promise<readonly Shortage[]> {
    const wanted = new Map<VariantId, number>();
    for (const { variantId, quantity } of lines) wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
    const requests = [...wanted].map(([variantId, quantity]) => ({ variantId, quantity }));
    const short = requests.flatMap(({ variantId, quantity }) => {
      const { onHand, reserved } = this.#shelf(variantId);
      return onHand - reserved < quantity ? [{ variantId, requested: quantity, available: onHand - reserved }] : [];
    });
    if (short.length > 0) return short;
    for (const { variantId, quantity } of requests) this.#move(variantId, 0, quantity);
    this.#reservations.set(orderId, requests);
    return [];
  }

  async release(orderId: OrderId): Promise<void> {
    for (const { variantId, quantity } of this.#reservations.get(orderId) ?? []) this.#move(variantId, 0, -quantity);
    this.#reservations.delete(orderId);
  }

  async ship(orderId: OrderId): Promise<void> {
    for (const { variantId, quantity } of this.#reservations.get(orderId) ?? []) this.#move(variantId, -quantity, -quantity);
    this.#reservations.delete(orderId);
  }

  async change(variantId: VariantId, delta: number): Promise<void> {
    this.#move(variantId, delta, 0);
  }

  async setAvailable(variantId: VariantId, available: number): Promise<void> {
    const { reserved } = this.#shelf(variantId);
    this.#shelves.set(variantId, { onHand: available + reserved, reserved });
  }

  async setOnHand(variantId: VariantId, onHand: number): Promise<void> {
    this.#shelves.set(variantId, { ...this.#shelf(variantId), onHand });
  }

  #shelf(variantId: VariantId): Shelf {
    return this.#shelves.get(variantId) ?? { onHand: 0, reserved: 0 };
  }

  #move(variantId: VariantId, onHand: number, reserved: number): void {
    const shelf = this.#shelf(variantId);
    this.#shelves.set(variantId, { onHand: shelf.onHand + onHand, reserved: shelf.reserved + reserved });
  }
}
