import type { RefundRequested } from '../../domain/payment/payment-events.js';
import type { RefundState } from '../../domain/payment/payment-state.js';
import type { Payment } from '../../domain/payment/payment.js';
import { id, type OrderId, type PaymentId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { UnansweredRefund } from './ports/payment-books.js';
import type { PaymentGateway, PaymentGateways } from './ports/payment-gateway.js';
import type { LedgerSource, PaymentRepository } from './ports/payment-repository.js';

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

  /** The same for whoever finds it without an end; of one that is under way it is asked what became of it. */
  async payBack({ paymentId, refundId, gateway: name }: UnansweredRefund): Promise<void> {
    const gateway = this.gateways.find(name);
    const asked = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    const refund = asked?.refund(refundId);
    if (!gateway || !asked || !refund) return;
    if (waitsForAnswer(refund)) await this.#ask(gateway, asked, refund);
    else if (refund.status === 'pending') await this.#askWhatBecame(gateway, asked, refund);
  }

  async #ask(
    gateway: PaymentGateway,
    { id: paymentId, orderId, known }: Payment,
    { id: refundId, key, amount }: RefundState,
  ): Promise<void> {
    const answer = await gateway.refund(known, key, amount);
    await this.#change(orderId, paymentId, 'answer', (payment, at) => {
      const refund = payment.refund(refundId);
      if (refund.key !== key || !waitsForAnswer(refund)) return false;
      payment.refundSent(refundId, answer.outcome === 'failed' ? null : answer.reference, at);
      if (answer.outcome === 'succeeded') payment.refundSucceeded(refundId, at);
      if (answer.outcome === 'failed') payment.refundFailed(refundId, answer.reason, at);
      return true;
    });
  }

  /** It was under way when we heard of it last, and a notice may have been lost. */
  async #askWhatBecame(
    gateway: PaymentGateway,
    { id: paymentId, orderId, known }: Payment,
    { key, reference }: RefundState,
  ): Promise<void> {
    const answer = await gateway.lookUpRefund(known, { key, reference });
    if (answer.outcome === 'unknown' || answer.outcome === 'pending') return;
    const news = { refundId: key, reference: reference ?? '', answer };
    await this.#change(orderId, paymentId, 'asked', (payment, at) => payment.hearRefund(news, at) === 'moved');
  }

  /** @param change @returns whether there is something to save. */
  async #change(
    orderId: OrderId,
    paymentId: PaymentId,
    source: LedgerSource,
    change: (payment: Payment, at: Date) => boolean,
  ): Promise<void> {
    await this.unitOfWork.run(async ({ orders, payments }) => {
      const [, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
      const payment = tries.find(({ id: each }) => each === paymentId);
      if (payment && change(payment, this.clock.now())) await payments.save(payment, source);
    });
  }
}
