import type { PaymentView } from '../../../application/order/ports/order-view.js';
import { Money } from '../../../domain/shared/money.js';
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
