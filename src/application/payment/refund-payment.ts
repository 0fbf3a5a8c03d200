import { creditsFor, type LineWish } from '../../domain/order/credit.js';
import { paidForShipping, type OrderState } from '../../domain/order/order-state.js';
import { PaymentNotFound, ShippingGivenBack } from '../../domain/payment/payment-errors.js';
import type { RefundFor } from '../../domain/payment/payment-state.js';
import type { Payment } from '../../domain/payment/payment.js';
import type { PaymentId, RefundId } from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { PaymentRepository } from './ports/payment-repository.js';

/** A free sum, or what was paid for some pieces and for shipping. */
export type RefundWish =
  | { readonly amount: string | number; readonly currency?: string | undefined }
  | { readonly lines: readonly LineWish[]; readonly shipping: boolean };

export interface RefundPaymentInput {
  readonly paymentId: PaymentId;
  readonly wish: RefundWish;
  readonly reason: string;
}

/**
 * Begins to give captured money back; the provider is told after the commit, by a job. Of pieces it is their share of what was paid,
 * discount and tax included, each piece and the shipping once; never more than was captured, however many ask at the same time.
 */
export class RefundPayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; payments: PaymentRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws PaymentNotFound
   * @throws RefundExceedsCaptured
   * @throws UnknownOrderLine
   * @throws MoreThanIsLeft when a piece has been given back or called off
   * @throws ShippingGivenBack
   * @throws InvalidAmount
   * @throws CurrencyMismatch
   */
  async execute({ paymentId, wish, reason }: RefundPaymentInput, claim?: RequestClaim): Promise<RefundId> {
    return this.unitOfWork.run(async ({ orders, payments }) => {
      const asked = await payments.find(paymentId);
      if (!asked) throw new PaymentNotFound();
      const [order, tries] = await Promise.all([orders.find(asked.orderId), payments.ofOrder(asked.orderId)]);
      const payment = tries.find(({ id }) => id === paymentId);
      if (!order || !payment) throw new PaymentNotFound();
      const refundId = this.ids.next<RefundId>();
      const at = this.clock.now();
      if ('amount' in wish) {
        const amount = Money.parse(wish.amount, wish.currency ?? payment.amount.currency);
        payment.requestRefund(refundId, amount, reason, at);
      } else {
        const given = whatIsGiven(order.toState(), tries, wish);
        const amount = given.lines.reduce((sum, line) => sum.plus(line.amount), given.shipping);
        payment.requestRefund(refundId, amount, reason, at, given);
      }
      await payments.save(payment);
      return refundId;
    }, claim);
  }
}

function whatIsGiven(order: OrderState, tries: readonly Payment[], wish: Extract<RefundWish, { lines: unknown }>): RefundFor {
  const before = tries.flatMap(({ givenBack }) => givenBack);
  const lines = creditsFor(order, wish.lines, [...order.calledOff, ...before.flatMap((refund) => refund.lines)]);
  const nothing = order.shipping.times(0);
  if (!wish.shipping) return { lines, shipping: nothing };
  if (before.some(({ shipping }) => !shipping.isZero)) throw new ShippingGivenBack();
  return { lines, shipping: paidForShipping(order) };
}
