import { paymentViewOf, type PaymentView } from '../../../application/order/ports/order-view.js';
import type { PaymentQueries, UnansweredPayment } from '../../../application/payment/ports/payment-queries.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { coversOrder } from '../../../domain/payment/payment-state.js';
import { id, looksLikeId, type CustomerId, type PaymentId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';
import type { Sql } from '../shared/sql.js';
import { toPaymentState, type PaymentRow } from './payment-mapper.js';

/** What is shown of a payment does not tell its refunds one by one. */
const SELECT = 'select p.*, null as refunds from payments p';

const PAGE = { name: 'payments.page', text: `${SELECT} where p.customer_id = $1 order by p.id desc limit $2 offset $3` };
const AFTER = { name: 'payments.after', text: `${SELECT} where p.customer_id = $1 and p.id < $3 order by p.id desc limit $2` };
const COUNT = { name: 'payments.count', text: 'select count(*)::int as total from payments p where p.customer_id = $1' };
const DETAILS = {
  name: 'payments.details',
  text: `${SELECT} where p.customer_id = $2 and p.id = $1 union all ${SELECT} where p.customer_id = $2 and p.order_id = $1 order by id`,
};
const UNANSWERED = {
  name: 'payments.unanswered',
  text: `select id, order_id, gateway, reference, currency, amount_minor, captured_minor, created_at from payments
    where status in ('pending', 'requires_action', 'processing') and not is_promised and updated_at < $1 and ($3::uuid is null or id > $3)
    order by id limit $2`,
};

interface UnansweredRow {
  readonly id: string;
  readonly order_id: string;
  readonly gateway: string;
  readonly reference: string | null;
  readonly currency: string;
  readonly amount_minor: number;
  readonly captured_minor: number;
  readonly created_at: Date;
}

export class SqlPaymentQueries implements PaymentQueries {
  constructor(private readonly sql: Sql) {}

  async listOf(customerId: CustomerId, { page, limit, cursor }: PageRequest): Promise<Page<PaymentView>> {
    const isKeyset = cursor !== undefined && cursor !== '';
    if (isKeyset && !looksLikeId(cursor)) return { items: [], total: 0, nextCursor: null };
    const [rows, counted] = await Promise.all([
      this.sql.query<PaymentRow>(isKeyset ? AFTER : PAGE, [customerId, limit, isKeyset ? cursor : (page - 1) * limit]),
      this.sql.query<{ total: number }>(COUNT, [customerId]),
    ]);
    const items = rows.map((row) => paymentViewOf(toPaymentState(row)));
    const total = counted[0]?.total ?? 0;
    if (cursor === undefined) return { items, total };
    return { items, total, nextCursor: items.length === limit ? (items[items.length - 1]?.id ?? null) : null };
  }

  async detailsOf(paymentOrOrderId: string, customerId: CustomerId): Promise<PaymentView | undefined> {
    if (!looksLikeId(paymentOrOrderId)) return undefined;
    const rows = await this.sql.query<PaymentRow>(DETAILS, [paymentOrOrderId, customerId]);
    const states = rows.map(toPaymentState);
    const shown = states.find(coversOrder) ?? states[states.length - 1];
    return shown && paymentViewOf(shown);
  }

  async unansweredSince(before: Date, limit: number, after?: PaymentId): Promise<readonly UnansweredPayment[]> {
    const rows = await this.sql.query<UnansweredRow>(UNANSWERED, [before, limit, after ?? null]);
    return rows.map((row) => ({
      id: id(row.id),
      orderId: id(row.order_id),
      gateway: row.gateway,
      reference: row.reference,
      amount: Money.of(row.amount_minor, row.currency),
      captured: Money.of(row.captured_minor, row.currency),
      openedAt: row.created_at,
    }));
  }
}
