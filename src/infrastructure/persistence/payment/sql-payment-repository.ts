import type { LedgerSource, PaymentRepository } from '../../../application/payment/ports/payment-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { Payment } from '../../../domain/payment/payment.js';
import type { OrderId, PaymentId } from '../../../domain/shared/ids.js';
import { refusalOf, violatesUnique } from '../shared/database-faults.js';
import type { Statement } from '../shared/sql.js';
import type { Transaction } from '../shared/transaction.js';
import { toPayment, toRefundRows, type PaymentRow } from './payment-mapper.js';

const BY_HAND = 'manual';
const REFUNDS = `(select jsonb_agg(to_jsonb(refund) order by refund.id) from refunds refund where refund.payment_id = p.id) as refunds`;

const OF_ORDER: Statement = {
  name: 'payments.of_order',
  text: `select p.*, ${REFUNDS} from payments p where p.order_id = $1 order by p.id`,
  isRead: true,
};
const FIND: Statement = { name: 'payments.find', text: `select p.*, ${REFUNDS} from payments p where p.id = $1`, isRead: true };

const LOG_OF = (parameter: string) => `
  insert into payment_events (payment_id, type, from_status, to_status, amount_minor, source, reference, at)
  select p.id, event.type, event.from_status, event.to_status, event.amount_minor, event.source, event.reference, event.at
  from p, jsonb_to_recordset(${parameter}::jsonb) as event (type text, from_status text, to_status text, amount_minor bigint, source text,
    reference text, at timestamptz)`;

/** The payment and the beginning of its log. */
const INSERT = {
  name: 'payments.insert',
  text: `with p as (
      insert into payments (id, order_id, customer_id, gateway, method, currency, amount_minor, captured_minor, refunded_minor, status,
        is_promised, reference, decline_code, next_action, created_at, updated_at, version)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)
      returning id
    ) ${LOG_OF('$17')}`,
};

/** Only if nobody was faster; refunds and log follow the payment or do not happen. */
const UPDATE = {
  name: 'payments.update',
  text: `with p as (
      update payments set captured_minor = $3, refunded_minor = $4, status = $5, is_promised = $6, reference = $7, decline_code = $8,
        next_action = $9, updated_at = $10, capturing_minor = $13, capturing_since = $14, amount_minor = $15, currency = $16,
        doubted_minor = $17, doubted_currency = $18, version = version + 1
      where id = $1 and version = $2 returning id
    ), given_back as (
      insert into refunds (id, payment_id, amount_minor, status, reason, key, lines, shipping_minor, reference, requested_at)
      select refund.id, p.id, refund.amount_minor, refund.status, refund.reason, refund.key, refund.lines, refund.shipping_minor,
        refund.reference, refund.requested_at
      from p, jsonb_to_recordset($11::jsonb) as refund (id uuid, amount_minor bigint, status text, reason text, key uuid, lines jsonb,
        shipping_minor bigint, reference text, requested_at timestamptz)
      on conflict (id) do update set status = excluded.status, key = excluded.key, reference = excluded.reference
    ), log as (${LOG_OF('$12')})
    select refuse('stale payment') where not exists (select from p)`,
};

/** What came by no provider was written down by somebody. */
const toLogRows = (events: ReturnType<Payment['pullEvents']>, source: LedgerSource, reference: string | null) =>
  events.map(({ type, occurredAt, payload }) => ({
    type,
    from_status: payload.from,
    to_status: payload.to,
    amount_minor: payload.amount.minor,
    source: payload.gateway === BY_HAND ? BY_HAND : source,
    reference: ('reference' in payload && typeof payload.reference === 'string' ? payload.reference : null) ?? reference,
    at: occurredAt,
  }));

export class SqlPaymentRepository implements PaymentRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'outbox'>) {}

  async ofOrder(orderId: OrderId): Promise<readonly Payment[]> {
    return (await this.transaction.sql.query<PaymentRow>(OF_ORDER, [orderId])).map(toPayment);
  }

  async find(paymentId: PaymentId): Promise<Payment | undefined> {
    const [row] = await this.transaction.sql.query<PaymentRow>(FIND, [paymentId]);
    return row && toPayment(row);
  }

  async save(payment: Payment, source: LedgerSource = 'shop'): Promise<void> {
    const { sql, outbox } = this.transaction;
    const events = payment.pullEvents();
    outbox.append(events);
    const { id, orderId, customerId, gateway, method, amount, createdAt, ...state } = payment.toState();
    const nextAction = state.nextAction === null ? null : JSON.stringify(state.nextAction);
    const log = JSON.stringify(toLogRows(events, source, state.reference));
    const changing = [state.captured.minor, state.refunded.minor, state.status, state.isPromised, state.reference, state.declineCode];
    const explained = (error: unknown): unknown =>
      refusalOf(error) || violatesUnique(error, 'payments_pkey') ? new ConcurrencyConflict('payment', id) : error;
    if (payment.version === 0) {
      const fixed = [id, orderId, customerId, gateway, method, amount.currency, amount.minor];
      sql.write(INSERT, [...fixed, ...changing, nextAction, createdAt, state.updatedAt, log], explained);
      return;
    }
    const refunds = JSON.stringify(toRefundRows(payment));
    const capturing = [state.capturing?.amount.minor ?? null, state.capturing?.since ?? null];
    const sums = [amount.minor, amount.currency, state.doubt?.minor ?? null, state.doubt?.currency ?? null];
    const values = [id, payment.version, ...changing, nextAction, state.updatedAt, refunds, log, ...capturing, ...sums];
    sql.write(UPDATE, values, explained);
  }
}
