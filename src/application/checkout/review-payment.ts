import type { Actor } from '../../domain/order/order-state.js';
import type { Order } from '../../domain/order/order.js';
import { PaymentNotFound, ProviderSilent, UnknownPaymentGateway } from '../../domain/payment/payment-errors.js';
import type { Payment, ProviderWord, ReviewDecision } from '../../domain/payment/payment.js';
import type { PaymentId, RefundId } from '../../domain/shared/ids.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import { GatewayUnreachable, type PaymentGateway, type PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';

export interface ReviewPaymentInput {
  readonly paymentId: PaymentId;
  readonly decision: ReviewDecision;
  /** Why; it stays in the order's history, with who decided. */
  readonly reason: string;
  readonly by: Actor;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository; stock: StockLedger };

/**
 * A person has looked at a payment for which a provider named a sum that is not ours. The provider is asked once more, outside any
 * unit of work, since what it says now is what counts; a hold that is accepted is captured first. Accepted, the payment confirms its
 * order, or goes back when the order is over or paid otherwise; refunded, all of it goes back by the ordinary way; cancelled, what was
 * not taken is let go of. Of several who decide at once exactly one does, and who and why stays in the order's history.
 */
export class ReviewPayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly gateways: PaymentGateways,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws PaymentNotFound
   * @throws UnknownPaymentGateway when its gateway is not open any more
   * @throws ProviderSilent
   * @throws IllegalPaymentTransition when there is nothing to look at
   * @throws ReviewDoesNotFit
   */
  async execute({ paymentId, decision, reason, by }: ReviewPaymentInput, claim?: RequestClaim): Promise<void> {
    const word = await this.#wordOf(paymentId, decision);
    await this.unitOfWork.run(async (scope) => {
      const { orders, payments, stock } = scope;
      const asked = await payments.find(paymentId);
      if (!asked) throw new PaymentNotFound();
      const [order, tries] = await Promise.all([orders.find(asked.orderId), payments.ofOrder(asked.orderId)]);
      const payment = tries.find(({ id }) => id === paymentId);
      if (!order || !payment) throw new PaymentNotFound();
      const wasWaiting = payment.status === 'needs_review';
      const at = this.clock.now();
      payment.review(decision, word, { at, refundId: this.ids.next<RefundId>() });
      const others = tries.filter(({ id }) => id !== paymentId);
      const note = `payment ${DONE[decision]}: ${reason}`;
      const letGo = decision === 'accept' && wasWaiting ? this.#accept(order, payment, others, { by, note, at }) : [];
      if (!(decision === 'accept' && wasWaiting)) order.notePayment(paymentId, note, by, at);
      const isLost = decision !== 'accept' && order.isAwaitingPayment && !others.some(({ isOpen, coversOrder }) => isOpen || coversOrder);
      await Promise.all([
        orders.save(order),
        payments.save(payment),
        ...letGo.map((each) => payments.save(each)),
        ...(isLost ? [stock.release(order.id)] : []),
      ]);
    }, claim);
  }

  /** @returns other tries that nothing is wanted of any more. */
  #accept(
    order: Order,
    payment: Payment,
    others: readonly Payment[],
    { by, note, at }: { readonly by: Actor; readonly note: string; readonly at: Date },
  ): readonly Payment[] {
    if (order.isAwaitingPayment) {
      order.confirm({ paymentId: payment.id, by, reason: note }, at);
      const open = others.filter(({ isOpen }) => isOpen);
      for (const superfluous of open) superfluous.letGo(at);
      return open;
    }
    order.notePayment(payment.id, note, by, at);
    const isOver = order.status === 'cancelled' || order.status === 'expired';
    if (isOver || others.some(({ coversOrder }) => coversOrder))
      payment.takeBack(isOver ? 'order_is_over' : 'paid_twice', { at, refundId: this.ids.next<RefundId>() });
    return [];
  }

  async #wordOf(paymentId: PaymentId, decision: ReviewDecision): Promise<ProviderWord> {
    const payment = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if (!payment) throw new PaymentNotFound();
    // Nothing to ask about: whether this is a repetition or a mistake is found out where it would be decided.
    if (!payment.isToBeReviewed) return { outcome: 'unknown' };
    const gateway = this.gateways.find(payment.gateway);
    if (!gateway) throw new UnknownPaymentGateway(this.gateways.names);
    try {
      return await standing(gateway, payment, decision);
    } catch (error) {
      if (error instanceof GatewayUnreachable) throw new ProviderSilent(paymentId);
      throw error;
    }
  }
}

const DONE: Readonly<Record<ReviewDecision, string>> = { accept: 'accepted', refund: 'given back', cancel: 'cancelled' };

/** How it stands at the provider, which takes a hold, as much of it as is ours, when it is accepted. */
async function standing(gateway: PaymentGateway, payment: Payment, decision: ReviewDecision): Promise<ProviderWord> {
  const word = await gateway.lookUp(payment.known);
  const isTaken = decision === 'accept' && payment.status === 'needs_review' && word.outcome === 'authorized';
  if (!isTaken || word.amount.currency !== payment.amount.currency) return word;
  return gateway.capture(payment.known, word.amount.atMost(payment.amount));
}
