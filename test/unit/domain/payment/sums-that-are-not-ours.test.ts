import { expect } from 'chai';
import { IllegalPaymentTransition, ReviewDoesNotFit } from '../../../../src/domain/payment/payment-errors.js';
import type { PaymentStatus } from '../../../../src/domain/payment/payment-state.js';
import type { Payment, ProviderWord, ReviewDecision } from '../../../../src/domain/payment/payment.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { A_REFUND, aPaymentThatIs } from '../../../support/builders/a-payment.js';
import { NOON } from '../../../support/builders/an-order.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const EUROS = Money.of(3000, 'EUR');
const HEARING = { at: NOON, refundId: A_REFUND };
const captured = (amount: Money): ProviderWord => ({ outcome: 'captured', reference: 'r', amount });
const authorized = (amount: Money): ProviderWord => ({ outcome: 'authorized', reference: 'r', amount });
const typesOf = (payment: Payment) => payment.pullEvents().map(({ type }) => type);

describe('A sum that is not ours', () => {
  for (const [status, word, named] of [
    ['authorized', authorized(usd(2999)), usd(2999)],
    ['authorized', authorized(EUROS), EUROS],
    ['authorized', captured(usd(3001)), usd(3001)],
    ['partially_captured', captured(usd(3001)), usd(3001)],
    ['captured', captured(usd(3001)), usd(3001)],
    ['captured', captured(usd(2999)), usd(2999)],
    ['captured', captured(EUROS), EUROS],
    ['captured', authorized(usd(4000)), usd(4000)],
    ['partially_refunded', captured(usd(3001)), usd(3001)],
    ['refunded', captured(EUROS), EUROS],
    ['charged_back', captured(usd(1)), usd(1)],
  ] as const)
    it(`is an alarm when a payment that is ${status} hears of ${named.toDecimal()} ${named.currency} ${word.outcome}, once (PAY-07)`, () => {
      const payment = aPaymentThatIs(status);
      const sums = ({ captured: taken, refunded }: ReturnType<Payment['toState']>) => [taken.minor, refunded.minor];
      const before = sums(payment.toState());
      expect(payment.hear(word, HEARING)).to.equal('moved');
      expect([payment.status, payment.isToBeReviewed]).to.deep.equal([status, true]);
      expect(sums(payment.toState()), 'nothing is believed').to.deep.equal(before);
      const [event] = payment.pullEvents();
      expect(event).to.deep.include({ type: 'payment.sum_differs' });
      expect(event?.payload).to.deep.include({ named: named.toData() });
      expect(payment.hear(word, HEARING), 'said twice').to.equal('noted');
      expect(typesOf(payment)).to.deep.equal(['payment.word_ignored']);
    });

  it('of a hold is less when a part of it was taken: that is none', () => {
    for (const status of ['partially_captured', 'captured', 'refunded'] as const)
      expect(aPaymentThatIs(status).hear(authorized(usd(2000)), HEARING)).to.equal('noted');
  });

  for (const status of ['failed', 'cancelled', 'voided', 'expired'] as const)
    it(`that comes when the payment is ${status} goes back as it came, and is an alarm (PAY-10)`, () => {
      for (const amount of [usd(4000), usd(1000), EUROS]) {
        const payment = aPaymentThatIs(status);
        payment.hear(captured(amount), HEARING);
        const state = payment.toState();
        expect([payment.status, state.captured, state.refunds[0]?.amount]).to.deep.equal(['captured', amount, amount]);
        expect(payment.refundable.isZero).to.equal(true);
        const alarm = amount.minor === 1000 ? [] : ['payment.sum_differs'];
        expect(typesOf(payment)).to.deep.equal([...alarm, 'payment.captured', 'payment.refund_requested']);
      }
    });
});

describe('Looking at a sum that is not ours', () => {
  const reviewed = (decision: ReviewDecision, word: ProviderWord, status: PaymentStatus = 'needs_review') => {
    const payment = aPaymentThatIs(status, { doubt: usd(2000) });
    payment.review(decision, word, HEARING);
    expect(payment.isToBeReviewed).to.equal(false);
    const { captured: taken, amount, refunds } = payment.toState();
    return [payment.status, taken.toDecimal(), amount.toDecimal(), refunds.length];
  };
  const refuses = (decision: ReviewDecision, word: ProviderWord, status: PaymentStatus = 'needs_review') => {
    const payment = aPaymentThatIs(status, { doubt: usd(2000) });
    expect(() => payment.review(decision, word, HEARING), `${decision} ${word.outcome}`).to.throw(ReviewDoesNotFit);
    expect(payment.isToBeReviewed).to.equal(true);
  };

  it('accepted, it is what was taken, less or more than was asked for (PAY-07)', () => {
    expect(reviewed('accept', captured(usd(2000)))).to.deep.equal(['captured', '20.00', '30.00', 0]);
    expect(reviewed('accept', captured(usd(3000)))).to.deep.equal(['captured', '30.00', '30.00', 0]);
    expect(reviewed('accept', captured(usd(4000)))).to.deep.equal(['captured', '40.00', '40.00', 0]);
  });

  it('given back, all of it is on its way back, in the currency it came in', () => {
    expect(reviewed('refund', captured(usd(4000)))).to.deep.equal(['captured', '40.00', '40.00', 1]);
    const payment = aPaymentThatIs('needs_review', { doubt: EUROS });
    payment.review('refund', captured(EUROS), HEARING);
    expect(payment.toState().refunds[0]).to.deep.include({ amount: EUROS, reason: 'refunded_on_review' });
    expect(typesOf(payment)).to.deep.equal(['payment.reviewed', 'payment.captured', 'payment.refund_requested']);
  });

  it('cancelled, it is let go of, but only when nothing was taken', () => {
    for (const word of [authorized(usd(2000)), { outcome: 'unknown' }, { outcome: 'voided', reference: 'r' }] as const)
      expect(reviewed('cancel', word)).to.deep.equal(['cancelled', '0.00', '30.00', 0]);
    refuses('cancel', captured(usd(1)));
  });

  it('is neither accepted nor given back when nothing was taken, nor accepted in another currency', () => {
    for (const word of [authorized(usd(2000)), { outcome: 'unknown' }, { outcome: 'processing', reference: 'r' }] as const) {
      refuses('accept', word);
      refuses('refund', word);
    }
    refuses('accept', captured(EUROS));
  });

  it('of a payment that goes on is taken in when there is more of it, or has been looked at', () => {
    expect(reviewed('accept', captured(usd(4000)), 'captured')).to.deep.equal(['captured', '40.00', '40.00', 0]);
    expect(reviewed('accept', captured(usd(4000)), 'partially_refunded')).to.deep.equal(['partially_refunded', '40.00', '40.00', 0]);
    expect(reviewed('accept', captured(usd(4000)), 'refunded')).to.deep.equal(['partially_refunded', '40.00', '40.00', 0]);
    expect(reviewed('accept', captured(usd(2000)), 'captured')).to.deep.equal(['captured', '30.00', '30.00', 0]);
    expect(reviewed('accept', authorized(usd(2000)), 'authorized')).to.deep.equal(['authorized', '0.00', '30.00', 0]);
    expect(reviewed('refund', captured(usd(4000)), 'captured')).to.deep.equal(['captured', '40.00', '40.00', 1]);
    refuses('cancel', authorized(usd(2000)), 'authorized');
  });

  it('is nobody’s business when there is none', () => {
    for (const status of ['pending', 'captured', 'refunded'] as const)
      for (const decision of ['accept', 'refund', 'cancel'] as const)
        expect(() => aPaymentThatIs(status).review(decision, captured(usd(3000)), HEARING)).to.throw(IllegalPaymentTransition);
  });
});
