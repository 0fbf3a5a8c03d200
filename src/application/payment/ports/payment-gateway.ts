import type { PaymentId, RefundId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';

/** Why a card was refused, in words that are safe to show. */
export type DeclineCode = 'card_declined' | 'insufficient_funds' | 'expired_card' | 'processing_error';

/** What the buyer has to do before the money can come. */
export interface NextAction {
  readonly type: 'redirect';
  readonly url: string;
}

export interface AuthorizeRequest {
  /** Also the idempotency key at the provider: asking twice charges once. */
  readonly paymentId: PaymentId;
  readonly amount: Money;
  /** The provider's word for the card; never a card number. Absent: the gateway's own default. */
  readonly token?: string | undefined;
  /** False asks the fake gateway to decline; every other gateway ignores it. */
  readonly simulateSuccess?: boolean | undefined;
}

/**
 * What the provider said. `captured` the money is here · `authorized` it is promised · `promised` it comes by hand at delivery (cash) ·
 * `declined` is an answer · `processing` the provider will tell later · `requires_action` the buyer has to do something first.
 */
export type GatewayAnswer =
  | { readonly outcome: 'captured'; readonly reference: string; readonly amount: Money }
  | { readonly outcome: 'authorized'; readonly reference: string; readonly amount: Money }
  | { readonly outcome: 'promised'; readonly reference: string }
  | { readonly outcome: 'declined'; readonly reference: string | null; readonly declineCode: DeclineCode }
  | { readonly outcome: 'processing'; readonly reference: string }
  | { readonly outcome: 'requires_action'; readonly reference: string; readonly nextAction: NextAction };

/** What the provider knows of a payment, asked by our own key; `unknown` means it never heard of it, so nothing was charged. */
export type GatewayStanding = GatewayAnswer | { readonly outcome: 'unknown' } | { readonly outcome: 'voided'; readonly reference: string };

/** The provider did not answer, or not in words we understand: nothing is known, so ask again by our key. */
export class GatewayUnreachable extends Error {
  constructor(gateway: string, cause?: unknown) {
    super(`The payment gateway ${gateway} did not answer`, { cause });
    this.name = 'GatewayUnreachable';
  }
}

export type RefundAnswer =
  { readonly outcome: 'succeeded' | 'pending'; readonly reference: string } | { readonly outcome: 'failed'; readonly reason: string };

/**
 * A payment provider. Every call may be repeated with the same ids and takes effect once. No call is made inside a unit of work.
 * Every method throws GatewayUnreachable when the provider did not answer.
 */
export interface PaymentGateway {
  /** The name clients choose it by: `fake`, `cod`, `stripe` … */
  readonly name: string;
  /** Asks for the money; a gateway that captures at once answers `captured`. */
  authorize(request: AuthorizeRequest): Promise<GatewayAnswer>;
  /** Takes an authorized amount, or a part of it. */
  capture(paymentId: PaymentId, amount: Money): Promise<GatewayAnswer>;
  /** Lets go of an authorization that was not captured. Repeating it, or voiding what was never asked for, succeeds. */
  void(paymentId: PaymentId): Promise<void>;
  /** Gives captured money back; `refundId` is the idempotency key. */
  refund(paymentId: PaymentId, refundId: RefundId, amount: Money): Promise<RefundAnswer>;
  /** What happened to the payment with our key. */
  lookUp(paymentId: PaymentId): Promise<GatewayStanding>;
}

/** The gateways this shop has, by name. */
export interface PaymentGateways {
  /** `mock` is another name of `fake`. */
  find(name: string): PaymentGateway | undefined;
  readonly names: readonly string[];
}
