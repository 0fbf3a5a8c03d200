import type { PaymentBooks, PaymentOnRecord } from '../../../application/payment/ports/payment-books.js';
import type { PaymentStatus } from '../../../domain/payment/payment-state.js';
import { id } from '../../../domain/shared/ids.js';
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
}

const OPENED = {
  name: 'payments.opened_between',
  text: `select p.id, p.order_id, p.reference, p.currency, p.amount_minor, p.captured_minor, p.refunded_minor, p.status, p.created_at, (
      select coalesce(sum(refund.amount_minor), 0)::bigint from refunds refund
      where refund.payment_id = p.id and refund.status in ('requested', 'pending')
    ) as on_its_way_back_minor
    from payments p where p.gateway = $1 and p.created_at >= $2 and p.created_at < $3 and p.method not in ('cod', 'manual')`,
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
      captured: Money.of(row.captured_minor, currency),
      refunded: Money.of(row.refunded_minor, currency),
      onItsWayBack: Money.of(row.on_its_way_back_minor, currency),
    }));
  }
}
