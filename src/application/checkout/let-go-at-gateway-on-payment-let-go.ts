import type { PaymentLetGo } from '../../domain/payment/payment-events.js';
import { id, type PaymentId } from '../../domain/shared/ids.js';
import type { PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SettlePayment } from './settle-payment.js';

/**
 * Tells the provider that nothing is wanted of a payment any more. What was taken meanwhile is settled, which gives it back.
 * Repeating it changes nothing; it is repeated until the provider has answered.
 */
export class LetGoAtGatewayOnPaymentLetGo implements EventHandler<PaymentLetGo> {
  readonly name = 'let-go-at-gateway';
  readonly on = 'payment.let_go';

  constructor(
    private readonly unitOfWork: UnitOfWork<{ payments: PaymentRepository }>,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
  ) {}

  async handle({ aggregateId, payload: { orderId, gateway: name } }: PaymentLetGo): Promise<void> {
    const paymentId = id<PaymentId>(aggregateId);
    const gateway = this.gateways.find(name);
    const payment = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if (!gateway || !payment) return;
    await gateway.void(payment.known);
    const word = await gateway.lookUp(payment.known);
    if (word.outcome === 'captured') await this.settlePayment.execute({ orderId, paymentId, word });
  }
}
