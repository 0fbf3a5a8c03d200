import type { PaymentState, PaymentStatus, RefundLine, RefundState, RefundStatus } from '../../../domain/payment/payment-state.js';
import { Payment } from '../../../domain/payment/payment.js';
import { id, type CustomerId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';

interface RefundLineRow extends Omit<RefundLine, 'amount'> {
  readonly amountMinor: number;
}

/** As `to_jsonb` tells it: times are text. */
export interface RefundRow {
  readonly id: string;
  readonly amount_minor: number;
  readonly status: RefundStatus;
  readonly reason: string;
  readonly key: string;
  readonly lines: readonly RefundLineRow[];
  readonly shipping_minor: number;
  readonly reference: string | null;
  readonly requested_at: string;
}

/** A payment and its refunds, in their order. */
export interface PaymentRow {
  readonly id: string;
  readonly order_id: string;
  readonly customer_id: string | null;
  readonly gateway: string;
  readonly method: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly captured_minor: number;
  readonly refunded_minor: number;
  readonly status: PaymentStatus;
  readonly is_promised: boolean;
  readonly reference: string | null;
  readonly decline_code: string | null;
  readonly next_action: PaymentState['nextAction'];
  /** Text when it came inside jsonb. */
  readonly created_at: Date | string;
  readonly updated_at: Date | string;
  readonly version: number;
  readonly capturing_minor: number | null;
  readonly capturing_since: Date | string | null;
  readonly doubted_minor: number | null;
  readonly doubted_currency: string | null;
  readonly refunds: readonly RefundRow[] | null;
}

const toRefund =
  (currency: Currency) =>
  (row: RefundRow): RefundState => ({
    id: id(row.id),
    amount: Money.of(row.amount_minor, currency),
    status: row.status,
    reason: row.reason,
    lines: row.lines.map(({ amountMinor, ...line }) => ({ ...line, amount: Money.of(amountMinor, currency) })),
    shipping: Money.of(row.shipping_minor, currency),
    key: id(row.key),
    reference: row.reference,
    requestedAt: new Date(row.requested_at),
  });

export const toPaymentState = (row: PaymentRow): PaymentState => ({
  id: id(row.id),
  orderId: id(row.order_id),
  customerId: row.customer_id === null ? null : id<CustomerId>(row.customer_id),
  gateway: row.gateway,
  method: row.method,
  amount: Money.of(row.amount_minor, row.currency),
  captured: Money.of(row.captured_minor, row.currency),
  refunded: Money.of(row.refunded_minor, row.currency),
  status: row.status,
  isPromised: row.is_promised,
  reference: row.reference,
  declineCode: row.decline_code,
  nextAction: row.next_action,
  refunds: (row.refunds ?? []).map(toRefund(row.currency)),
  capturing:
    row.capturing_minor === null || row.capturing_since === null
      ? null
      : { amount: Money.of(row.capturing_minor, row.currency), since: new Date(row.capturing_since) },
  doubt: row.doubted_minor === null || row.doubted_currency === null ? null : Money.of(row.doubted_minor, row.doubted_currency),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

export const toPayment = (row: PaymentRow): Payment => Payment.reconstitute(toPaymentState(row), row.version);

export const toRefundRows = (payment: Payment): RefundRow[] =>
  payment.toState().refunds.map(({ id: refundId, amount, status, reason, key, lines, shipping, reference, requestedAt }) => ({
    id: refundId,
    amount_minor: amount.minor,
    status,
    reason,
    key,
    lines: lines.map(({ amount: paid, ...line }) => ({ ...line, amountMinor: paid.minor })),
    shipping_minor: shipping.minor,
    reference,
    requested_at: requestedAt.toISOString(),
  }));
