import type {
  AuthorizeRequest,
  BookedPayment,
  GatewayAnswer,
  GatewayStanding,
  KnownPayment,
  KnownRefund,
  PaymentGateway,
  ProviderEvent,
  RefundAnswer,
  RefundStanding,
} from '../../application/payment/ports/payment-gateway.js';
import { BadWebhookSignature } from '../../domain/payment/payment-errors.js';
import type { RefundId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';

const referenceOf = (paymentId: string): string => `cod_${paymentId.replaceAll('-', '')}`;

/** The carrier takes the money at the door. Nobody keeps books but us, so every answer follows from the question. */
export class CashOnDelivery implements PaymentGateway {
  readonly name = 'cod';

  async authorize({ paymentId }: AuthorizeRequest): Promise<GatewayAnswer> {
    return { outcome: 'promised', reference: referenceOf(paymentId) };
  }

  async capture({ id: paymentId }: KnownPayment, amount: Money): Promise<GatewayAnswer> {
    return { outcome: 'captured', reference: referenceOf(paymentId), amount };
  }

  async void(): Promise<void> {
    // a promise is let go by nobody collecting it
  }

  async refund(_payment: KnownPayment, refundId: RefundId): Promise<RefundAnswer> {
    return { outcome: 'succeeded', reference: `cod_refund_${refundId.replaceAll('-', '')}` };
  }

  async lookUp({ id: paymentId }: KnownPayment): Promise<GatewayStanding> {
    return { outcome: 'promised', reference: referenceOf(paymentId) };
  }

  async lookUpRefund(payment: KnownPayment, { key }: KnownRefund): Promise<RefundStanding> {
    return this.refund(payment, key);
  }

  /** There is no provider: whoever says that they are it is not. */
  async readWebhook(): Promise<readonly ProviderEvent[]> {
    throw new BadWebhookSignature();
  }

  async *booked(): AsyncIterable<BookedPayment> {
    // there are no books but ours
  }
}
