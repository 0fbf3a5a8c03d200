import { DomainError } from '../shared/domain-error.js';
import type { OrderId, PaymentId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';

/** Unknown, or somebody else's: the answer is the same. */
export class PaymentNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'payment.not_found';

  constructor() {
    super('There is no such payment');
  }
}

export class IllegalPaymentTransition extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.illegal_transition';

  constructor(paymentId: PaymentId, from: string, to: string) {
    super(`A payment that is ${from} cannot become ${to}`, { payment_id: paymentId, from, to });
  }
}

export class IllegalRefundTransition extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'refund.illegal_transition';

  constructor(from: string, to: string) {
    super(`A refund that is ${from} cannot become ${to}`, { from, to });
  }
}

/** What a person is about to decide depends on what the provider says now, and it says nothing. */
export class ProviderSilent extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'payment.provider_silent';
  /** Seconds. */
  readonly retryAfter = 20;

  constructor(paymentId: PaymentId) {
    super('The payment provider does not answer: nothing was decided', { payment_id: paymentId });
  }
}

/** Cancelled can only be what was not taken; accepted and given back only what was, accepted only in the currency of the order. */
export class ReviewDoesNotFit extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.review_does_not_fit';

  constructor(decision: string, standing: string) {
    super(`That cannot be decided: at the provider this payment is ${standing.replaceAll('_', ' ')}`, { decision, standing });
  }
}

/** What a provider gives back is not handed over by somebody as well. */
export class RefundNotByHand extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'refund.not_by_hand';

  constructor() {
    super('This refund is paid by the provider: only what came by hand goes back by hand');
  }
}

export class RefundNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'refund.not_found';

  constructor() {
    super('There is no such refund');
  }
}

export class CaptureExceedsAuthorization extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.capture_exceeds_authorization';

  constructor(authorized: Money) {
    super(`At most ${authorized.toDecimal()} ${authorized.currency} can be captured`, { authorized: Number(authorized.toDecimal()) });
  }
}

/** One at a time: two that are under way could take more than anybody wanted. */
export class CaptureInProgress extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.capture_in_progress';
  /** Seconds. */
  readonly retryAfter = 20;

  constructor(paymentId: PaymentId) {
    super('A capture of this payment is under way: ask for the payment again in a moment', { payment_id: paymentId });
  }
}

/** The provider has taken nothing more; an authorization may have run out, or be good for one capture only. */
export class CaptureRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.capture_refused';

  constructor(paymentId: PaymentId) {
    super('The provider has taken nothing more of this payment', { payment_id: paymentId });
  }
}

export class RefundExceedsCaptured extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'refund.exceeds_captured';

  constructor(refundable: Money) {
    super(`At most ${refundable.toDecimal()} ${refundable.currency} can be given back`, { refundable: Number(refundable.toDecimal()) });
  }
}

/** What was paid for shipping goes back once. */
export class ShippingGivenBack extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'refund.shipping_given_back';

  constructor() {
    super('What was paid for shipping has been given back already');
  }
}

/** The provider said no; the order waits for another try. */
export class PaymentDeclined extends DomainError {
  readonly kind = 'declined';
  readonly code = 'payment.declined';

  constructor(orderId: OrderId, paymentId: PaymentId | null, declineCode: string | null) {
    super('The payment was declined: try again with another card or another way to pay', {
      order_id: orderId,
      payment_id: paymentId,
      decline_code: declineCode ?? 'card_declined',
    });
  }
}

export class UnknownPaymentGateway extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment.unknown_gateway';

  constructor(names: readonly string[]) {
    super(`This shop takes payments by ${names.join(', ')}`, { gateways: names });
  }
}

/** Too much, too far away, or nothing that a carrier brings, to be paid at the door. */
export class CashOnDeliveryUnavailable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.cod_unavailable';

  constructor(limit: { readonly reason: 'country' | 'digital' } | { readonly reason: 'amount'; readonly max: Money }) {
    super(
      limit.reason === 'amount'
        ? `Cash on delivery goes up to ${limit.max.toDecimal()} ${limit.max.currency}: pay in another way`
        : limit.reason === 'digital'
          ? 'Cash on delivery is for what a carrier brings: pay in another way'
          : 'There is no cash on delivery in this country: pay in another way',
      { reason: limit.reason, ...(limit.reason === 'amount' && { max: Number(limit.max.toDecimal()) }) },
    );
  }
}

/** Nothing comes in by the door of a provider that the shop does not have. */
export class GatewayNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'gateway.not_found';

  constructor() {
    super('This shop has no such payment gateway');
  }
}

/** Not from the provider, or too long ago, or changed on its way. */
export class BadWebhookSignature extends DomainError {
  readonly kind = 'malformed';
  readonly code = 'webhook.bad_signature';

  constructor() {
    super('This is not signed by the provider, or was signed too long ago');
  }
}
