import type { Reconciliation } from '../../../application/checkout/reconcile-payments.js';
import type { PaymentView } from '../../../application/order/ports/order-view.js';
import type { RefundView } from '../../../application/payment/ports/payment-admin-queries.js';
import { Money, type MoneyData } from '../../../domain/shared/money.js';
import { presentMoney } from '../shared/money-on-the-wire.js';

export const presentPayment = (payment: PaymentView) => {
  const money = (minor: number) => presentMoney(Money.of(minor, payment.currency));
  return {
    id: payment.id,
    order_id: payment.orderId,
    user_id: payment.customerId,
    amount: money(payment.amountMinor),
    amount_captured: money(payment.capturedMinor),
    amount_refunded: money(payment.refundedMinor),
    currency: payment.currency,
    status: payment.status,
    is_paid: payment.isPaid,
    payment_gateway: payment.gateway,
    method: payment.method,
    decline_code: payment.declineCode,
    next_action: payment.nextAction,
    created_at: payment.createdAt,
    updated_at: payment.updatedAt,
  };
};

const presentSum = (sum: MoneyData | null) => sum && presentMoney(Money.from(sum));

export const presentReconciliation = ({ from, to }: { readonly from: Date; readonly to: Date }, found: Reconciliation) => ({
  from: from.toISOString(),
  to: to.toISOString(),
  differences: found.differences.map(({ kind, gateway, paymentId, orderId, reference, here, there }) => ({
    kind,
    payment_gateway: gateway,
    payment_id: paymentId,
    order_id: orderId,
    reference,
    amount_here: presentSum(here),
    amount_there: presentSum(there),
    currency: (here ?? there)?.currency ?? '',
  })),
  unreachable: found.unreachable,
});

export const presentRefund = (refund: RefundView) => {
  const money = (minor: number) => presentMoney(Money.of(minor, refund.currency));
  return {
    id: refund.id,
    payment_id: refund.paymentId,
    order_id: refund.orderId,
    amount: money(refund.amountMinor),
    currency: refund.currency,
    status: refund.status,
    reason: refund.reason,
    lines: refund.lines.map(({ orderLineId, quantity, amountMinor }) => ({
      order_item_id: orderLineId,
      quantity,
      amount: money(amountMinor),
    })),
    shipping: money(refund.shippingMinor),
    created_at: refund.createdAt,
  };
};
