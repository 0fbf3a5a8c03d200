import type { OrderFilter, OrderQueries } from '../../../application/order/ports/order-queries.js';
import { orderViewOf, type OrderView } from '../../../application/order/ports/order-view.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import type { HistoryEntry } from '../../../domain/order/order-history.js';
import type { Actor, OrderStatus } from '../../../domain/order/order-state.js';
import type { PaymentState, PaymentStatus, RefundStatus } from '../../../domain/payment/payment-state.js';
import { id, looksLikeId, type CustomerId, type OrderId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';
import type { ShipmentStatus } from '../../../domain/shipping/shipment-state.js';
import { Gathered } from '../shared/gathered.js';
import type { Sql } from '../shared/sql.js';
import { conditionsOf } from './order-filter-sql.js';
import { toOrderState, type OrderRow } from './order-mapper.js';

/** As jsonb tells it: times are text. */
interface PaymentFact {
  readonly currency: string;
  readonly doubted_minor: number | null;
  readonly doubted_currency: string | null;
  readonly id: string;
  readonly gateway: string;
  readonly method: string;
  readonly amount_minor: number;
  readonly captured_minor: number;
  readonly refunded_minor: number;
  readonly status: PaymentStatus;
  readonly is_promised: boolean;
  readonly decline_code: string | null;
  readonly next_action: PaymentState['nextAction'];
  readonly created_at: string;
  readonly updated_at: string;
  readonly refunds:
    readonly { readonly id: string; readonly amount_minor: number; readonly status: RefundStatus; readonly requested_at: string }[] | null;
}

interface OrderViewRow extends OrderRow {
  readonly payments: readonly PaymentFact[] | null;
  readonly shipments: readonly { readonly status: ShipmentStatus; readonly updated_at: string }[] | null;
}

/** An order with everything that is shown beside it, however many of them in one statement. */
const SELECT = `select o.*,
    (select jsonb_agg(to_jsonb(line) order by line.position) from order_lines line where line.order_id = o.id) as lines,
    (select jsonb_agg(to_jsonb(p) || jsonb_build_object('refunds', (
        select jsonb_agg(to_jsonb(refund) order by refund.id) from refunds refund where refund.payment_id = p.id)) order by p.id)
      from payments p where p.order_id = o.id) as payments,
    (select jsonb_agg(jsonb_build_object('status', s.status, 'updated_at', s.updated_at) order by s.number)
      from shipments s where s.order_id = o.id) as shipments
  from orders o`;

const DETAILS = { name: 'orders.details_of_all', text: `${SELECT} where o.id = any($1::uuid[])` };
const HISTORY = {
  name: 'orders.history',
  text: `select h.at, h.from_status, h.to_status, h.actor_kind, h.actor_id, h.reason, o.customer_id
    from order_history h join orders o on o.id = h.order_id where h.order_id = $1 order by h.id`,
};
const OVERDUE = {
  name: 'orders.overdue',
  text: `select id from orders where status = 'pending' and pay_by <= $1 and ($3::uuid is null or id > $3) order by id limit $2`,
};

interface HistoryRow {
  readonly at: Date;
  readonly from_status: OrderStatus | null;
  readonly to_status: OrderStatus;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly reason: string | null;
  readonly customer_id: string | null;
}

const toPayment =
  ({ id: orderId, customer_id }: OrderViewRow) =>
  ({ currency, ...fact }: PaymentFact): PaymentState => ({
    id: id(fact.id),
    orderId: id(orderId),
    customerId: customer_id === null ? null : id<CustomerId>(customer_id),
    gateway: fact.gateway,
    method: fact.method,
    amount: Money.of(fact.amount_minor, currency),
    captured: Money.of(fact.captured_minor, currency),
    refunded: Money.of(fact.refunded_minor, currency),
    status: fact.status,
    isPromised: fact.is_promised,
    reference: null,
    declineCode: fact.decline_code,
    nextAction: fact.next_action,
    refunds: (fact.refunds ?? []).map((refund) => ({
      id: id(refund.id),
      amount: Money.of(refund.amount_minor, currency),
      status: refund.status,
      reason: '',
      lines: [],
      shipping: Money.zero(currency),
      key: id(refund.id),
      reference: null,
      requestedAt: new Date(refund.requested_at),
    })),
    capturing: null,
    doubt: fact.doubted_minor === null || fact.doubted_currency === null ? null : Money.of(fact.doubted_minor, fact.doubted_currency),
    createdAt: new Date(fact.created_at),
    updatedAt: new Date(fact.updated_at),
  });

const toView = (row: OrderViewRow): OrderView =>
  orderViewOf(
    toOrderState(row),
    (row.payments ?? []).map(toPayment(row)),
    (row.shipments ?? []).map(({ status, updated_at }) => ({ status, updatedAt: new Date(updated_at) })),
  );

const toActor = ({ actor_kind: kind, actor_id }: HistoryRow): Actor =>
  kind === 'system' || actor_id === null ? { kind: 'system' } : { kind, id: id<CustomerId>(actor_id) };

export class SqlOrderQueries implements OrderQueries {
  /** Many at a time, when mails are written after a rush. */
  readonly #details = new Gathered(async (orderIds: readonly OrderId[]) => {
    const rows = await this.sql.query<OrderViewRow>(DETAILS, [orderIds]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return orderIds.map((orderId) => byId.get(orderId.toLowerCase()));
  });

  constructor(private readonly sql: Sql) {}

  async detailsOf(orderId: OrderId, customerId: CustomerId | null): Promise<OrderView | undefined> {
    if (!looksLikeId(orderId)) return undefined;
    const row = await this.#details.ask(orderId);
    // Null never owns: an order without an account is nobody's here.
    return row && (customerId === null || row.customer_id === customerId) ? toView(row) : undefined;
  }

  async search(filter: OrderFilter, { page, limit, cursor }: PageRequest): Promise<Page<OrderView>> {
    const { name, text, values } = conditionsOf(filter);
    const [limitAt, whereAt] = [`$${values.length + 1}`, `$${values.length + 2}`];
    const isKeyset = cursor !== undefined && cursor !== '';
    if (isKeyset && !looksLikeId(cursor)) return { items: [], total: 0, nextCursor: null };
    const part = isKeyset
      ? { name: `orders.after.${name}`, text: `${SELECT} where ${text} and o.id < ${whereAt} order by o.id desc limit ${limitAt}` }
      : { name: `orders.page.${name}`, text: `${SELECT} where ${text} order by o.id desc limit ${limitAt} offset ${whereAt}` };
    const [rows, counted] = await Promise.all([
      this.sql.query<OrderViewRow>(part, [...values, limit, isKeyset ? cursor : (page - 1) * limit]),
      this.sql.query<{ total: number }>(
        { name: `orders.count.${name}`, text: `select count(*)::int as total from orders o where ${text}` },
        values,
      ),
    ]);
    const items = rows.map(toView);
    const total = counted[0]?.total ?? 0;
    if (cursor === undefined) return { items, total };
    return { items, total, nextCursor: items.length === limit ? (items[items.length - 1]?.id ?? null) : null };
  }

  async historyOf(orderId: OrderId, customerId: CustomerId | null): Promise<readonly HistoryEntry[] | undefined> {
    if (!looksLikeId(orderId)) return undefined;
    const rows = await this.sql.query<HistoryRow>(HISTORY, [orderId]);
    const isTheirs = rows.length > 0 && (customerId === null || rows[0]?.customer_id === customerId);
    if (!isTheirs) return undefined;
    return rows.map((row) => ({ by: toActor(row), at: row.at, from: row.from_status, to: row.to_status, reason: row.reason }));
  }

  async overdueAt(at: Date, limit: number, after?: OrderId): Promise<readonly OrderId[]> {
    const rows = await this.sql.query<{ id: string }>(OVERDUE, [at, limit, after ?? null]);
    return rows.map((row) => id<OrderId>(row.id));
  }
}
