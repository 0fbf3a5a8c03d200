import { BadWebhookSignature, PaymentNotFound } from '../../domain/payment/payment-errors.js';
import type { CustomerId, PaymentId } from '../../domain/shared/ids.js';
import { paymentViewOf, type PaymentView } from '../order/ports/order-view.js';
import type { BroughtProof, PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { askWhatBecame } from './ask-gateway.js';
import type { SettlePayment } from './settle-payment.js';

export interface ConfirmPaymentInput {
  readonly paymentId: PaymentId;
  /** Whose it must be; null when a signed link proves enough. */
  readonly customerId: CustomerId | null;
  /** What the provider's checkout gave to the browser; checked where the provider signs it. */
  readonly proof?: BroughtProof | undefined;
}

/** The provider may not have heard of a payment that is being asked for this moment. */
const IN_FLIGHT_MS = 20_000;

/**
 * The buyer is back from the provider: asks what became of the payment and settles it, whatever the browser says. Repeating it, or a
 * webhook at the same instant, changes nothing; a provider that does not answer leaves it as it is.
 */
export class ConfirmPayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ payments: PaymentRepository }>,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws PaymentNotFound also for somebody else's
   * @throws BadWebhookSignature when the proof is none
   */
  async execute({ paymentId, customerId, proof }: ConfirmPaymentInput): Promise<PaymentView> {
    const payment = await this.#find(paymentId);
    const state = payment.toState();
    if (customerId !== null && state.customerId !== customerId) throw new PaymentNotFound();
    const gateway = this.gateways.find(payment.gateway);
    if (proof && gateway?.signed?.(payment.known, proof) === false) throw new BadWebhookSignature();
    if (!payment.isOpen || !gateway) return paymentViewOf(state);
    const word = await askWhatBecame(gateway, payment.known);
    const isYoung = this.clock.now().getTime() - payment.openedAt.getTime() < IN_FLIGHT_MS;
    const isNoWord = word.outcome === 'processing' || word.outcome === 'requires_action' || (word.outcome === 'unknown' && isYoung);
    if (isNoWord) return paymentViewOf(state);
    await this.settlePayment.execute({ orderId: payment.orderId, paymentId, word });
    return paymentViewOf((await this.#find(paymentId)).toState());
  }

  async #find(paymentId: PaymentId) {
    const payment = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if (!payment) throw new PaymentNotFound();
    return payment;
  }
}
