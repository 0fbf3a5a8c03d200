import { AggregateRoot } from '../shared/aggregate-root.js';
import type { OrderId, PaymentId, RefundId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';
import {
  CaptureExceedsAuthorization,
  CaptureInProgress,
  IllegalPaymentTransition,
  IllegalRefundTransition,
  RefundExceedsCaptured,
  RefundNotByHand,
  RefundNotFound,
  ReviewDoesNotFit,
} from './payment-errors.js';
import type { PaymentEvent } from './payment-events.js';
import {
  coversOrder,
  isOpen,
  PAYMENT_MAY_BECOME,
  REFUND_MAY_BECOME,
  type PaymentState,
  type PaymentStatus,
  type RefundFor,
  type RefundState,
  type RefundStatus,
} from './payment-state.js';

/** What a provider says about a payment; whatever order its words come in, the payment ends the same. */
export type ProviderWord =
  | { readonly outcome: 'captured' | 'authorized'; readonly reference: string; readonly amount: Money }
  | { readonly outcome: 'promised'; readonly reference: string }
  | { readonly outcome: 'processing'; readonly reference: string | null }
  | { readonly outcome: 'voided'; readonly reference: string }
  | { readonly outcome: 'declined'; readonly reference: string | null; readonly declineCode: string }
  | {
      readonly outcome: 'requires_action';
      readonly reference: string;
      readonly nextAction: { readonly type: 'redirect'; readonly url: string };
    }
  | { readonly outcome: 'unknown' };

/**
 * What a word did: nothing, since it was said before · it was noted and is behind what we know · it moved the payment ·
 * it made the payment one that covers its order.
 */
export type Heard = 'repeated' | 'noted' | 'moved' | 'covers';

/** What a provider says of a refund. */
export interface RefundNews {
  /** The provider's key of the try; null when it names only its own reference. */
  readonly refundId: RefundId | null;
  readonly reference: string;
  readonly answer:
    { readonly outcome: 'succeeded' | 'pending'; readonly reference: string } | { readonly outcome: 'failed'; readonly reason: string };
}

/** What became of a word about a refund or a charge-back; `too_early` what it speaks of is not here yet. */
export type LateHeard = 'repeated' | 'moved' | 'too_early';

export interface Hearing {
  readonly at: Date;
  /** For the refund that starts when the money came too late. */
  readonly refundId: RefundId;
}

/** What a person decides about a payment whose sum is not ours. */
export type ReviewDecision = 'accept' | 'refund' | 'cancel';

export type PaymentDraft = Pick<PaymentState, 'id' | 'orderId' | 'customerId' | 'gateway' | 'method' | 'amount'>;

const NEVER_ARRIVED = 'processing_error';
const SAYS_THE_SAME: Readonly<Partial<Record<PaymentStatus, readonly ProviderWord['outcome'][]>>> = {
  processing: ['processing'],
  requires_action: ['requires_action'],
  authorized: ['authorized'],
  captured: ['captured'],
  failed: ['declined', 'unknown'],
  cancelled: ['voided', 'unknown'],
  voided: ['voided'],
};
const GIVEN_UP: readonly PaymentStatus[] = ['failed', 'cancelled', 'voided', 'expired'];
const TAKEN: readonly PaymentStatus[] = ['captured', 'partially_refunded', 'refunded', 'charged_back'];
/** There is no provider: somebody wrote down that the money came. */
const BY_HAND = 'manual';

/** One try to pay an order, with what was taken and given back of it. */
export class Payment extends AggregateRoot<PaymentEvent> {
  #state: PaymentState;

  private constructor(state: PaymentState, version: number) {
    super(version);
    this.#state = state;
  }

  static open(draft: PaymentDraft, at: Date): Payment {
    const nothing = draft.amount.times(0);
    const payment = new Payment(
      {
        ...draft,
        captured: nothing,
        refunded: nothing,
        status: 'pending',
        isPromised: false,
        reference: null,
        declineCode: null,
        nextAction: null,
        refunds: [],
        capturing: null,
        doubt: null,
        createdAt: at,
        updatedAt: at,
      },
      0,
    );
    payment.record({ type: 'payment.opened', aggregateId: payment.id, occurredAt: at, payload: payment.#step(null) });
    return payment;
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: PaymentState, version: number): Payment {
    return new Payment(state, version);
  }

  get id(): PaymentId {
    return this.#state.id;
  }

  get orderId(): OrderId {
    return this.#state.orderId;
  }

  get status(): PaymentStatus {
    return this.#state.status;
  }

  get amount(): Money {
    return this.#state.amount;
  }

  /** The name of the provider; `manual` when there was none. */
  get gateway(): string {
    return this.#state.gateway;
  }

  get openedAt(): Date {
    return this.#state.createdAt;
  }

  /** What a provider is told of it. */
  get known(): Readonly<Pick<PaymentState, 'id' | 'reference' | 'amount' | 'captured'> & { openedAt: Date }> {
    const { id, reference, amount, captured, createdAt: openedAt } = this.#state;
    return { id, reference, amount, captured, openedAt };
  }

  /** The provider has not said yes or no. */
  get isOpen(): boolean {
    return isOpen(this.#state);
  }

  /** A person has to look at it: the provider named a sum that is not ours. */
  get isToBeReviewed(): boolean {
    return this.#state.status === 'needs_review' || this.#state.doubt !== null;
  }

  /** The money is here, held for us, or promised. */
  get coversOrder(): boolean {
    return coversOrder(this.#state);
  }

  /** What can still be given back: captured, less refunds that succeeded or are under way. */
  get refundable(): Money {
    const { captured, refunded, refunds } = this.#state;
    return refunds
      .filter(({ status }) => status === 'requested' || status === 'pending')
      .reduce((rest, { amount }) => rest.minus(amount), captured.minus(refunded));
  }

  /**
   * Takes in what the provider says; safe to repeat. A word that is behind what we know is noted and changes nothing; money that
   * comes after we gave the payment up is taken in and its refund starts at once.
   */
  hear(word: ProviderWord, { at, refundId }: Hearing): Heard {
    if (this.#knows(word)) return 'repeated';
    const before = this.#state;
    const couldWait = this.isOpen;
    switch (word.outcome) {
      case 'captured':
        this.#hearCaptured(word, { at, refundId });
        break;
      case 'authorized':
        this.#hearAuthorized(word, at);
        break;
      case 'promised':
        this.#hearPromised(word, at);
        break;
      case 'declined':
        this.#fail(word, word.declineCode, word.reference, at);
        break;
      case 'unknown':
        if (before.status === 'pending' || before.status === 'processing') this.#fail(word, NEVER_ARRIVED, null, at);
        else this.#ignore(word, at);
        break;
      case 'processing':
      case 'requires_action':
        this.#hearLater(word, at);
        break;
      case 'voided':
        if (this.isOpen || before.status === 'authorized') this.#letGo(at, word.reference);
        else if (before.status === 'partially_captured') this.#letGoOfRest(at);
        else this.#ignore(word, at);
    }
    if (couldWait && this.coversOrder && this.#state.status !== 'needs_review') return 'covers';
    return this.#state === before ? 'noted' : 'moved';
  }

  /** The provider took an authorized amount, or a part of it. @throws CaptureExceedsAuthorization */
  capture(amount: Money, at: Date): void {
    const { amount: authorized, captured, status } = this.#state;
    if (amount.isMoreThan(authorized.minus(captured))) throw new CaptureExceedsAuthorization(authorized);
    const all = captured.plus(amount);
    // Cash comes once: what was not collected at the door will not come later.
    const next = all.equals(authorized) || this.isPromised ? 'captured' : 'partially_captured';
    const changes = { captured: all, nextAction: null, capturing: null };
    if (next === status) this.#change(changes, at);
    else this.#become(next, changes, at);
    const payload = { ...this.#step(status), amount: amount.toData(), isLate: false };
    this.record({ type: 'payment.captured', aggregateId: this.id, occurredAt: at, payload });
  }

  /**
   * The provider is about to be asked for some of what it holds; until its answer is heard nobody else may ask.
   * @param capturable what may be taken, when that is less than what is held.
   * @throws CaptureExceedsAuthorization
   * @throws CaptureInProgress
   */
  beginCapture(amount: Money, capturable: Money, at: Date): void {
    const { id, status, amount: authorized, captured, capturing } = this.#state;
    if (status !== 'authorized' && status !== 'partially_captured') throw new IllegalPaymentTransition(id, status, 'captured');
    if (capturing) throw new CaptureInProgress(id);
    const atMost = authorized.minus(captured).atMost(capturable);
    if (amount.isZero || amount.isMoreThan(atMost)) throw new CaptureExceedsAuthorization(atMost);
    this.#change({ capturing: { amount, since: at } }, at);
  }

  /** The provider was asked, and has answered, whatever it was. */
  endCapture(at: Date): void {
    if (this.#state.capturing) this.#change({ capturing: null }, at);
  }

  /** The provider was asked, and nobody has heard the answer. */
  get capturing(): PaymentState['capturing'] {
    return this.#state.capturing;
  }

  /** What was taken, less what went back. */
  get kept(): Money {
    return this.#state.captured.minus(this.#state.refunded);
  }

  /** What is held, or may still come, is not wanted any more. @throws IllegalPaymentTransition when money was taken, or all is over */
  void(at: Date): void {
    const { id, status, capturing } = this.#state;
    if (capturing) throw new CaptureInProgress(id);
    if (status !== 'authorized' && !this.isOpen && !this.isPromised) throw new IllegalPaymentTransition(id, status, 'voided');
    this.#letGo(at);
  }

  /** Money that came by another way than a gateway. */
  captureByHand(reference: string, at: Date): void {
    this.#change({ reference }, at);
    this.capture(this.#state.amount, at);
  }

  /** The order is not wanted any more: what has not come is let go, what is held is voided, what was taken is given back. */
  takeBack(reason: string, { at, refundId }: Hearing): void {
    const { status } = this.#state;
    if (status === 'pending' || status === 'requires_action' || status === 'processing' || status === 'authorized') {
      this.#letGo(at);
      return;
    }
    if (status === 'partially_captured') this.#letGoOfRest(at);
    if (!this.refundable.isZero) this.requestRefund(refundId, this.refundable, reason, at);
  }

  /**
   * Somebody has looked at a sum that is not ours. What counts is what the provider says now, not what it said then: `accept` takes in
   * what was taken, `refund` also begins to give all of it back, `cancel` lets go of what was not taken. Of a payment that held or had
   * its money before, `accept` says that it has been looked at.
   * @throws IllegalPaymentTransition when there is nothing to look at
   * @throws ReviewDoesNotFit
   */
  review(decision: ReviewDecision, word: ProviderWord, { at, refundId }: Hearing): void {
    const { id, status, amount, doubt, captured } = this.#state;
    const isUndecided = status === 'needs_review';
    if (!isUndecided && !doubt) throw new IllegalPaymentTransition(id, status, 'reviewed');
    const taken = word.outcome === 'captured' ? word : undefined;
    const isOurCurrency = taken?.amount.currency === amount.currency;
    const fits =
      decision === 'cancel'
        ? isUndecided && !taken
        : decision === 'refund'
          ? taken && (isOurCurrency || captured.isZero)
          : !isUndecided || isOurCurrency;
    if (!fits) throw new ReviewDoesNotFit(decision, taken && decision === 'accept' ? 'captured_in_another_currency' : word.outcome);
    this.#change({ doubt: null }, at);
    this.record({ type: 'payment.reviewed', aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
    if (decision === 'cancel') this.#letGo(at);
    else if (taken && (captured.isZero || (isOurCurrency && taken.amount.isMoreThan(captured)))) this.#takeIn(taken, false, at);
    if (decision === 'refund' && !this.refundable.isZero) this.requestRefund(refundId, this.refundable, 'refunded_on_review', at);
  }

  /** Another try takes its place, or its time is over: nothing is wanted of this one. What holds money already stays as it is. */
  letGo(at: Date): void {
    if (this.isOpen || this.isPromised) this.#letGo(at);
  }

  /** @throws RefundExceedsCaptured when more is asked than was captured and not given back; refunds under way count. */
  requestRefund(refundId: RefundId, amount: Money, reason: string, at: Date, given: Partial<RefundFor> = {}): void {
    if (amount.isZero || amount.isMoreThan(this.refundable)) throw new RefundExceedsCaptured(this.refundable);
    const what = { lines: [], shipping: amount.times(0), ...given };
    const refund: RefundState = {
      id: refundId,
      ...what,
      amount,
      status: 'requested',
      reason,
      key: refundId,
      reference: null,
      requestedAt: at,
    };
    this.#change({ refunds: [...this.#state.refunds, refund] }, at);
    this.#announceRefund(refund, at);
  }

  /**
   * Another try of a refund that failed, which the provider knows by another key: under the old one it would only repeat its no.
   * @throws RefundExceedsCaptured when the money has gone back by another refund meanwhile.
   */
  retryRefund(refundId: RefundId, key: RefundId, at: Date): void {
    const { amount, status } = this.refund(refundId);
    if (status !== 'failed') throw new IllegalRefundTransition(status, 'pending');
    if (amount.isMoreThan(this.refundable)) throw new RefundExceedsCaptured(this.refundable);
    const retried: RefundState = { ...this.refund(refundId), status: 'pending', key, reference: null };
    this.#changeRefund(retried, at);
    this.#announceRefund(retried, at);
  }

  /** What went back, or is on its way: a refund that failed is none. */
  get givenBack(): readonly RefundState[] {
    return this.#state.refunds.filter(({ status }) => status !== 'failed');
  }

  /** What came by hand went back by hand: `reference` is where that can be found again. @throws RefundNotByHand */
  payOutRefund(refundId: RefundId, reference: string, at: Date): void {
    const { status } = this.refund(refundId);
    if (this.#state.gateway !== BY_HAND) throw new RefundNotByHand();
    if (status !== 'requested' && status !== 'pending') throw new IllegalRefundTransition(status, 'succeeded');
    this.refundSent(refundId, reference, at);
    this.refundSucceeded(refundId, at);
  }

  /** The refund is with the provider. */
  refundSent(refundId: RefundId, reference: string | null, at: Date): void {
    const refund = this.refund(refundId);
    const isRetried = refund.status === 'pending' && refund.reference === null;
    if (isRetried) this.#changeRefund({ ...refund, reference }, at);
    else this.#moveRefund(refundId, 'pending', reference, at);
  }

  refundSucceeded(refundId: RefundId, at: Date): void {
    const from = this.#state.status;
    const { amount, reference } = this.#moveRefund(refundId, 'succeeded', null, at);
    const refunded = this.#state.refunded.plus(amount);
    const next = refunded.equals(this.#state.captured) ? 'refunded' : 'partially_refunded';
    // What went back to the bank as well stays a case for a person.
    if (next === from || from === 'charged_back') this.#change({ refunded }, at);
    else this.#become(next, { refunded }, at);
    const payload = { ...this.#step(from), amount: amount.toData(), refundId, reference };
    this.record({ type: 'payment.refunded', aggregateId: this.id, occurredAt: at, payload });
  }

  /** The money stays where it is; the refund may be tried again. */
  refundFailed(refundId: RefundId, reason: string, at: Date): void {
    const { amount } = this.#moveRefund(refundId, 'failed', null, at);
    const payload = { ...this.#step(this.#state.status), amount: amount.toData(), refundId, reason };
    this.record({ type: 'payment.refund_failed', aggregateId: this.id, occurredAt: at, payload });
  }

  /**
   * Takes in what the provider says by itself of a refund, in any order and as often as it likes. The answer to an older try changes
   * nothing any more.
   */
  hearRefund({ refundId, reference, answer }: RefundNews, at: Date): LateHeard {
    const { refunds } = this.#state;
    const refund = refunds.find(({ id, key, reference: known }) => (refundId ? id === refundId || key === refundId : known === reference));
    if (!refund) return 'too_early';
    const { status } = refund;
    const isOldTry = refundId !== null && refund.key !== refundId;
    const isSent = status === 'pending' && refund.reference !== null;
    // A failure is a provider's last word about what it had taken on: what comes after it was said before it.
    const isOver = status === 'failed' && refund.reference !== null;
    if (
      isOldTry ||
      isOver ||
      status === answer.outcome ||
      (answer.outcome === 'pending' && status !== 'requested' && (isSent || status !== 'pending'))
    )
      return 'repeated';
    if (status === 'succeeded' && answer.outcome === 'failed') {
      this.#reverseRefund(refund.id, reference, answer.reason, at);
      return 'moved';
    }
    if (status === 'failed' && refund.amount.isMoreThan(this.refundable)) {
      this.#ignore({ outcome: `refund_${answer.outcome}` }, at);
      return 'moved';
    }
    if (!isSent) this.refundSent(refund.id, answer.outcome === 'failed' ? reference : answer.reference, at);
    if (answer.outcome === 'succeeded') this.refundSucceeded(refund.id, at);
    if (answer.outcome === 'failed') this.refundFailed(refund.id, answer.reason, at);
    return 'moved';
  }

  /** The buyer's bank took the money back from us; what becomes of the goods is for a person to decide. */
  chargeBack(at: Date): LateHeard {
    const { status } = this.#state;
    if (status === 'charged_back') return 'repeated';
    if (PAYMENT_MAY_BECOME[status].includes('charged_back')) {
      this.#become('charged_back', {}, at);
      this.record({ type: 'payment.charged_back', aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
      return 'moved';
    }
    // What was never taken cannot be taken back: the word that it was taken is still on its way.
    if (this.#state.captured.isZero) return 'too_early';
    this.#ignore({ outcome: 'charge_back' }, at);
    return 'moved';
  }

  /** By its own id, or by the key of its latest try. */
  refund(refundId: RefundId): RefundState {
    const found = this.#state.refunds.find(({ id, key }) => id === refundId || key === refundId);
    if (!found) throw new RefundNotFound();
    return found;
  }

  toState(): PaymentState {
    return this.#state;
  }

  /** The provider says what it said before. */
  #knows(word: ProviderWord): boolean {
    const { status, isPromised, amount, captured } = this.#state;
    if (word.outcome === 'promised') return isPromised;
    if (word.outcome === 'captured' && !word.amount.isSameAs(captured)) return false;
    if (word.outcome === 'authorized' && !word.amount.isSameAs(amount)) return false;
    return SAYS_THE_SAME[status]?.includes(word.outcome) ?? false;
  }

  #hearPromised(word: Extract<ProviderWord, { outcome: 'promised' }>, at: Date): void {
    if (this.#state.status !== 'pending') {
      this.#ignore(word, at);
      return;
    }
    this.#change({ isPromised: true, reference: word.reference }, at);
    this.record({ type: 'payment.promised', aggregateId: this.id, occurredAt: at, payload: this.#step('pending') });
  }

  #hearCaptured(word: Extract<ProviderWord, { outcome: 'captured' | 'authorized' }>, { at, refundId }: Hearing): void {
    const { status, amount, captured } = this.#state;
    const named = word.amount;
    if (GIVEN_UP.includes(status)) {
      const late = this.#takeIn(word, true, at);
      this.requestRefund(refundId, late, 'came_too_late', at);
    } else if (named.currency !== amount.currency || named.isMoreThan(amount)) this.#doubt(word, named, at);
    else if (this.isOpen) {
      if (named.isSameAs(amount)) this.#hold(word, at);
      else this.#doubt(word, named, at);
    } else if (status === 'authorized' || status === 'partially_captured' || this.isPromised) {
      if (named.isMoreThan(captured)) this.#hold(word, at);
      else this.#ignore(word, at);
    } else if (TAKEN.includes(status) && !named.isSameAs(captured)) this.#doubt(word, named, at);
    else this.#ignore(word, at);
  }

  #hold({ reference, amount }: Extract<ProviderWord, { outcome: 'captured' | 'authorized' }>, at: Date): void {
    this.#change({ reference }, at);
    this.capture(amount.minus(this.#state.captured), at);
  }

  /** What was taken is on our books as it is on theirs, even when it is more, or another currency, than was asked for. @returns the new part of it */
  #takeIn({ reference, amount: named }: Extract<ProviderWord, { outcome: 'captured' | 'authorized' }>, isLate: boolean, at: Date): Money {
    const { status, amount, captured, refunded } = this.#state;
    const isOurCurrency = named.currency === amount.currency;
    const changes: Partial<PaymentState> = {
      reference,
      captured: named,
      amount: isOurCurrency && !named.isMoreThan(amount) ? amount : named,
      refunded: isOurCurrency ? refunded : named.times(0),
      nextAction: null,
    };
    const next =
      status === 'charged_back' || status === 'partially_refunded' ? status : refunded.isZero ? 'captured' : 'partially_refunded';
    if (isLate && changes.amount !== amount) this.#announceDoubt('payment.sum_differs', named, at);
    if (next === status) this.#change(changes, at);
    else this.#become(next, changes, at);
    const taken = isOurCurrency ? named.minus(captured) : named;
    const payload = { ...this.#step(status), amount: taken.toData(), isLate };
    this.record({ type: 'payment.captured', aggregateId: this.id, occurredAt: at, payload });
    return taken;
  }

  #hearAuthorized(word: Extract<ProviderWord, { outcome: 'captured' | 'authorized' }>, at: Date): void {
    const { status, amount } = this.#state;
    if (GIVEN_UP.includes(status)) {
      // Nothing was taken yet: the provider is told once more that we want none of it.
      this.record({ type: 'payment.let_go', aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
    } else if (this.isOpen ? !word.amount.isSameAs(amount) : this.#isBeyond(word.amount)) this.#doubt(word, word.amount, at);
    else if (!this.isOpen) this.#ignore(word, at);
    else {
      this.#become('authorized', { reference: word.reference, nextAction: null }, at);
      this.record({ type: 'payment.authorized', aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
    }
  }

  #hearLater(word: Extract<ProviderWord, { outcome: 'processing' | 'requires_action' }>, at: Date): void {
    const { status } = this.#state;
    if (!this.isOpen || !PAYMENT_MAY_BECOME[status].includes(word.outcome)) {
      this.#ignore(word, at);
      return;
    }
    const nextAction = word.outcome === 'requires_action' ? word.nextAction : null;
    this.#become(word.outcome, { reference: word.reference, nextAction }, at);
    const type = word.outcome === 'processing' ? 'payment.processing' : 'payment.action_required';
    this.record({ type, aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
  }

  #fail(word: ProviderWord, declineCode: string, reference: string | null, at: Date): void {
    if (!this.isOpen) {
      this.#ignore(word, at);
      return;
    }
    const { status } = this.#state;
    this.#become('failed', { declineCode, reference: reference ?? this.#state.reference, nextAction: null }, at);
    this.record({ type: 'payment.failed', aggregateId: this.id, occurredAt: at, payload: { ...this.#step(status), declineCode } });
  }

  /** A hold of less is what is left of it after a part was taken. */
  #isBeyond(held: Money): boolean {
    const { status, amount } = this.#state;
    if (held.currency !== amount.currency) return true;
    return status === 'authorized' ? !held.isSameAs(amount) : held.isMoreThan(amount);
  }

  /** The provider's sum is not ours: a person has to look at it. Said twice it is one doubt. */
  #doubt(word: ProviderWord, named: Money, at: Date): void {
    const { status, doubt } = this.#state;
    if (doubt?.isSameAs(named) || status === 'needs_review') {
      this.#ignore(word, at);
      return;
    }
    const mayWait = PAYMENT_MAY_BECOME[status].includes('needs_review');
    if (mayWait) this.#become('needs_review', { doubt: named }, at);
    else this.#change({ doubt: named }, at);
    this.#announceDoubt(mayWait ? 'payment.review_needed' : 'payment.sum_differs', named, at, status);
  }

  #announceDoubt(type: 'payment.review_needed' | 'payment.sum_differs', named: Money, at: Date, from = this.#state.status): void {
    const payload = { ...this.#step(from), named: named.toData() };
    this.record({ type, aggregateId: this.id, occurredAt: at, payload });
  }

  #ignore(word: { readonly outcome: string }, at: Date): void {
    const payload = { ...this.#step(this.#state.status), word: word.outcome };
    this.record({ type: 'payment.word_ignored', aggregateId: this.id, occurredAt: at, payload });
  }

  #letGo(at: Date, reference = this.#state.reference): void {
    const { status } = this.#state;
    this.#become(status === 'authorized' ? 'voided' : 'cancelled', { reference, nextAction: null, isPromised: false, capturing: null }, at);
    this.record({ type: 'payment.let_go', aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
  }

  /** Nothing more is taken of what is held: what was taken is all. The provider has still to be told. */
  #letGoOfRest(at: Date): void {
    const { status } = this.#state;
    this.#become('captured', { capturing: null }, at);
    this.record({ type: 'payment.let_go', aggregateId: this.id, occurredAt: at, payload: this.#step(status) });
  }

  /** The money comes by hand, and has not come yet. */
  get isPromised(): boolean {
    return this.#state.status === 'pending' && this.#state.isPromised;
  }

  #announceRefund({ id: refundId, amount, reason }: RefundState, at: Date): void {
    const payload = { ...this.#step(this.#state.status), amount: amount.toData(), refundId, reason };
    this.record({ type: 'payment.refund_requested', aggregateId: this.id, occurredAt: at, payload });
  }

  /** The money came back to the provider after it had said that it was gone; the refund may be tried again. */
  #reverseRefund(refundId: RefundId, reference: string, reason: string, at: Date): void {
    const from = this.#state.status;
    const { amount } = this.#moveRefund(refundId, 'failed', this.refund(refundId).reference ?? reference, at);
    const refunded = this.#state.refunded.minus(amount);
    const next = refunded.isZero ? 'captured' : 'partially_refunded';
    if (next === from || from === 'charged_back') this.#change({ refunded }, at);
    else this.#become(next, { refunded }, at);
    const payload = { ...this.#step(from), amount: amount.toData(), refundId, reason };
    this.record({ type: 'payment.refund_reversed', aggregateId: this.id, occurredAt: at, payload });
  }

  #moveRefund(refundId: RefundId, next: RefundStatus, reference: string | null, at: Date): RefundState {
    const refund = this.refund(refundId);
    if (!REFUND_MAY_BECOME[refund.status].includes(next)) throw new IllegalRefundTransition(refund.status, next);
    const moved = { ...refund, status: next, reference: reference ?? refund.reference };
    this.#changeRefund(moved, at);
    return moved;
  }

  #changeRefund(changed: RefundState, at: Date): void {
    this.#change({ refunds: this.#state.refunds.map((each) => (each.id === changed.id ? changed : each)) }, at);
  }

  #become(next: PaymentStatus, changes: Partial<PaymentState>, at: Date): void {
    const { id, status } = this.#state;
    if (!PAYMENT_MAY_BECOME[status].includes(next)) throw new IllegalPaymentTransition(id, status, next);
    this.#change({ ...changes, status: next }, at);
  }

  #change(changes: Partial<PaymentState>, at: Date): void {
    this.#state = { ...this.#state, ...changes, updatedAt: at };
  }

  #step(from: PaymentStatus | null) {
    const { orderId, customerId, gateway, amount, status } = this.#state;
    return { orderId, customerId, gateway, amount: amount.toData(), from, to: status };
  }
}
