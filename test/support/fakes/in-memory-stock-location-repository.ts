import type { StockLocationRepository } from '../../../src/application/inventory/ports/stock-location-repository.js';
import { LocationCodeTaken } from '../../../src/domain/inventory/inventory-errors.js';
import { StockLocation, type StockLocationState } from '../../../src/domain/inventory/stock-location.js';
import type { LocationId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

/** Beside the shelves of the same memory, which say what lies where. */
export class InMemoryStockLocationRepository implements StockLocationRepository {
  readonly #locations: Table<StockLocationState, StockLocation>;

  constructor(private readonly transaction: MemoryTransaction) {
    const reconstitute = (state: StockLocationState, version: number) => StockLocation.reconstitute(state, version);
    this.#locations = new Table('location', this.#rows, transaction.outbox, reconstitute);
  }

  async find(locationId: LocationId): Promise<StockLocation | undefined> {
    const location = this.#locations.find(locationId);
    return location?.toState().isClosed ? undefined : location;
  }

  async keepOpen(idOrCode: string): Promise<LocationId | undefined> {
    const wanted = idOrCode.toLowerCase();
    return this.#open.find(({ id, code }) => id === wanted || code.toLowerCase() === wanted)?.id;
  }

  async useOf({ id }: StockLocation): Promise<{ readonly onHand: number; readonly isOnlyOne: boolean }> {
    const lying = [...this.transaction.rows<number>('stock_at')].filter(([key]) => key.endsWith(` ${id}`));
    return { onHand: lying.reduce((sum, [, pieces]) => sum + pieces, 0), isOnlyOne: this.#open.every((other) => other.id === id) };
  }

  async save(location: StockLocation): Promise<void> {
    const { id, code, isClosed } = location.toState();
    const isTaken = this.#open.some((other) => other.id !== id && other.code.toLowerCase() === code.toLowerCase());
    if (isTaken && !isClosed) throw new LocationCodeTaken(code);
    this.#locations.save(location);
  }

  get #rows(): Map<string, Row<StockLocationState>> {
    return this.transaction.rows<Row<StockLocationState>>('stock_locations');
  }

  get #open(): readonly StockLocationState[] {
    return [...this.#rows.values()].map(({ state }) => state).filter(({ isClosed }) => !isClosed);
  }
}
