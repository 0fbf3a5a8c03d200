import type { RefundRequested } from '../../domain/payment/payment-events.js';
import type { RefundState } from '../../domain/payment/payment-state.js';
import type { Payment } from '../../domain/payment/payment.js';
import { id, type PaymentId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { UnansweredRefund } from './ports/payment-books.js';
import type { PaymentGateways } from './ports/payment-gateway.js';
import type { PaymentRepository } from './ports/payment-repository.js';

type Scope = { orders: OrderRepository; payments: PaymentRepository };

/** Nobody has heard what the provider says to its latest try. */
const waitsForAnswer = ({ status, reference }: RefundState): boolean =>
  status === 'requested' || (status === 'pending' && reference === null);

/**
 * Has the provider give money back, and writes down what it said. The refund's id is the provider's key, so repeating it pays back
 * once; a provider that does not answer is asked again, and a refund that failed is tried again under a key of its own.
 * Money that came by hand goes back by hand: its refund stays requested.
 */
export class PayBackOnRefundRequested implements EventHandler<RefundRequested> {
  readonly name = 'pay-back';
  readonly on = 'payment.refund_requested';

  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly gateways: PaymentGateways,
    private readonly clock: Clock,
  ) {}

  handle({ aggregateId, payload: { orderId, refundId, gateway } }: RefundRequested): Promise<void> {
    return this.payBack({ paymentId: id<PaymentId>(aggregateId), orderId, refundId, gateway });
  }

  /** The same for whoever finds it without an answer. */
  async payBack({ paymentId, orderId, refundId, gateway: name }: UnansweredRefund): Promise<void> {
    const gateway = this.gateways.find(name);
    const asked = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if (!gateway || !asked || !waitsForAnswer(asked.refund(refundId))) return;
    const { amount, key } = asked.refund(refundId);
    const answer = await gateway.refund(asked.known, key, amount);
    await this.unitOfWork.run(async ({ orders, payments }) => {
      const [, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
      const payment = tries.find((each: Payment) => each.id === paymentId);
      const refund = payment?.refund(refundId);
      if (!payment || !refund || refund.key !== key || !waitsForAnswer(refund)) return;
      const at = this.clock.now();
      payment.refundSent(refundId, answer.outcome === 'failed' ? null : answer.reference, at);
      if (answer.outcome === 'succeeded') payment.refundSucceeded(refundId, at);
      if (answer.outcome === 'failed') payment.refundFailed(refundId, answer.reason, at);
      await payments.save(payment, 'answer');
    });
  }
}
