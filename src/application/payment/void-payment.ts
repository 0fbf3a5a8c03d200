import { PaymentNotFound } from '../../domain/payment/payment-errors.js';
import type { PaymentId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { PaymentRepository } from './ports/payment-repository.js';

export interface VoidPaymentInput {
  readonly paymentId: PaymentId;
}

/** Lets go of money that is held, promised, or may still come; the provider is told after the commit, by a job. */
export class VoidPayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; payments: PaymentRepository }>,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws PaymentNotFound
   * @throws CaptureInProgress
   * @throws IllegalPaymentTransition when money was taken: that is given back
   */
  async execute({ paymentId }: VoidPaymentInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ orders, payments }) => {
      const asked = await payments.find(paymentId);
      if (!asked) throw new PaymentNotFound();
      const [, tries] = await Promise.all([orders.find(asked.orderId), payments.ofOrder(asked.orderId)]);
      const payment = tries.find(({ id }) => id === paymentId);
      if (!payment) throw new PaymentNotFound();
      payment.void(this.clock.now());
      await payments.save(payment);
    }, claim);
  }
}
