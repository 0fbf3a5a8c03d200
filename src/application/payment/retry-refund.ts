import { MoreThanIsLeft } from '../../domain/order/order-errors.js';
import { lineOf, unitsLeft } from '../../domain/order/credit.js';
import { RefundNotFound, ShippingGivenBack } from '../../domain/payment/payment-errors.js';
import type { PaymentId, RefundId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { PaymentRepository } from './ports/payment-repository.js';

export interface RetryRefundInput {
  readonly paymentId: PaymentId;
  readonly refundId: RefundId;
}

/**
 * Tries a refund again that the provider refused, unless what it was for has gone back by another refund meanwhile. The provider
 * hears of it under a new key, by a job.
 */
export class RetryRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; payments: PaymentRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws RefundNotFound
   * @throws IllegalRefundTransition unless it has failed
   * @throws RefundExceedsCaptured
   * @throws MoreThanIsLeft
   * @throws ShippingGivenBack
   */
  async execute({ paymentId, refundId }: RetryRefundInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ orders, payments }) => {
      const asked = await payments.find(paymentId);
      if (!asked) throw new RefundNotFound();
      const [order, tries] = await Promise.all([orders.find(asked.orderId), payments.ofOrder(asked.orderId)]);
      const payment = tries.find(({ id }) => id === paymentId);
      if (!order || !payment) throw new RefundNotFound();
      const { lines, shipping } = payment.refund(refundId);
      const before = tries.flatMap(({ givenBack }) => givenBack).filter(({ id }) => id !== refundId);
      const gone = before.flatMap((refund) => refund.lines);
      for (const { orderLineId, units } of lines) {
        const left = unitsLeft(lineOf(order, orderLineId), gone);
        if (!units.every((unit) => left.includes(unit))) throw new MoreThanIsLeft(orderLineId, left.length);
      }
      if (!shipping.isZero && before.some((refund) => !refund.shipping.isZero)) throw new ShippingGivenBack();
      payment.retryRefund(refundId, this.ids.next<RefundId>(), this.clock.now());
      await payments.save(payment);
    }, claim);
  }
}
