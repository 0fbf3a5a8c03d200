import type {
  Circumstances,
  Count,
  MovementReason,
  StockLedger,
  StockRequest,
} from '../../../src/application/inventory/ports/stock-ledger.js';
import type { HeldStock, StockRoom, StockTerms } from '../../../src/application/inventory/ports/stock-room.js';
import {
  AwaitingStock,
  BackordersOpen,
  NotEnoughThere,
  OutOfStock,
  StockBelowReserved,
} from '../../../src/domain/inventory/inventory-errors.js';
import type { StockLocationState } from '../../../src/domain/inventory/stock-location.js';
import { id, type LocationId, type OrderId, type VariantId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import type { Row } from './table.js';

/** A shelf of which nobody said more is counted, and sold no further than it reaches. */
export interface Shelf extends Partial<StockTerms> {
  readonly onHand: number;
  readonly reserved: number;
  readonly version?: number;
}

export interface Movement {
  readonly variantId: VariantId;
  readonly delta: number;
  readonly reason: MovementReason;
  readonly locationId: LocationId;
}

export const MAIN_LOCATION = id<LocationId>('01900000-0000-7000-8000-000000000001');

/** Shelves in places, reservations, and what moved; when it moved is not kept. */
export class InMemoryStockLedger implements StockLedger, StockRoom {
  readonly #shelves: Map<string, Shelf>;
  readonly #places: Map<string, Row<StockLocationState>>;
  readonly #pieces: Map<string, number>;
  readonly #reservations: Map<string, readonly StockRequest[]>;
  readonly #movements: Map<number, Movement>;

  constructor(transaction: MemoryTransaction) {
    this.#shelves = transaction.rows<Shelf>('stock');
    this.#places = transaction.rows<Row<StockLocationState>>('stock_locations');
    this.#pieces = transaction.rows<number>('stock_at');
    this.#reservations = transaction.rows<readonly StockRequest[]>('reservations');
    this.#movements = transaction.rows<Movement>('stock_movements') as unknown as Map<number, Movement>;
  }

  async reserve(orderId: OrderId, lines: readonly StockRequest[]): Promise<void> {
    const requests = summed(lines).filter(({ variantId }) => this.#shelf(variantId).isTracked);
    const short = requests.flatMap(({ variantId, quantity }) => {
      const { onHand, reserved, backorderLimit } = this.#shelf(variantId);
      const available = onHand + backorderLimit - reserved;
      return available < quantity ? [{ variantId, requested: quantity, available }] : [];
    });
    if (short.length > 0) throw new OutOfStock(short);
    for (const { variantId, quantity } of requests) this.#promise(variantId, quantity);
    const held = this.#reservations.get(orderId) ?? [];
    this.#reservations.delete(orderId);
    this.#reservations.set(orderId, summed([...held, ...requests]));
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
    const goods = this.#reservations.get(orderId) ?? [];
    const waiting = goods
      .map(({ variantId, quantity }) => ({ variantId, pieces: Math.min(quantity, this.#waitingFrom(orderId, variantId)) }))
      .filter(({ pieces }) => pieces > 0);
    if (waiting.length > 0) throw new AwaitingStock(waiting);
    for (const { variantId, quantity } of goods) {
      this.#promise(variantId, -quantity);
      this.#move(variantId, -quantity, 'shipped');
    }
    this.#reservations.delete(orderId);
  }

  async change(variantId: VariantId, delta: number, reason: MovementReason, _at: Date, { locationId }: Circumstances = {}): Promise<void> {
    this.#recount(variantId, delta, reason, locationId);
  }

  async setAvailable(variantId: VariantId, available: number): Promise<void> {
    const { onHand, reserved, isTracked } = this.#shelf(variantId);
    const isEcho = !isTracked || Math.max(0, onHand - reserved) === available;
    this.#recount(variantId, isEcho ? 0 : available + reserved - onHand, 'correction');
  }

  async setOnHand(variantId: VariantId, onHand: number, _at?: Date, { reason = 'correction', locationId }: Count = {}): Promise<void> {
    const before = locationId === undefined ? this.#shelf(variantId).onHand : this.#at(variantId, locationId);
    this.#recount(variantId, onHand - before, reason, locationId);
  }

  async openUncounted(variantId: VariantId): Promise<void> {
    if (!this.#shelves.has(variantId)) this.#shelves.set(variantId, { onHand: 0, reserved: 0, version: 1, isTracked: false });
  }

  async hold(variantId: VariantId): Promise<HeldStock> {
    if (!this.#shelves.has(variantId)) this.#shelves.set(variantId, { onHand: 0, reserved: 0, version: 0 });
    return this.#shelf(variantId);
  }

  async setTerms(variantId: VariantId, terms: StockTerms): Promise<void> {
    const shelf = this.#shelf(variantId);
    const beyond = terms.isTracked ? terms.backorderLimit : 0;
    if (shelf.reserved > shelf.onHand + beyond) throw new BackordersOpen(variantId, shelf.reserved - shelf.onHand);
    this.#shelves.set(variantId, { ...shelf, ...terms, version: shelf.version + 1 });
  }

  async transfer(variantId: VariantId, pieces: number, from: LocationId, to: LocationId): Promise<void> {
    const there = this.#at(variantId, from);
    if (there < pieces) throw new NotEnoughThere(variantId, there);
    this.#put(variantId, from, -pieces, 'transferred');
    this.#put(variantId, to, pieces, 'transferred');
    const shelf = this.#shelf(variantId);
    this.#shelves.set(variantId, { ...shelf, version: shelf.version + 1 });
  }

  #shelf(variantId: VariantId): HeldStock {
    const usual = { onHand: 0, reserved: 0, isTracked: true, backorderLimit: 0, lowStockAt: null, version: 0 };
    return { ...usual, ...this.#shelves.get(variantId) };
  }

  /** How many pieces wait of this order and of those behind it, less those behind it. */
  #waitingFrom(orderId: OrderId, variantId: VariantId): number {
    const { onHand, reserved } = this.#shelf(variantId);
    const orders = [...this.#reservations.keys()];
    const newer = orders.slice(orders.indexOf(orderId) + 1).flatMap((order) => this.#reservations.get(order) ?? []);
    return newer.reduce((waiting, line) => waiting - (line.variantId === variantId ? line.quantity : 0), reserved - onHand);
  }

  #promise(variantId: VariantId, quantity: number): void {
    const shelf = this.#shelf(variantId);
    this.#shelves.set(variantId, { ...shelf, reserved: shelf.reserved + quantity });
  }

  #recount(variantId: VariantId, delta: number, reason: MovementReason, locationId?: LocationId): void {
    const { onHand, reserved, version } = this.#shelf(variantId);
    if (delta < 0 && onHand + delta < reserved) throw new StockBelowReserved(variantId, reserved);
    if (locationId !== undefined && this.#at(variantId, locationId) + delta < 0)
      throw new NotEnoughThere(variantId, this.#at(variantId, locationId));
    if (delta !== 0 || version === 0) this.#move(variantId, delta, reason, locationId);
  }

  #move(variantId: VariantId, delta: number, reason: MovementReason, locationId?: LocationId): void {
    const shelf = this.#shelf(variantId);
    this.#shelves.set(variantId, { ...shelf, onHand: shelf.onHand + delta, version: shelf.version + 1 });
    if (locationId !== undefined || delta >= 0) {
      this.#put(variantId, locationId ?? this.#order()[0] ?? MAIN_LOCATION, delta, reason);
      return;
    }
    let missing = -delta;
    for (const place of this.#order()) {
      const taken = Math.min(missing, this.#at(variantId, place));
      this.#put(variantId, place, -taken, reason);
      missing -= taken;
    }
  }

  #order(): readonly LocationId[] {
    const open = [...this.#places.values()].map(({ state }) => state).filter(({ isClosed }) => !isClosed);
    const byPriority = open.sort((one, other) => one.priority - other.priority).map((place) => place.id);
    return byPriority.length > 0 ? byPriority : [MAIN_LOCATION];
  }

  #at(variantId: VariantId, place: LocationId): number {
    const placed = this.#order().reduce((sum, each) => sum + (this.#pieces.get(`${variantId} ${each}`) ?? 0), 0);
    // A shelf that a test has put up by hand lies in the first place.
    const byHand = place === this.#order()[0] ? this.#shelf(variantId).onHand - placed : 0;
    return (this.#pieces.get(`${variantId} ${place}`) ?? 0) + Math.max(0, byHand);
  }

  #put(variantId: VariantId, place: LocationId, delta: number, reason: MovementReason): void {
    if (delta === 0) return;
    this.#pieces.set(`${variantId} ${place}`, (this.#pieces.get(`${variantId} ${place}`) ?? 0) + delta);
    this.#movements.set(this.#movements.size, { variantId, delta, reason, locationId: place });
  }
}

const summed = (lines: readonly StockRequest[]): StockRequest[] => {
  const wanted = new Map<VariantId, number>();
  for (const { variantId, quantity } of lines) wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  return [...wanted].map(([variantId, quantity]) => ({ variantId, quantity })).sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
};
