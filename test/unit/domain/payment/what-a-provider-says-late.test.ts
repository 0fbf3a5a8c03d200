import { expect } from 'chai';
import { PAYMENT_MAY_BECOME, type PaymentStatus, type RefundState } from '../../../../src/domain/payment/payment-state.js';
import type { RefundNews } from '../../../../src/domain/payment/payment.js';
import { id, type RefundId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { A_REFUND, aPaymentThatIs, aRefund } from '../../../support/builders/a-payment.js';
import { NOON } from '../../../support/builders/an-order.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const NEXT_TRY = id<RefundId>('01900000-0000-7000-8000-000000000b02');
const STATUSES = Object.keys(PAYMENT_MAY_BECOME) as PaymentStatus[];
const news = (outcome: 'succeeded' | 'pending' | 'failed', refundId: RefundId | null = A_REFUND): RefundNews => ({
  refundId,
  reference: 'back-1',
  answer: outcome === 'failed' ? { outcome, reason: 'refused' } : { outcome, reference: 'back-1' },
});
const withRefund = (given: Partial<RefundState>) => aPaymentThatIs('captured', { refunds: [aRefund(given)] });

describe('What a provider says late', () => {
  for (const status of STATUSES) {
    const heard =
      status === 'charged_back'
        ? 'repeated'
        : PAYMENT_MAY_BECOME[status].includes('charged_back') || status === 'refunded'
          ? 'moved'
          : 'too_early';
    const next = heard === 'moved' && status !== 'refunded' ? 'charged_back' : status;
    it(`of a charge-back, to a payment that is ${status}, is ${heard} and leaves it ${next} (PAY-01)`, () => {
      const payment = aPaymentThatIs(status);
      expect(payment.chargeBack(NOON)).to.equal(heard);
      expect(payment.status).to.equal(next);
      expect(payment.pullEvents()).to.have.length(heard === 'moved' ? 1 : 0);
    });
  }

  for (const [status, said, heard, becomes] of [
    ['requested', 'pending', 'moved', 'pending'],
    ['requested', 'succeeded', 'moved', 'succeeded'],
    ['requested', 'failed', 'moved', 'failed'],
    ['pending', 'pending', 'repeated', 'pending'],
    ['pending', 'succeeded', 'moved', 'succeeded'],
    ['pending', 'failed', 'moved', 'failed'],
    ['succeeded', 'pending', 'repeated', 'succeeded'],
    ['succeeded', 'succeeded', 'repeated', 'succeeded'],
    ['succeeded', 'failed', 'moved', 'failed'],
    ['failed', 'pending', 'repeated', 'failed'],
    ['failed', 'succeeded', 'moved', 'succeeded'],
    ['failed', 'failed', 'repeated', 'failed'],
  ] as const)
    it(`of a refund, "${said}" to one that is ${status}, is ${heard} and leaves it ${becomes}`, () => {
      const isBack = status === 'succeeded';
      const payment = aPaymentThatIs(isBack ? 'refunded' : 'captured', { refunds: [aRefund({ status })] });
      expect(payment.hearRefund(news(said), NOON)).to.equal(heard);
      expect(payment.refund(A_REFUND).status).to.equal(becomes);
      expect(payment.toState().refunded.minor).to.equal(becomes === 'succeeded' ? 3000 : 0);
      expect(payment.status).to.equal(becomes === 'succeeded' ? 'refunded' : 'captured');
    });

  it('of a refund is found by the provider’s own word for it, and waits for one that is not here', () => {
    const payment = withRefund({ status: 'pending' });
    expect(payment.hearRefund({ ...news('succeeded', null), reference: 'other' }, NOON)).to.equal('too_early');
    expect(payment.hearRefund(news('succeeded', NEXT_TRY), NOON)).to.equal('too_early');
    expect(payment.hearRefund(news('succeeded', null), NOON)).to.equal('moved');
    expect(payment.status).to.equal('refunded');
  });

  it('of an older try of a refund changes nothing', () => {
    const payment = withRefund({ status: 'pending', key: NEXT_TRY, reference: null });
    expect(payment.hearRefund(news('failed'), NOON)).to.equal('repeated');
    expect(payment.refund(A_REFUND).status).to.equal('pending');
    expect(payment.hearRefund(news('succeeded', NEXT_TRY), NOON)).to.equal('moved');
    expect(payment.refund(A_REFUND).status).to.equal('succeeded');
  });

  it('of a refund that failed, when its money has gone back by another, is noted only', () => {
    const other = aRefund({ id: NEXT_TRY, status: 'requested', amount: usd(2000) });
    const payment = aPaymentThatIs('captured', { refunds: [aRefund({ status: 'failed' }), other] });
    expect(payment.hearRefund(news('succeeded'), NOON)).to.equal('moved');
    expect([payment.refund(A_REFUND).status, payment.toState().refunded.minor]).to.deep.equal(['failed', 0]);
    expect(payment.pullEvents().map(({ type }) => type)).to.deep.equal(['payment.word_ignored']);
  });

  it('of a refund that failed after it had succeeded makes the books right, and it may be tried again (PAY-15)', () => {
    const back = (status: PaymentStatus, given: Partial<RefundState>[] = []) => {
      const payment = aPaymentThatIs(status, { refunds: [aRefund({ status: 'succeeded', amount: usd(1000) }), ...given.map(aRefund)] });
      expect(payment.hearRefund(news('failed'), NOON)).to.equal('moved');
      return payment;
    };
    const all = back('partially_refunded');
    expect([all.status, all.toState().refunded.minor, all.refundable.minor]).to.deep.equal(['captured', 0, 3000]);
    expect(all.pullEvents().map(({ type }) => type)).to.deep.equal(['payment.refund_reversed']);
    expect(all.hearRefund(news('succeeded'), NOON), 'an older word, come late').to.equal('repeated');
    expect(all.hearRefund(news('failed'), NOON), 'told twice').to.equal('repeated');
    all.retryRefund(A_REFUND, NEXT_TRY, NOON);
    all.refundSent(A_REFUND, 'back-2', NOON);
    all.refundSucceeded(A_REFUND, NOON);
    expect([all.status, all.toState().refunded.minor]).to.deep.equal(['partially_refunded', 1000]);

    const some = back('refunded', [{ id: NEXT_TRY, status: 'succeeded', amount: usd(2000) }]);
    expect([some.status, some.toState().refunded.minor]).to.deep.equal(['partially_refunded', 2000]);
  });

  it('of a refund that failed is its last word: "succeeded" was said before it (PAY-04)', () => {
    const payment = withRefund({ status: 'pending' });
    expect(payment.hearRefund(news('failed'), NOON)).to.equal('moved');
    expect(payment.hearRefund(news('succeeded'), NOON)).to.equal('repeated');
    expect([payment.refund(A_REFUND).status, payment.status]).to.deep.equal(['failed', 'captured']);
  });

  it('of a refund after a charge-back counts, and the payment stays charged back', () => {
    const payment = aPaymentThatIs('charged_back', { refunds: [aRefund({ status: 'pending', amount: usd(1000) })] });
    expect(payment.hearRefund(news('succeeded'), NOON)).to.equal('moved');
    expect([payment.status, payment.toState().refunded.minor]).to.deep.equal(['charged_back', 1000]);
  });
});
