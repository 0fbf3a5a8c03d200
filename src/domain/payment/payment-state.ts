import type { CustomerId, OrderId, OrderLineId, PaymentId, RefundId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';

export type PaymentStatus =
  | 'pending'
  | 'requires_action'
  | 'processing'
  | 'authorized'
  | 'partially_captured'
  | 'captured'
  | 'partially_refunded'
  | 'refunded'
  | 'charged_back'
  | 'voided'
  | 'expired'
  | 'failed'
  | 'cancelled'
  | 'needs_review';

/**
 * The whole life of a payment; a status that is not listed under another cannot follow it. `failed`, `cancelled`, `voided` and
 * `expired` are the end unless the provider took the money after all: then it is captured, and given back at once. What is let go of
 * one that is captured in part leaves it captured; the way back from refunded is that of a refund which failed after it had succeeded.
 */
export const PAYMENT_MAY_BECOME: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  pending: ['requires_action', 'processing', 'authorized', 'captured', 'failed', 'cancelled', 'needs_review'],
  requires_action: ['authorized', 'captured', 'failed', 'cancelled', 'needs_review'],
  processing: ['authorized', 'captured', 'failed', 'cancelled', 'needs_review'],
  authorized: ['partially_captured', 'captured', 'voided', 'expired'],
  partially_captured: ['captured', 'partially_refunded', 'refunded', 'charged_back'],
  captured: ['partially_refunded', 'refunded', 'charged_back'],
  partially_refunded: ['captured', 'refunded', 'charged_back'],
  refunded: ['captured', 'partially_refunded'],
  charged_back: [],
  needs_review: ['captured', 'refunded', 'cancelled'],
  voided: ['captured'],
  expired: ['captured'],
  failed: ['captured'],
  cancelled: ['captured'],
};

export type RefundStatus = 'requested' | 'pending' | 'succeeded' | 'failed';

/**
 * The life of a refund. One that failed may be tried again; one that succeeded fails when the provider says later that the money came
 * back to it, by its own word and by nothing else.
 */
export const REFUND_MAY_BECOME: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  requested: ['pending'],
  pending: ['succeeded', 'failed'],
  succeeded: ['failed'],
  failed: ['pending'],
};

/** Pieces of a line of the order, by their place in it, and what was paid for them. */
export interface RefundLine {
  readonly orderLineId: OrderLineId;
  readonly units: readonly number[];
  readonly amount: Money;
}

/** What a refund is for; a free sum is for nothing in particular. */
export interface RefundFor {
  readonly lines: readonly RefundLine[];
  /** Of what was paid for shipping. */
  readonly shipping: Money;
}

export interface RefundState extends RefundFor {
  readonly id: RefundId;
  readonly amount: Money;
  readonly status: RefundStatus;
  readonly reason: string;
  /** What the provider knows its latest try by: the first by the refund's own id, each later one by another. */
  readonly key: RefundId;
  /** The provider's own word for it, once it has one. */
  readonly reference: string | null;
  readonly requestedAt: Date;
}

export interface PaymentState {
  readonly id: PaymentId;
  readonly orderId: OrderId;
  readonly customerId: CustomerId | null;
  readonly gateway: string;
  /** `card`, `upi`, `wallet`, `cod`, `manual`. */
  readonly method: string;
  readonly amount: Money;
  readonly captured: Money;
  /** Of refunds that succeeded. */
  readonly refunded: Money;
  readonly status: PaymentStatus;
  /** The money comes by hand at delivery: nobody waits for a provider's answer. */
  readonly isPromised: boolean;
  readonly reference: string | null;
  readonly declineCode: string | null;
  readonly nextAction: { readonly type: 'redirect'; readonly url: string } | null;
  readonly refunds: readonly RefundState[];
  /** A capture that was begun, and that nobody has heard the end of. */
  readonly capturing: { readonly amount: Money; readonly since: Date } | null;
  /** A sum which the provider named and which is not ours, until somebody has looked at it. */
  readonly doubt: Money | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const AWAITING_WORD: readonly PaymentStatus[] = ['pending', 'requires_action', 'processing'];
const HOLDING_MONEY: readonly PaymentStatus[] = ['authorized', 'partially_captured', 'captured', 'partially_refunded', 'needs_review'];

/** The provider has not said yes or no. */
export const isOpen = ({ status, isPromised }: Pick<PaymentState, 'status' | 'isPromised'>): boolean =>
  AWAITING_WORD.includes(status) && !isPromised;

/** The money is here, held for us, or promised: nothing more is asked of the buyer. */
export const coversOrder = ({ status, isPromised }: Pick<PaymentState, 'status' | 'isPromised'>): boolean =>
  HOLDING_MONEY.includes(status) || (status === 'pending' && isPromised);

/** Money taken and not wholly given back. */
export const isPaid = ({ status }: Pick<PaymentState, 'status'>): boolean => status === 'captured' || status === 'partially_refunded';

export type OrderPaymentStatus =
  'unpaid' | 'authorized' | 'partially_paid' | 'paid' | 'refund_pending' | 'partially_refunded' | 'refunded' | 'charged_back' | 'failed';

/**
 * What is to be said about the money of an order, from its payments alone; never stored.
 * Money in another currency, which only goes back, is none of the order's.
 * @param due less than the total when pieces were called off before they were paid.
 */
export function paymentStatusOf(
  total: Money,
  due: Money,
  all: readonly Pick<PaymentState, 'status' | 'isPromised' | 'captured' | 'refunded' | 'refunds'>[],
): OrderPaymentStatus {
  const payments = all.filter(({ captured }) => captured.currency === total.currency);
  const nothing = total.times(0);
  const sum = (amounts: readonly Money[]) => amounts.reduce((rest, amount) => rest.plus(amount), nothing);
  const taken = payments.filter(({ status }) => status !== 'charged_back');
  const captured = sum(payments.map((payment) => payment.captured));
  const kept = sum(taken.map((payment) => payment.captured.minus(payment.refunded)));
  const onItsWayBack = sum(
    taken.flatMap(({ refunds }) =>
      refunds.filter(({ status }) => status === 'requested' || status === 'pending').map(({ amount }) => amount),
    ),
  );
  if (total.isZero) return 'paid';
  if (!captured.isZero) {
    if (!total.isMoreThan(kept.minus(onItsWayBack))) return 'paid';
    if (!onItsWayBack.isZero) return 'refund_pending';
    if (taken.length < payments.length) return 'charged_back';
    if (kept.isZero) return 'refunded';
    if (!kept.equals(captured)) return 'partially_refunded';
    return due.isMoreThan(kept) ? 'partially_paid' : 'paid';
  }
  if (payments.some(({ status }) => status === 'authorized')) return 'authorized';
  const latest = payments[payments.length - 1];
  return latest?.status === 'failed' && !payments.some(isOpen) ? 'failed' : 'unpaid';
}
