import { paymentViewOf, type PaymentView } from '../../../application/order/ports/order-view.js';
import type { PaymentAdminQueries, RefundView } from '../../../application/payment/ports/payment-admin-queries.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import type { PaymentStatus, RefundStatus } from '../../../domain/payment/payment-state.js';
import { looksLikeId, type RefundId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { toPaymentState, type PaymentRow, type RefundRow } from './payment-mapper.js';

interface RefundViewRow extends Omit<RefundRow, 'requested_at'> {
  readonly payment_id: string;
  readonly order_id: string;
  readonly currency: string;
  readonly requested_at: Date;
}

const PAYMENTS = { table: 'payments', select: 'select it.*, null as refunds from payments it' };
const REFUNDS = {
  table: 'refunds',
  select: 'select it.*, payment.order_id, payment.currency from refunds it join payments payment on payment.id = it.payment_id',
};

const toPaymentView = (row: PaymentRow): PaymentView => paymentViewOf(toPaymentState(row));

const toRefundView = (row: RefundViewRow): RefundView => ({
  id: row.id,
  paymentId: row.payment_id,
  orderId: row.order_id,
  amountMinor: row.amount_minor,
  currency: row.currency,
  status: row.status,
  reason: row.reason,
  lines: row.lines.map(({ orderLineId, units, amountMinor }) => ({ orderLineId, quantity: units.length, amountMinor })),
  shippingMinor: row.shipping_minor,
  createdAt: row.requested_at.toISOString(),
});

export class SqlPaymentAdminQueries implements PaymentAdminQueries {
  constructor(private readonly sql: Sql) {}

  payments({ status }: { readonly status?: PaymentStatus | undefined }, page: PageRequest): Promise<Page<PaymentView>> {
    return this.#page(PAYMENTS, status, page, toPaymentView);
  }

  payment(paymentId: string): Promise<PaymentView | undefined> {
    return this.#one(PAYMENTS, paymentId, toPaymentView);
  }

  refunds({ status }: { readonly status?: RefundStatus | undefined }, page: PageRequest): Promise<Page<RefundView>> {
    return this.#page(REFUNDS, status, page, toRefundView);
  }

  refund(refundId: RefundId): Promise<RefundView | undefined> {
    return this.#one(REFUNDS, refundId, toRefundView);
  }

  async #one<Row extends object, View>(
    { table, select }: typeof PAYMENTS,
    rowId: string,
    toView: (row: Row) => View,
  ): Promise<View | undefined> {
    if (!looksLikeId(rowId)) return undefined;
    const [row] = await this.sql.query<Row>({ name: `${table}.for_admin`, text: `${select} where it.id = $1` }, [rowId]);
    return row && toView(row);
  }

  async #page<Row extends object, View extends { readonly id: string }>(
    { table, select }: typeof PAYMENTS,
    status: string | undefined,
    { page, limit, cursor }: PageRequest,
    toView: (row: Row) => View,
  ): Promise<Page<View>> {
    const isKeyset = cursor !== undefined && cursor !== '';
    if (isKeyset && !looksLikeId(cursor)) return { items: [], total: 0, nextCursor: null };
    // One text for each shape, so that the planner sees which index fits.
    const shape = `${status === undefined ? 'all' : 'status'}.${isKeyset ? 'after' : 'page'}`;
    const where = status === undefined ? '$3::text is null' : 'it.status = $3';
    const part = isKeyset ? `and it.id < $1 order by it.id desc limit $2` : `order by it.id desc offset $1 limit $2`;
    const [rows, counted] = await Promise.all([
      this.sql.query<Row>({ name: `${table}.for_admin.${shape}`, text: `${select} where ${where} ${part}` }, [
        isKeyset ? cursor : (page - 1) * limit,
        limit,
        status ?? null,
      ]),
      this.sql.query<{ total: number }>(
        {
          name: `${table}.for_admin.count`,
          text: `select count(*)::int as total from ${table} it where $1::text is null or it.status = $1`,
        },
        [status ?? null],
      ),
    ]);
    const items = rows.map(toView);
    const total = counted[0]?.total ?? 0;
    if (cursor === undefined) return { items, total };
    return { items, total, nextCursor: items.length === limit ? (items[items.length - 1]?.id ?? null) : null };
  }
}
