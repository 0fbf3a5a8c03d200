import type { StockLocationRepository } from '../../../application/inventory/ports/stock-location-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { LocationCodeTaken } from '../../../domain/inventory/inventory-errors.js';
import { StockLocation, type StockLocationState } from '../../../domain/inventory/stock-location.js';
import type { LocationId } from '../../../domain/shared/ids.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';

const FIND = {
  name: 'stock_locations.find',
  text: `select id, code, name, priority, is_closed as "isClosed", created_at as "createdAt", updated_at as "updatedAt", version
    from stock_locations where id = $1 and not is_closed for update`,
};
const KEEP_OPEN = {
  name: 'stock_locations.keep_open',
  text: 'select id from stock_locations where (id::text = lower($1) or lower(code) = lower($1)) and not is_closed for share',
};
const INSERT = {
  name: 'stock_locations.insert',
  text: `insert into stock_locations (id, code, name, priority, is_closed, created_at, updated_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, 1)`,
};
const UPDATE = {
  name: 'stock_locations.update',
  text: `update stock_locations set code = $2, name = $3, priority = $4, is_closed = $5, updated_at = $6, version = version + 1
    where id = $1 and version = $7 returning id`,
};
/** Two that are closed at once would each take the other for the one that stays open. */
const HOLD_ALL = { name: 'stock_locations.hold_all', text: 'select id from stock_locations where not is_closed order by id for update' };
const USE = {
  name: 'stock_locations.use',
  text: `select (select coalesce(sum(on_hand), 0)::int from stock_at where location_id = $1 and on_hand > 0) as "onHand",
      not exists (select from stock_locations where not is_closed and id <> $1) as "isOnlyOne"`,
};

type Row = StockLocationState & { readonly version: number };

export class SqlStockLocationRepository implements StockLocationRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'outbox'>) {}

  async find(locationId: LocationId): Promise<StockLocation | undefined> {
    const [row] = await this.transaction.sql.query<Row>(FIND, [locationId]);
    if (!row) return undefined;
    const { version, ...state } = row;
    return StockLocation.reconstitute(state, version);
  }

  async keepOpen(idOrCode: string): Promise<LocationId | undefined> {
    const [row] = await this.transaction.sql.query<{ id: LocationId }>(KEEP_OPEN, [idOrCode]);
    return row?.id;
  }

  async useOf({ id }: StockLocation): Promise<{ readonly onHand: number; readonly isOnlyOne: boolean }> {
    const { sql } = this.transaction;
    type Use = Awaited<ReturnType<StockLocationRepository['useOf']>>;
    const [, [use]] = await Promise.all([sql.query(HOLD_ALL), sql.query<Use>(USE, [id])]);
    return use ?? { onHand: 0, isOnlyOne: false };
  }

  async save(location: StockLocation): Promise<void> {
    const { sql, outbox } = this.transaction;
    const { id, code, name, priority, isClosed, createdAt, updatedAt } = location.toState();
    outbox.append(location.pullEvents());
    try {
      if (location.version === 0) await sql.query(INSERT, [id, code, name, priority, isClosed, createdAt, updatedAt]);
      else {
        const updated = await sql.query(UPDATE, [id, code, name, priority, isClosed, updatedAt, location.version]);
        if (updated.length === 0) throw new ConcurrencyConflict('location', id);
      }
    } catch (error) {
      if (violatesUnique(error, 'stock_locations_code')) throw new LocationCodeTaken(code);
      throw error;
    }
  }
}
