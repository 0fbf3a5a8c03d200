import type { Circumstances } from '../../../application/inventory/ports/stock-ledger.js';
import type { HeldStock, StockRoom, StockTerms } from '../../../application/inventory/ports/stock-room.js';
import { BackordersOpen, NotEnoughThere, StockNotFound } from '../../../domain/inventory/inventory-errors.js';
import type { LocationId, VariantId } from '../../../domain/shared/ids.js';
import { violatesReference } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { OPEN_STOCK } from './open-stock-sql.js';

const LEVEL = {
  name: 'stock.level',
  text: `select on_hand as "onHand", reserved, is_tracked as "isTracked", backorder_limit as "backorderLimit", low_stock_at as "lowStockAt", version
    from stock where variant_id = $1`,
};

const SET_TERMS = {
  name: 'stock.set_terms',
  text: `update stock set is_tracked = $2, backorder_limit = $3, low_stock_at = $4, version = version + 1
    where variant_id = $1 and reserved <= on_hand + case when $2 then $3::integer else 0 end returning variant_id`,
};
const BACKORDERED = {
  name: 'stock.backordered',
  text: 'select reserved - on_hand as backordered from stock where variant_id = $1',
};

const TRANSFER = {
  name: 'stock.transfer',
  text: `with taken as (
      update stock_at set on_hand = on_hand - $4::integer where variant_id = $1 and location_id = $2 and on_hand >= $4::integer
      returning variant_id
    ), put as (
      insert into stock_at (variant_id, location_id, on_hand) select variant_id, $3, $4::integer from taken
      on conflict (variant_id, location_id) do update set on_hand = stock_at.on_hand + excluded.on_hand
    ), moved as (
      update stock set version = version + 1 from taken where stock.variant_id = taken.variant_id
    ), noted as (
      insert into stock_movements (variant_id, location_id, delta, reason, at, by_account, note, reference)
      select variant_id, place.id, place.delta, 'transferred', $5, $6, $7, $8
      from taken, (values ($2::uuid, -$4::integer), ($3::uuid, $4::integer)) as place (id, delta)
    )
    select coalesce((select on_hand from stock_at where variant_id = $1 and location_id = $2), 0) as there, exists (select from taken) as is_done`,
};

export class SqlStockRoom implements StockRoom {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'changes'>) {}

  async hold(variantId: VariantId): Promise<HeldStock> {
    const { sql } = this.transaction;
    try {
      const [, [level]] = await Promise.all([sql.query(OPEN_STOCK, [variantId]), sql.query<HeldStock>(LEVEL, [variantId])]);
      if (!level) throw new StockNotFound(variantId);
      return level;
    } catch (error) {
      if (violatesReference(error)) throw new StockNotFound(variantId);
      throw error;
    }
  }

  async setTerms(variantId: VariantId, { isTracked, backorderLimit, lowStockAt }: StockTerms): Promise<void> {
    const { sql, changes } = this.transaction;
    changes.add(`stock:${variantId}`);
    const changed = await sql.query(SET_TERMS, [variantId, isTracked, backorderLimit, lowStockAt]);
    if (changed.length > 0) return;
    const [stock] = await sql.query<{ backordered: number }>(BACKORDERED, [variantId]);
    throw new BackordersOpen(variantId, stock?.backordered ?? 0);
  }

  async transfer(
    variantId: VariantId,
    pieces: number,
    from: LocationId,
    to: LocationId,
    at: Date,
    { by, note, reference }: Omit<Circumstances, 'locationId'> = {},
  ): Promise<void> {
    const { sql } = this.transaction;
    const values = [variantId, from, to, pieces, at, by ?? null, note ?? null, reference ?? null];
    const [, [transfer]] = await Promise.all([
      sql.query(OPEN_STOCK, [variantId]),
      sql.query<{ there: number; is_done: boolean }>(TRANSFER, values),
    ]);
    if (!transfer?.is_done) throw new NotEnoughThere(variantId, transfer?.there ?? 0);
  }
}
