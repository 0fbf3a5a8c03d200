import type { KnownPayment, PaymentGateway, SignedRequest } from '../../src/application/payment/ports/payment-gateway.js';
import type { PaymentId, RefundId } from '../../src/domain/shared/ids.js';

/** What becomes of a payment that is made in this way. */
export type Fate =
  /** The money is taken at once. */
  | 'paid'
  /** The money is held and taken later. */
  | 'held'
  | 'card_declined'
  | 'insufficient_funds'
  | 'expired_card'
  /** The buyer has to do something first, and does it (see `Way.buyer`). */
  | 'asks_buyer'
  /** The provider tells later. */
  | 'answers_later'
  /** Paid, and its refunds are refused. */
  | 'refund_fails'
  /** Paid, and its refunds take days. */
  | 'refund_takes_time';

/** How to ask for a payment so that it meets its fate. */
export interface Way {
  readonly gateway: PaymentGateway;
  readonly token?: string | undefined;
  /** Plays the buyer at the provider's page, for a payment that was answered with `requires_action`. */
  readonly buyer?: ((payment: KnownPayment, reference: string) => Promise<void>) | undefined;
}

/** What happens to a call between us and the provider. */
export type Fault =
  /** The provider never hears of it. */
  | 'request_lost'
  /** It takes effect and nobody is told. */
  | 'answer_lost'
  /** The provider answers 500 and does nothing. */
  | 'server_error'
  /** Something answers that is not the provider, such as a proxy with a page of its own. */
  | 'gibberish';

/** What a notice of the provider may tell. */
export type Notice = 'captured' | 'authorized' | 'declined' | 'refunded' | 'charge_back' | 'irrelevant';

/** What the provider's books say, read past the adapter, so that they can contradict it. */
export interface ProviderBooks {
  /** How many charges took or hold money for this payment. */
  readonly charges: number;
  /** In major units as decimal text with all the currency's decimals, "10.50"; what was taken and what went back or is on its way. */
  readonly taken: string;
  readonly givenBack: string;
}

/** A gateway and its provider, put up for one case of the kit. */
export interface GatewayUnderTest {
  /**
   * A new adapter on the same provider, as another process would have: it remembers nothing.
   * Undefined when no payment can meet that fate here.
   */
  way(fate: Fate): Way | undefined;
  /** Runs `ask` while every call of its adapter meets this fault; undefined when the line cannot break so. */
  during?: (<Result>(fault: Fault, ask: (way: Way) => Promise<Result>) => Promise<Result>) | undefined;
  /** What the provider's own servers hold of a payment of ours. */
  books?: ((paymentId: PaymentId) => Promise<ProviderBooks>) | undefined;
  /** A notice about a payment that stands as the notice says, signed by the provider at this instant. */
  notice?: ((notice: Notice, payment: KnownPayment, at: Date, refundId?: RefundId) => Promise<SignedRequest>) | undefined;
  /** What must not be read anywhere. */
  readonly secrets: readonly string[];
  close?: (() => Promise<void>) | undefined;
}
