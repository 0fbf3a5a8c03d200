import type { CartAtHand } from '../../../application/cart/ports/cart-queries.js';
import type { CartRepository } from '../../../application/cart/ports/cart-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import type { Cart, CartItem } from '../../../domain/cart/cart.js';
import type { CartId, CartItemId, CustomerId } from '../../../domain/shared/ids.js';
import { refusalOf, violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { CART_AT_HAND, readAtHand, type AtHandRow } from './cart-at-hand.js';
import { toCart, toItem, toItemRow, type CartItemRow, type CartRow } from './cart-mapper.js';

const WITH_ITEM = `carts where customer_id = $1 and id = (select cart_id from cart_items where id = $2)`;
const COLUMNS = 'id, customer_id, status, created_at, updated_at, version';

const LOCK_ACTIVE = { name: 'carts.lock_active', text: `select id from carts where customer_id = $1 and status = 'active' for update` };
const LOCK_WITH_ITEM = { name: 'carts.lock_with_item', text: `select ${COLUMNS} from ${WITH_ITEM} for update` };
/** Sent behind the lock, so that they are read as whoever held it before has left them. */
const ITEMS_BESIDE_ITEM = {
  name: 'carts.items_beside_item',
  text: `select item.id, variant.product_id, item.variant_id, item.quantity, item.seen_price_minor, item.currency, item.added_at
    from cart_items as item join variants as variant on variant.id = item.variant_id
    where item.cart_id = (select id from ${WITH_ITEM}) order by item.id`,
};

const ITEMS_FROM = (parameter: string) => `
  insert into cart_items (id, cart_id, variant_id, quantity, seen_price_minor, currency, added_at)
  select item.id, cart.id, item.variant_id, item.quantity, item.seen_price_minor, item.currency, item.added_at
  from cart, jsonb_to_recordset(${parameter}::jsonb) as item (
    id uuid, variant_id uuid, quantity integer, seen_price_minor bigint, currency text, added_at timestamptz)`;

/** The cart and its first lines. */
const INSERT = {
  name: 'carts.insert',
  text: `with cart as (
      insert into carts (id, customer_id, status, created_at, updated_at, version) values ($1, $2, $3, $4, $5, 1) returning id
    ) ${ITEMS_FROM('$6')}`,
};

/** Only if nobody was faster; of the lines only what changed is written, and what is not among those that stay is gone. */
const UPDATE = {
  name: 'carts.update',
  text: `with cart as (
      update carts set status = $3, updated_at = $4, version = version + 1 where id = $1 and version = $2 returning id
    ), gone as (
      delete from cart_items using cart where cart_id = cart.id and not (cart_items.id = any($5::uuid[]))
    ), put as (
      ${ITEMS_FROM('$6')}
      on conflict (id) do update set quantity = excluded.quantity, seen_price_minor = excluded.seen_price_minor, currency = excluded.currency
    )
    select refuse('stale cart') where not exists (select from cart)`,
};

export class SqlCartRepository implements CartRepository {
  /** The lines as they were read: what is still the same object has not changed. */
  readonly #read = new Map<CartId, ReadonlySet<CartItem>>();

  constructor(
    private readonly transaction: Pick<Transaction, 'sql' | 'outbox' | 'isRepeated'>,
    private readonly clock: Clock,
  ) {}

  /** Hardly ever do two change one cart at once: only a unit of work that lost once holds it while it decides. */
  async atHand(customerId: CustomerId): Promise<CartAtHand<Cart>> {
    const { sql, isRepeated } = this.transaction;
    const held = isRepeated ? sql.query(LOCK_ACTIVE, [customerId]) : undefined;
    const [rows] = await Promise.all([sql.query<AtHandRow>(CART_AT_HAND, [customerId]), held]);
    const { cart, items, ...beside } = readAtHand(customerId, rows, this.clock.now());
    return { cart: cart && this.#known(cart, items), ...beside };
  }

  async activeOf(customerId: CustomerId): Promise<Cart | undefined> {
    return (await this.atHand(customerId)).cart;
  }

  async withItem(customerId: CustomerId, itemId: CartItemId): Promise<Cart | undefined> {
    const { sql } = this.transaction;
    const values = [customerId, itemId];
    const [[row], rows] = await Promise.all([
      sql.query<CartRow>(LOCK_WITH_ITEM, values),
      sql.query<CartItemRow>(ITEMS_BESIDE_ITEM, values),
    ]);
    return row && this.#known(row, rows.map(toItem));
  }

  async save(cart: Cart): Promise<void> {
    const { sql, outbox } = this.transaction;
    outbox.append(cart.pullEvents());
    const { id, customerId, status, items, createdAt, updatedAt } = cart.toState();
    const known = this.#read.get(id);
    const changed = JSON.stringify(items.filter((item) => !known?.has(item)).map(toItemRow));
    // Somebody else started the customer's cart, or changed it: the unit of work looks again and finds what they did.
    const explained = (error: unknown): unknown =>
      violatesUnique(error, 'carts_one_active') || refusalOf(error) ? new ConcurrencyConflict('cart', id) : error;
    if (cart.version === 0) {
      sql.write(INSERT, [id, customerId, status, createdAt, updatedAt, changed], explained);
    } else {
      const staying = items.map((item) => item.id);
      sql.write(UPDATE, [id, cart.version, status, updatedAt, staying, changed], explained);
    }
  }

  #known(row: CartRow, items: readonly CartItem[]): Cart {
    const cart = toCart(row, items);
    this.#read.set(cart.id, new Set(items));
    return cart;
  }
}
