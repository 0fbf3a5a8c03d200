import type { MovementReason, StockLedger, StockRequest } from '../../../application/inventory/ports/stock-ledger.js';
import { OutOfStock, StockBelowReserved, type Shortage } from '../../../domain/inventory/inventory-errors.js';
import type { OrderId, VariantId } from '../../../domain/shared/ids.js';
import { refusalOf } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';

/*
 * Each step is two statements sent at once: the first takes the rows in id order, the second begins when they are ours, so that its
 * snapshot holds what others have just written. A hot product makes buyers queue here; nobody's transaction is thrown away.
 */

const HOLD_WANTED = {
  name: 'stock.hold_wanted',
  text: 'select variant_id from stock where variant_id = any($1::uuid[]) order by variant_id for update',
};

/** All the lines, or it refuses and says what is short. */
const RESERVE = {
  name: 'stock.reserve',
  text: `with wanted as (
      select variant_id, sum(quantity) as quantity from unnest($2::uuid[], $3::integer[]) as line (variant_id, quantity) group by variant_id
    ), short as (
      select variant_id, wanted.quantity as requested, coalesce(on_hand - reserved, 0) as available
      from wanted left join stock using (variant_id) where coalesce(on_hand - reserved, 0) < wanted.quantity
    ), taken as (
      update stock set reserved = reserved + wanted.quantity from wanted
      where stock.variant_id = wanted.variant_id and not exists (select from short)
      returning stock.variant_id, wanted.quantity
    ), promised as (
      insert into reservations as held (order_id, variant_id, quantity, until) select $1, variant_id, quantity, $4 from taken
      on conflict (order_id, variant_id) do update set quantity = held.quantity + excluded.quantity, until = excluded.until
    )
    select refuse('out of stock', json_agg(json_build_object('variantId', variant_id, 'requested', requested, 'available', available)
      order by variant_id)::text) from short having count(*) > 0`,
};

const HOLD_PROMISED = {
  name: 'stock.hold_promised',
  text: `select variant_id from stock where variant_id in (select variant_id from reservations where order_id = $1)
    order by variant_id for update`,
};

const RELEASE = {
  name: 'stock.release',
  text: `with back as (delete from reservations where order_id = $1 returning variant_id, quantity)
    update stock set reserved = reserved - back.quantity from back where stock.variant_id = back.variant_id returning stock.variant_id`,
};

const RELEASE_SOME = {
  name: 'stock.release_some',
  text: `with unwanted as (
      select variant_id, sum(quantity) as quantity from unnest($2::uuid[], $3::integer[]) as line (variant_id, quantity) group by variant_id
    ), kept as (
      update reservations held set quantity = held.quantity - unwanted.quantity from unwanted
      where held.order_id = $1 and held.variant_id = unwanted.variant_id and held.quantity > unwanted.quantity
      returning held.variant_id, unwanted.quantity
    ), ended as (
      delete from reservations held using unwanted
      where held.order_id = $1 and held.variant_id = unwanted.variant_id and held.quantity <= unwanted.quantity
      returning held.variant_id, held.quantity
    ), back as (
      select * from kept union all select * from ended
    )
    update stock set reserved = reserved - back.quantity from back where stock.variant_id = back.variant_id`,
};

const SHIP = {
  name: 'stock.ship',
  text: `with gone as (
      delete from reservations where order_id = $1 returning variant_id, quantity
    ), shipped as (
      update stock set on_hand = on_hand - gone.quantity, reserved = reserved - gone.quantity from gone
      where stock.variant_id = gone.variant_id returning stock.variant_id, gone.quantity
    )
    insert into stock_movements (variant_id, delta, reason, order_id, at) select variant_id, -quantity, 'shipped', $1, $2 from shipped`,
};

/** Opens the variant's stock if it has none, and keeps others away from it. */
const OPEN = {
  name: 'stock.open',
  text: `insert into stock as known (variant_id, on_hand, reserved) values ($1, 0, 0)
    on conflict (variant_id) do update set reserved = known.reserved`,
};

/** Gives on hand another value, which may not be below what is reserved, and writes down by how much it moved. */
const recount = (name: string, onHand: string) => ({
  name,
  text: `with before as (
      select on_hand, reserved from stock where variant_id = $1
    ), after as (
      update stock set on_hand = ${onHand} where variant_id = $1 and ${onHand} >= reserved returning on_hand
    ), noted as (
      insert into stock_movements (variant_id, delta, reason, at)
      select $1, after.on_hand - before.on_hand, $3, $4 from before, after where after.on_hand <> before.on_hand
    )
    select before.reserved, exists (select from after) as is_changed from before`,
});
const CHANGE = recount('stock.change', 'on_hand + $2::integer');
const SET_AVAILABLE = recount('stock.set_available', 'reserved + $2::integer');
const SET_ON_HAND = recount('stock.set_on_hand', '$2::integer');

interface Recounted {
  readonly reserved: number;
  readonly is_changed: boolean;
}

export class SqlStockLedger implements StockLedger {
  readonly #sql;
  readonly #changes;

  constructor({ sql, changes }: Pick<Transaction, 'sql' | 'changes'>) {
    this.#sql = sql;
    this.#changes = changes;
  }

  async reserve(orderId: OrderId, lines: readonly StockRequest[], until: Date): Promise<void> {
    const variantIds = lines.map(({ variantId }) => variantId);
    const quantities = lines.map(({ quantity }) => quantity);
    this.#sql.write(HOLD_WANTED, [variantIds]);
    this.#sql.write(RESERVE, [orderId, variantIds, quantities, until], (error) => {
      const refusal = refusalOf(error);
      return refusal ? new OutOfStock(JSON.parse(refusal.detail) as Shortage[]) : error;
    });
    this.#note(variantIds);
  }

  async release(orderId: OrderId): Promise<void> {
    const [, released] = await Promise.all([
      this.#sql.query(HOLD_PROMISED, [orderId]),
      this.#sql.query<{ variant_id: VariantId }>(RELEASE, [orderId]),
    ]);
    this.#note(released.map(({ variant_id }) => variant_id));
  }

  async releaseSome(orderId: OrderId, lines: readonly StockRequest[]): Promise<void> {
    const variantIds = lines.map(({ variantId }) => variantId);
    const quantities = lines.map(({ quantity }) => quantity);
    await Promise.all([this.#sql.query(HOLD_PROMISED, [orderId]), this.#sql.query(RELEASE_SOME, [orderId, variantIds, quantities])]);
    this.#note(variantIds);
  }

  async ship(orderId: OrderId, at: Date): Promise<void> {
    await Promise.all([this.#sql.query(HOLD_PROMISED, [orderId]), this.#sql.query(SHIP, [orderId, at])]);
  }

  change(variantId: VariantId, delta: number, reason: MovementReason, at: Date): Promise<void> {
    return this.#recount(CHANGE, variantId, [delta, reason, at]);
  }

  setAvailable(variantId: VariantId, available: number, at: Date): Promise<void> {
    return this.#recount(SET_AVAILABLE, variantId, [available, 'correction', at]);
  }

  setOnHand(variantId: VariantId, onHand: number, at: Date): Promise<void> {
    return this.#recount(SET_ON_HAND, variantId, [onHand, 'correction', at]);
  }

  async #recount(statement: typeof CHANGE, variantId: VariantId, values: readonly [number, MovementReason, Date]): Promise<void> {
    const [, [recounted]] = await Promise.all([
      this.#sql.query(OPEN, [variantId]),
      this.#sql.query<Recounted>(statement, [variantId, ...values]),
    ]);
    this.#note([variantId]);
    if (!recounted?.is_changed) throw new StockBelowReserved(variantId, recounted?.reserved ?? 0);
  }

  /** What can be sold of these is another number now. Goods that leave the house were set aside before, so nobody is told of them. */
  #note(variantIds: readonly VariantId[]): void {
    for (const variantId of variantIds) this.#changes.add(`stock:${variantId}`);
  }
}
