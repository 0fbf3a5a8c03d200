import type { CartRepository } from '../../../application/cart/ports/cart-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { Cart, CartItem } from '../../../domain/cart/cart.js';
import type { CartId, CartItemId, CustomerId } from '../../../domain/shared/ids.js';
import { refusalOf, violatesUnique } from '../shared/database-faults.js';
import type { Statement } from '../shared/sql.js';
import type { Transaction } from '../shared/transaction.js';
import { toCart, toItem, toItemRow, type CartItemRow, type CartRow } from './cart-mapper.js';

const ACTIVE = `carts where customer_id = $1 and status = 'active'`;
const WITH_ITEM = `carts where customer_id = $1 and id = (select cart_id from cart_items where id = $2)`;
const COLUMNS = 'id, customer_id, status, created_at, updated_at, version';

/** Sent behind the lock, so that they are read as whoever held it before has left them. */
const itemsOf = (cart: string): string => `
  select item.id, variant.product_id, item.variant_id, item.quantity, item.seen_price_minor, item.currency, item.added_at
  from cart_items as item join variants as variant on variant.id = item.variant_id
  where item.cart_id = (select id from ${cart}) order by item.id`;

const LOCK_ACTIVE = { name: 'carts.lock_active', text: `select ${COLUMNS} from ${ACTIVE} for update` };
const ITEMS_OF_ACTIVE = { name: 'carts.items_of_active', text: itemsOf(ACTIVE) };
const LOCK_WITH_ITEM = { name: 'carts.lock_with_item', text: `select ${COLUMNS} from ${WITH_ITEM} for update` };
const ITEMS_BESIDE_ITEM = { name: 'carts.items_beside_item', text: itemsOf(WITH_ITEM) };

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

  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'outbox'>) {}

  async activeOf(customerId: CustomerId): Promise<Cart | undefined> {
    return this.#held(LOCK_ACTIVE, ITEMS_OF_ACTIVE, [customerId]);
  }

  async withItem(customerId: CustomerId, itemId: CartItemId): Promise<Cart | undefined> {
    return this.#held(LOCK_WITH_ITEM, ITEMS_BESIDE_ITEM, [customerId, itemId]);
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

  async #held(lock: Statement, read: Statement, values: readonly unknown[]): Promise<Cart | undefined> {
    const { sql } = this.transaction;
    const [[row], rows] = await Promise.all([sql.query<CartRow>(lock, values), sql.query<CartItemRow>(read, values)]);
    if (!row) return undefined;
    const items = rows.map(toItem);
    const cart = toCart(row, items);
    this.#read.set(cart.id, new Set(items));
    return cart;
  }
}
