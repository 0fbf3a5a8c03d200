import type { PaymentBooks, PaymentOnRecord, UnansweredRefund } from '../../../application/payment/ports/payment-books.js';
import type { PaymentStatus } from '../../../domain/payment/payment-state.js';
import { id, type RefundId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';
import type { Sql } from '../shared/sql.js';

interface RecordRow {
  readonly id: string;
  readonly order_id: string;
  readonly reference: string | null;
  readonly currency: string;
  readonly amount_minor: number;
  readonly captured_minor: number;
  readonly refunded_minor: number;
  readonly on_its_way_back_minor: number;
  readonly status: PaymentStatus;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface UnansweredRow {
  readonly id: string;
  readonly payment_id: string;
  readonly order_id: string;
  readonly gateway: string;
}

const OPENED = {
  name: 'payments.opened_between',
  text: `select p.id, p.order_id, p.reference, p.currency, p.amount_minor, p.captured_minor, p.refunded_minor, p.status,
      p.created_at, p.updated_at, (
      select coalesce(sum(refund.amount_minor), 0)::bigint from refunds refund
      where refund.payment_id = p.id and refund.status in ('requested', 'pending')
    ) as on_its_way_back_minor
    from payments p where p.gateway = $1 and p.created_at >= $2 and p.created_at < $3 and p.method not in ('cod', 'manual')`,
};

const UNANSWERED = {
  name: 'refunds.unanswered',
  text: `select refund.id, refund.payment_id, p.order_id, p.gateway from refunds refund join payments p on p.id = refund.payment_id
    where refund.status in ('requested', 'pending') and refund.requested_at < $1 and p.method <> 'manual' and ($3::uuid is null or refund.id > $3)
    order by refund.id limit $2`,
};

export class SqlPaymentBooks implements PaymentBooks {
  constructor(private readonly sql: Sql) {}

  async openedBetween(gateway: string, from: Date, to: Date): Promise<readonly PaymentOnRecord[]> {
    const rows = await this.sql.query<RecordRow>(OPENED, [gateway, from, to]);
    return rows.map(({ currency, ...row }) => ({
      id: id(row.id),
      orderId: id(row.order_id),
      reference: row.reference,
      amount: Money.of(row.amount_minor, currency),
      openedAt: row.created_at,
      status: row.status,
      changedAt: row.updated_at,
      captured: Money.of(row.captured_minor, currency),
      refunded: Money.of(row.refunded_minor, currency),
      onItsWayBack: Money.of(row.on_its_way_back_minor, currency),
    }));
  }

  async unansweredRefunds(before: Date, limit: number, after?: RefundId): Promise<readonly UnansweredRefund[]> {
    const rows = await this.sql.query<UnansweredRow>(UNANSWERED, [before, limit, after ?? null]);
    return rows.map((row) => ({
      refundId: id(row.id),
      paymentId: id(row.payment_id),
      orderId: id(row.order_id),
      gateway: row.gateway,
    }));
  }
}
