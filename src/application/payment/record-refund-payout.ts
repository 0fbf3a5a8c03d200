import type { Actor } from '../../domain/order/order-state.js';
import { RefundNotFound } from '../../domain/payment/payment-errors.js';
import type { PaymentId, RefundId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { PaymentRepository } from './ports/payment-repository.js';

export interface RecordRefundPayoutInput {
  readonly paymentId: PaymentId;
  readonly refundId: RefundId;
  /** Where it can be found again: a bank's reference, a receipt's number. */
  readonly reference: string;
  readonly by: Actor;
}

/**
 * Writes down that money which came by hand has gone back by hand: its refund has succeeded, and who said so and under which reference
 * stays in the order's history. Of several who write it down at once exactly one does.
 */
export class RecordRefundPayout {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; payments: PaymentRepository }>,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws RefundNotFound
   * @throws RefundNotByHand when a provider pays it
   * @throws IllegalRefundTransition when it has been paid out before
   */
  async execute({ paymentId, refundId, reference, by }: RecordRefundPayoutInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ orders, payments }) => {
      const asked = await payments.find(paymentId);
      if (!asked) throw new RefundNotFound();
      const [order, tries] = await Promise.all([orders.find(asked.orderId), payments.ofOrder(asked.orderId)]);
      const payment = tries.find(({ id }) => id === paymentId);
      if (!order || !payment) throw new RefundNotFound();
      const at = this.clock.now();
      payment.payOutRefund(refundId, reference, at);
      const sum = payment.refund(refundId).amount;
      order.notePayment(paymentId, `refund of ${sum.toDecimal()} ${sum.currency} paid out: ${reference}`, by, at);
      await Promise.all([orders.save(order), payments.save(payment)]);
    }, claim);
  }
}
