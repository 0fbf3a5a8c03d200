import type { DomainEvent } from '../shared/domain-event.js';
import type { CustomerId, OrderId, RefundId } from '../shared/ids.js';
import type { MoneyData } from '../shared/money.js';
import type { PaymentStatus } from './payment-state.js';

interface Step {
  readonly orderId: OrderId;
  readonly customerId: CustomerId | null;
  readonly gateway: string;
  readonly amount: MoneyData;
  readonly from: PaymentStatus | null;
  readonly to: PaymentStatus;
}

export type PaymentOpened = DomainEvent<'payment.opened', Step>;
/** The provider will tell later, wants something of the buyer, holds the money, gets it by hand, or had to give it back to the bank; or a person has looked at it. */
export type PaymentAcknowledged = DomainEvent<
  | 'payment.processing'
  | 'payment.action_required'
  | 'payment.authorized'
  | 'payment.promised'
  | 'payment.reviewed'
  | 'payment.charged_back',
  Step
>;
/** The provider named a sum that is not ours: the payment waits for a person, or, when money is held or taken already, goes on and is looked at. */
export type PaymentDoubted = DomainEvent<'payment.review_needed' | 'payment.sum_differs', Step & { readonly named: MoneyData }>;
/** `amount` is what was taken now; `isLate` when it came after we had given up on it, so that it goes back. */
export type PaymentCaptured = DomainEvent<'payment.captured', Step & { readonly isLate: boolean }>;
export type PaymentFailed = DomainEvent<'payment.failed', Step & { readonly declineCode: string }>;
/** We want nothing of it any more; the provider has still to be told. */
export type PaymentLetGo = DomainEvent<'payment.let_go', Step>;
export type RefundRequested = DomainEvent<'payment.refund_requested', Step & { readonly refundId: RefundId; readonly reason: string }>;
export type PaymentRefunded = DomainEvent<'payment.refunded', Step & { readonly refundId: RefundId }>;
/** What had gone back came back to the provider: it is ours again. */
export type RefundReversed = DomainEvent<'payment.refund_reversed', Step & { readonly refundId: RefundId; readonly reason: string }>;
export type RefundFailed = DomainEvent<'payment.refund_failed', Step & { readonly refundId: RefundId; readonly reason: string }>;
/** The provider said something that changes nothing any more; kept for whoever has to find out what happened. */
export type WordIgnored = DomainEvent<'payment.word_ignored', Step & { readonly word: string }>;

export type PaymentEvent =
  | PaymentOpened
  | PaymentAcknowledged
  | PaymentDoubted
  | PaymentCaptured
  | PaymentFailed
  | PaymentLetGo
  | RefundRequested
  | PaymentRefunded
  | RefundReversed
  | RefundFailed
  | WordIgnored;
