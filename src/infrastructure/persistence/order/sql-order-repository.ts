import type { OrderRepository } from '../../../application/order/ports/order-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { historyEntryOf } from '../../../domain/order/order-history.js';
import type { Order } from '../../../domain/order/order.js';
import type { CustomerId, OrderId } from '../../../domain/shared/ids.js';
import { refusalOf, violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { toCreditRows, toLineRows, toOrder, toOrderValues, type OrderRow } from './order-mapper.js';

/** Lines never change once they are written, so reading them beside the lock shows nothing old. */
const LINES = `(select jsonb_agg(to_jsonb(line) order by line.position) from order_lines line where line.order_id = o.id) as lines`;

const FIND = { name: 'orders.find', text: `select o.*, ${LINES} from orders o where o.id = $1 for update of o` };
const LAST_PLACED = {
  name: 'orders.last_placed',
  text: `select o.*, ${LINES} from orders o where o.customer_id = $1 and o.placed_at >= $2 order by o.id desc limit 1`,
};

const HISTORY_COLUMNS = 'order_id, at, from_status, to_status, actor_kind, actor_id, reason';
const HISTORY_OF = (parameter: string) => `
  select o.id, entry.at, entry.from_status, entry.to_status, entry.actor_kind, entry.actor_id, entry.reason
  from o, jsonb_to_recordset(${parameter}::jsonb) as entry (
    at timestamptz, from_status text, to_status text, actor_kind text, actor_id uuid, reason text)`;

/** The order, its lines and its first steps, in one statement. */
const INSERT = {
  name: 'orders.insert',
  text: `with o as (
      insert into orders (id, number, customer_id, email, cart_id, status, currency, subtotal_minor, discount_minor, shipping_minor,
        tax_minor, tax_added_minor, total_minor, prices_include_tax, shipping_address_id, shipping_address, billing_address,
        shipping_method_code, shipping_method_name, pay_by, placed_at, updated_at, version)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1)
      returning id
    ), lines as (
      insert into order_lines (order_id, position, id, product_id, variant_id, title, description, slug, image_url, variant_title, sku,
        quantity, backordered, unit_price_minor, discount_minor, tax_minor)
      select o.id, line.* from o, jsonb_to_recordset($23::jsonb) as line (position integer, id uuid, product_id uuid, variant_id uuid,
        title text, description text, slug text, image_url text, variant_title text, sku text, quantity integer,
        backordered integer, unit_price_minor bigint, discount_minor bigint, tax_minor bigint)
    )
    insert into order_history (${HISTORY_COLUMNS}) ${HISTORY_OF('$24')}`,
};

/** Only if nobody was faster; the steps are appended with it or not at all. */
const UPDATE = {
  name: 'orders.update',
  text: `with o as (
      update orders set status = $3, pay_by = $4, updated_at = $5, called_off = $7, version = version + 1
      where id = $1 and version = $2 returning id
    ), steps as (
      insert into order_history (${HISTORY_COLUMNS}) ${HISTORY_OF('$6')}
    )
    select refuse('stale order') where not exists (select from o)`,
};

const toHistoryRows = (events: readonly Parameters<typeof historyEntryOf>[0][]) =>
  events.map(historyEntryOf).map(({ at, from, to, by, reason }) => ({
    at,
    from_status: from,
    to_status: to,
    actor_kind: by.kind,
    actor_id: by.id ?? null,
    reason,
  }));

const ONE_OF_A_KIND = ['orders_pkey', 'orders_number', 'orders_one_per_cart'];

export class SqlOrderRepository implements OrderRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'outbox'>) {}

  async find(orderId: OrderId): Promise<Order | undefined> {
    const [row] = await this.transaction.sql.query<OrderRow>(FIND, [orderId]);
    return row && toOrder(row);
  }

  async lastPlacedBy(customerId: CustomerId, since: Date): Promise<Order | undefined> {
    const [row] = await this.transaction.sql.query<OrderRow>(LAST_PLACED, [customerId, since]);
    return row && toOrder(row);
  }

  async save(order: Order): Promise<void> {
    const { sql, outbox } = this.transaction;
    const events = order.pullEvents();
    const history = JSON.stringify(toHistoryRows(events));
    outbox.append(events);
    // Changed by somebody else; or the same cart, or by a rare chance the same number: whoever was first stands, and the unit of work looks again.
    const explained = (error: unknown): unknown =>
      refusalOf(error) || ONE_OF_A_KIND.some((name) => violatesUnique(error, name)) ? new ConcurrencyConflict('order', order.id) : error;
    if (order.version === 0) {
      sql.write(INSERT, [...toOrderValues(order), JSON.stringify(toLineRows(order)), history], explained);
    } else {
      const { status, payBy, updatedAt } = order.toState();
      const calledOff = JSON.stringify(toCreditRows(order));
      sql.write(UPDATE, [order.id, order.version, status, payBy, updatedAt, history, calledOff], explained);
    }
  }
}
