import type { Circumstances, Count, MovementReason, StockLedger, StockRequest } from '../../../application/inventory/ports/stock-ledger.js';
import {
  AwaitingStock,
  NotEnoughThere,
  OutOfStock,
  StockBelowReserved,
  type Shortage,
} from '../../../domain/inventory/inventory-errors.js';
import type { OrderId, VariantId } from '../../../domain/shared/ids.js';
import { refusalOf } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { OPEN_STOCK } from './open-stock-sql.js';

/*
 * Each step is two statements sent at once: the first takes the rows in id order, the second begins when they are ours, so that its
 * snapshot holds what others have just written. A hot product makes buyers queue here; nobody's transaction is thrown away.
 */

const HOLD_WANTED = {
  name: 'stock.hold_wanted',
  text: 'select variant_id from stock where variant_id = any($1::uuid[]) and is_tracked order by variant_id for update',
};

/** All the lines, or it refuses and says what is short. What is not tracked is never short, and nothing of it is set aside. */
const RESERVE = {
  name: 'stock.reserve',
  text: `with wanted as (
      select variant_id, sum(quantity) as quantity from unnest($2::uuid[], $3::integer[]) as line (variant_id, quantity) group by variant_id
    ), short as (
      select variant_id, wanted.quantity as requested, coalesce(on_hand + backorder_limit - reserved, 0) as available
      from wanted left join stock using (variant_id)
      where coalesce(is_tracked, true) and coalesce(on_hand + backorder_limit - reserved, 0) < wanted.quantity
    ), taken as (
      update stock set reserved = reserved + wanted.quantity from wanted
      where stock.variant_id = wanted.variant_id and is_tracked and not exists (select from short)
      returning stock.variant_id, wanted.quantity, stock.reserved > stock.on_hand as is_backordered
    ), promised as (
      insert into reservations as held (order_id, variant_id, quantity, until, is_backordered)
      select $1, variant_id, quantity, $4, is_backordered from taken
      on conflict (order_id, variant_id) do update set quantity = held.quantity + excluded.quantity, until = excluded.until,
        place = default, is_backordered = excluded.is_backordered
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

/**
 * Of what is promised beyond what is there, those wait who came last: behind a back-ordered reservation there are only back-ordered ones,
 * as long as more is promised than there is.
 */
const SHIP = {
  name: 'stock.ship',
  text: `with mine as (
      select variant_id, quantity, place from reservations where order_id = $1
    ), waiting as (
      select variant_id, least(mine.quantity, reserved - on_hand - coalesce((
          select sum(newer.quantity) from reservations newer
          where newer.variant_id = mine.variant_id and newer.is_backordered and newer.place > mine.place), 0)) as pieces
      from mine join stock using (variant_id) where reserved > on_hand
    ), gone as (
      delete from reservations where order_id = $1 and not exists (select from waiting where pieces > 0) returning variant_id, quantity
    ), shelves as (
      select at.variant_id, at.location_id, at.on_hand, gone.quantity, coalesce(sum(at.on_hand) over (
          partition by at.variant_id order by place.priority, place.id rows between unbounded preceding and 1 preceding), 0) as nearer
      from gone join stock_at at using (variant_id) join stock_locations place on place.id = at.location_id where at.on_hand > 0
    ), taken as (
      select variant_id, location_id, least(on_hand, quantity - nearer) as pieces from shelves where quantity > nearer
    ), picked as (
      update stock_at at set on_hand = at.on_hand - taken.pieces from taken
      where at.variant_id = taken.variant_id and at.location_id = taken.location_id
    ), shipped as (
      update stock set on_hand = on_hand - gone.quantity, reserved = reserved - gone.quantity, version = version + 1 from gone
      where stock.variant_id = gone.variant_id
    ), noted as (
      insert into stock_movements (variant_id, location_id, delta, reason, order_id, at)
      select variant_id, location_id, -pieces, 'shipped', $1, $2 from taken
    )
    select variant_id, pieces::integer from waiting where pieces > 0 order by variant_id`,
};

interface Waiting {
  readonly variant_id: VariantId;
  readonly pieces: number;
}

/**
 * Gives on hand another value, which may fall neither below what is reserved nor by more than lies where it is taken from, and writes down
 * by how much it moved, and where.
 */
const recount = (name: string, delta: string) => ({
  name,
  text: `with level as (
      select on_hand, reserved, is_tracked, coalesce((
        select at.on_hand from stock_at at where at.variant_id = $1 and at.location_id = $5::uuid), 0) as there
      from stock where variant_id = $1
    ), step as (
      select on_hand, reserved, there, (${delta}) as delta from level
    ), shelves as (
      select at.location_id, at.on_hand, coalesce(sum(at.on_hand) over (
          order by place.priority, place.id rows between unbounded preceding and 1 preceding), 0) as nearer
      from stock_at at join stock_locations place on place.id = at.location_id
      where at.variant_id = $1 and at.on_hand > 0 and ($5::uuid is null or at.location_id = $5::uuid)
    ), moves as (
      select coalesce($5::uuid, first_stock_location()) as location_id, delta from step where delta > 0
      union all
      select location_id, -least(shelves.on_hand, -delta - nearer) from step, shelves where -delta > nearer
    ), allowed as (
      select delta from step where (delta >= 0 or on_hand + delta >= reserved) and delta = (select coalesce(sum(delta), 0) from moves)
    ), counted as (
      update stock set on_hand = stock.on_hand + delta, version = version + 1 from allowed
      where variant_id = $1 and (delta <> 0 or version = 0)
    ), taken as (
      update stock_at at set on_hand = at.on_hand + moves.delta from moves, allowed
      where at.variant_id = $1 and at.location_id = moves.location_id and moves.delta < 0
    ), put as (
      insert into stock_at (variant_id, location_id, on_hand) select $1, location_id, moves.delta from moves, allowed where moves.delta > 0
      on conflict (variant_id, location_id) do update set on_hand = stock_at.on_hand + excluded.on_hand
    ), noted as (
      insert into stock_movements (variant_id, location_id, delta, reason, at, by_account, note, reference)
      select $1, location_id, moves.delta, $3, $4, $6, $7, $8 from moves, allowed
    )
    select reserved, on_hand + delta < reserved as is_below, there, exists (select from allowed) as is_allowed from step`,
});
const CHANGE = recount('stock.change', '$2::integer');
/** Clients echo what they were shown: that is no wish to change it. */
const SET_AVAILABLE = recount(
  'stock.set_available',
  'case when not is_tracked or greatest(on_hand - reserved, 0) = $2::integer then 0 else reserved + $2::integer - on_hand end',
);
const SET_ON_HAND = recount('stock.set_on_hand', '$2::integer - case when $5::uuid is null then on_hand else there end');

const OPEN_UNCOUNTED = {
  name: 'stock.open_uncounted',
  text: `insert into stock (variant_id, on_hand, reserved, version, is_tracked) values ($1, 0, 0, 1, false) on conflict do nothing`,
};

interface Recounted {
  readonly reserved: number;
  readonly there: number;
  readonly is_below: boolean;
  readonly is_allowed: boolean;
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
    const [, waiting] = await Promise.all([this.#sql.query(HOLD_PROMISED, [orderId]), this.#sql.query<Waiting>(SHIP, [orderId, at])]);
    if (waiting.length > 0) throw new AwaitingStock(waiting.map(({ variant_id: variantId, pieces }) => ({ variantId, pieces })));
  }

  change(variantId: VariantId, delta: number, reason: MovementReason, at: Date, around: Circumstances = {}): Promise<void> {
    return this.#recount(CHANGE, variantId, [delta, reason, at], around);
  }

  setAvailable(variantId: VariantId, available: number, at: Date): Promise<void> {
    return this.#recount(SET_AVAILABLE, variantId, [available, 'correction', at]);
  }

  setOnHand(variantId: VariantId, onHand: number, at: Date, { reason = 'correction', ...around }: Count = {}): Promise<void> {
    return this.#recount(SET_ON_HAND, variantId, [onHand, reason, at], around);
  }

  async openUncounted(variantId: VariantId): Promise<void> {
    this.#sql.write(OPEN_UNCOUNTED, [variantId]);
    this.#note([variantId]);
  }

  async #recount(
    statement: typeof CHANGE,
    variantId: VariantId,
    values: readonly [number, MovementReason, Date],
    { locationId, by, note, reference }: Circumstances = {},
  ): Promise<void> {
    const [, [recounted]] = await Promise.all([
      this.#sql.query(OPEN_STOCK, [variantId]),
      this.#sql.query<Recounted>(statement, [variantId, ...values, locationId ?? null, by ?? null, note ?? null, reference ?? null]),
    ]);
    this.#note([variantId]);
    if (recounted?.is_allowed) return;
    if (recounted && !recounted.is_below) throw new NotEnoughThere(variantId, recounted.there);
    throw new StockBelowReserved(variantId, recounted?.reserved ?? 0);
  }

  /** What can be sold of these is another number now. Goods that leave the house were set aside before, so nobody is told of them. */
  #note(variantIds: readonly VariantId[]): void {
    for (const variantId of variantIds) this.#changes.add(`stock:${variantId}`);
  }
}
