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
  /** Where the provider sends the buyer's browser back to after a redirect. */
  readonly returnUrl?: string | undefined;
}

/** A payment as both sides know it. */
export interface KnownPayment {
  readonly id: PaymentId;
  /** The provider's own word for it; null while no answer has told us: then it is found by our id. */
  readonly reference: string | null;
  readonly amount: Money;
  /** What we know to be taken of it so far. */
  readonly captured: Money;
  readonly openedAt: Date;
}

/** A refund as both sides know it. */
export interface KnownRefund {
  /** The idempotency key of its latest try. */
  readonly key: RefundId;
  /** The provider's own word for it; null while no answer has told us. */
  readonly reference: string | null;
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

/** What the provider knows of a refund, asked by our own key; `unknown` means it never heard of it. */
export type RefundStanding = RefundAnswer | { readonly outcome: 'unknown' };

/** A request that somebody says comes from the provider, as it came. */
export interface SignedRequest {
  readonly rawBody: Uint8Array;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What a provider's checkout gives to the browser of a buyer who has paid, to be brought to us. */
export interface BroughtProof {
  /** The provider's word for what we asked for. */
  readonly reference: string;
  /** The provider's word for what the buyer did. */
  readonly paid: string;
  readonly signature: string;
}

/** What happened at the provider: to a payment, to a refund, or a bank that took money back from us. */
export type ProviderNews =
  | { readonly kind: 'payment'; readonly word: GatewayStanding }
  | {
      readonly kind: 'refund';
      /** Ours; null when the provider names only its own `reference`. */
      readonly refundId: RefundId | null;
      readonly reference: string;
      readonly answer: RefundAnswer;
    }
  | { readonly kind: 'charge_back'; readonly reference: string }
  /** Nothing that changes anything here. */
  | { readonly kind: 'nothing' };

/** What a provider tells by itself, its signature proven. Events come more than once, late, and in any order. */
export interface ProviderEvent {
  /** The provider's: the same event has the same id however often it is sent. */
  readonly id: string;
  /** In the provider's own words, for whoever has to find out what happened. */
  readonly type: string;
  readonly occurredAt: Date;
  /** Null when it speaks of nothing of ours. */
  readonly paymentId: PaymentId | null;
  readonly news: ProviderNews;
}

/** One line of the provider's own books. */
export interface BookedPayment {
  /** Null when the provider knows of none of ours. */
  readonly paymentId: PaymentId | null;
  readonly reference: string;
  readonly status: 'open' | 'authorized' | 'captured' | 'voided' | 'failed';
  readonly captured: Money;
  /** Of refunds that succeeded or are under way. */
  readonly refunded: Money;
}

/**
 * A payment provider. Every call may be repeated with the same ids and takes effect once. No call is made inside a unit of work.
 * Every method throws GatewayUnreachable when the provider did not answer.
 */
export interface PaymentGateway {
  /** The name clients choose it by: `fake`, `cod`, `stripe` … */
  readonly name: string;
  /** How long it may take until something is in the provider's books, in milliseconds; absent where they are never behind. */
  readonly booksBehindMs?: number;
  /** How long after a payment was opened it may first be in the provider's books, in milliseconds; absent where that is at once. */
  readonly booksOpenLateMs?: number;
  /** Asks for the money; a gateway that captures at once answers `captured`. */
  authorize(request: AuthorizeRequest): Promise<GatewayAnswer>;
  /**
   * Takes `amount` more of what is held: all of it, or a part. What was taken before is `payment.captured`, and the answer tells the
   * sum of both.
   */
  capture(payment: KnownPayment, amount: Money): Promise<GatewayAnswer>;
  /**
   * Lets go of what is held and was not captured; what was captured stays. Repeating it, or voiding what was never asked for, succeeds.
   */
  void(payment: KnownPayment): Promise<void>;
  /** Gives captured money back; `refundId` is the idempotency key. */
  refund(payment: KnownPayment, refundId: RefundId, amount: Money): Promise<RefundAnswer>;
  /** What happened to the payment with our key. */
  lookUp(payment: KnownPayment): Promise<GatewayStanding>;
  /** What became of a refund of it. */
  lookUpRefund(payment: KnownPayment, refund: KnownRefund): Promise<RefundStanding>;
  /** Whether the provider signed this for this payment; only where its checkout signs anything. What counts is still what it answers. */
  signed?(payment: KnownPayment, proof: BroughtProof): boolean;
  /**
   * Reads what the provider tells by itself: only what it signed, over the bytes as they came and compared in constant time, and not
   * longer ago than five minutes where the provider says when.
   * @throws BadWebhookSignature
   */
  readWebhook(request: SignedRequest, at: Date): Promise<readonly ProviderEvent[]>;
  /** The provider's books of the payments that began in this half-open period, for comparing them with ours. */
  booked(from: Date, to: Date): AsyncIterable<BookedPayment>;
}

/** The gateways this shop has, by name. */
export interface PaymentGateways {
  /** `mock` is another name of `fake`. */
  find(name: string): PaymentGateway | undefined;
  readonly names: readonly string[];
}
