import { expect } from 'chai';
import {
  CaptureExceedsAuthorization,
  IllegalPaymentTransition,
  IllegalRefundTransition,
  RefundExceedsCaptured,
} from '../../../../src/domain/payment/payment-errors.js';
import {
  PAYMENT_MAY_BECOME,
  paymentStatusOf,
  REFUND_MAY_BECOME,
  type PaymentStatus,
  type RefundStatus,
} from '../../../../src/domain/payment/payment-state.js';
import type { Payment, ProviderWord } from '../../../../src/domain/payment/payment.js';
import { id, type RefundId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { aPayment, aPaymentThatIs, aRefund } from '../../../support/builders/a-payment.js';
import { NOON } from '../../../support/builders/an-order.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const REFUND = id<RefundId>('01900000-0000-7000-8000-000000000b01');
const HEARING = { at: NOON, refundId: REFUND };
const STATUSES = Object.keys(PAYMENT_MAY_BECOME) as PaymentStatus[];

const WORDS: Readonly<Record<ProviderWord['outcome'], ProviderWord>> = {
  captured: { outcome: 'captured', reference: 'r', amount: usd(3000) },
  authorized: { outcome: 'authorized', reference: 'r', amount: usd(3000) },
  promised: { outcome: 'promised', reference: 'r' },
  processing: { outcome: 'processing', reference: 'r' },
  requires_action: { outcome: 'requires_action', reference: 'r', nextAction: { type: 'redirect', url: 'https://bank.example' } },
  declined: { outcome: 'declined', reference: null, declineCode: 'card_declined' },
  voided: { outcome: 'voided', reference: 'r' },
  unknown: { outcome: 'unknown' },
};

/** Every word that moves a payment, and where to; all other pairs are noted and change nothing. */
const MOVES: Readonly<Record<string, PaymentStatus>> = {
  'pending captured': 'captured',
  'pending authorized': 'authorized',
  'pending promised': 'pending',
  'pending processing': 'processing',
  'pending requires_action': 'requires_action',
  'pending declined': 'failed',
  'pending voided': 'cancelled',
  'pending unknown': 'failed',
  'processing unknown': 'failed',
  'requires_action captured': 'captured',
  'requires_action authorized': 'authorized',
  'requires_action declined': 'failed',
  'requires_action voided': 'cancelled',
  'processing captured': 'captured',
  'processing authorized': 'authorized',
  'processing declined': 'failed',
  'processing voided': 'cancelled',
  'authorized captured': 'captured',
  'authorized voided': 'voided',
  'partially_captured captured': 'captured',
  'partially_captured voided': 'captured',
  'failed captured': 'captured',
  'cancelled captured': 'captured',
  'voided captured': 'captured',
  'expired captured': 'captured',
};
/** Said before: not even noted. */
const REPEATED = [
  'processing processing',
  'requires_action requires_action',
  'authorized authorized',
  'captured captured',
  'failed declined',
  'failed unknown',
  'cancelled voided',
  'cancelled unknown',
  'voided voided',
];
const GIVEN_UP: readonly string[] = ['failed', 'cancelled', 'voided', 'expired'];

describe('A payment', () => {
  for (const status of STATUSES) {
    for (const [outcome, word] of Object.entries(WORDS)) {
      const target = MOVES[`${status} ${outcome}`];
      it(`that is ${status} hears "${outcome}" and ${target ? `is ${target}` : `stays ${status}`} (PAY-01)`, () => {
        const payment = aPaymentThatIs(status);
        const heard = payment.hear(word, HEARING);

        expect(payment.status).to.equal(target ?? status);
        const types = payment.pullEvents().map(({ type }) => type);
        if (REPEATED.includes(`${status} ${outcome}`)) expect([heard, ...types]).to.deep.equal(['repeated']);
        else if (target) expect(types).to.have.length.greaterThan(0).and.to.not.include('payment.word_ignored');
        else if (outcome === 'authorized' && GIVEN_UP.includes(status)) expect(types).to.deep.equal(['payment.let_go']);
        else expect([heard, ...types]).to.deep.equal(['noted', 'payment.word_ignored']);
      });
    }
  }

  for (const status of STATUSES) {
    it(`that is ${status} is captured, let go or given back only as the table says (PAY-01)`, () => {
      const commands: readonly ((payment: Payment) => void)[] = [
        (payment) => payment.capture(payment.amount.minus(payment.toState().captured), NOON),
        (payment) => payment.capture(usd(1), NOON),
        (payment) => payment.takeBack('order_cancelled', HEARING),
        (payment) => payment.letGo(NOON),
      ];
      for (const command of commands) {
        const payment = aPaymentThatIs(status);
        try {
          command(payment);
        } catch (error) {
          expect(error).to.satisfy((e: unknown) => e instanceof IllegalPaymentTransition || e instanceof CaptureExceedsAuthorization);
          expect(payment.pullEvents()).to.be.empty;
        }
        expect([status, ...PAYMENT_MAY_BECOME[status]]).to.include(payment.status);
      }
    });
  }

  for (const status of GIVEN_UP as readonly PaymentStatus[]) {
    it(`that is ${status} and hears of money gives it back at once`, () => {
      const payment = aPaymentThatIs(status);
      const heard = payment.hear(WORDS.captured, HEARING);

      expect(heard, 'the order is left alone').to.equal('moved');
      expect(payment.status).to.equal('captured');
      expect(payment.toState().refunds).to.deep.equal([aRefund({ reason: 'came_too_late' })]);
      expect(payment.pullEvents().map(({ type }) => type)).to.deep.equal(['payment.captured', 'payment.refund_requested']);
    });
  }

  it('says whether a word made it cover its order', () => {
    expect(aPayment().hear(WORDS.captured, HEARING)).to.equal('covers');
    expect(aPayment().hear(WORDS.authorized, HEARING)).to.equal('covers');
    expect(aPayment().hear(WORDS.promised, HEARING)).to.equal('covers');
    expect(aPayment().hear(WORDS.processing, HEARING)).to.equal('moved');
    expect(aPaymentThatIs('authorized').hear(WORDS.captured, HEARING), 'it did so before').to.equal('moved');
    expect(aPaymentThatIs('captured').hear(WORDS.authorized, HEARING), 'late and lower').to.equal('noted');
    expect(aPaymentThatIs('captured').hear(WORDS.captured, HEARING), 'said twice').to.equal('repeated');
  });

  it('goes to a person when the sum is not ours', () => {
    for (const amount of [usd(2999), usd(3001), Money.of(3000, 'EUR')]) {
      const payment = aPayment();
      expect(payment.hear({ outcome: 'captured', reference: 'r', amount }, HEARING)).to.equal('moved');
      expect(payment.status).to.equal('needs_review');
    }
  });

  it('is never captured for more than was authorized (PAY-13)', () => {
    const payment = aPaymentThatIs('authorized');
    expect(() => payment.capture(usd(3001), NOON)).to.throw(CaptureExceedsAuthorization);
    payment.capture(usd(2000), NOON);
    expect(payment.status).to.equal('partially_captured');
    expect(() => payment.capture(usd(1001), NOON)).to.throw(CaptureExceedsAuthorization);
    payment.capture(usd(1000), NOON);
    expect(payment.status).to.equal('captured');
  });

  it('gives back what was captured and no more, whatever is under way (PAY-14)', () => {
    const payment = aPaymentThatIs('captured');
    payment.requestRefund(id('r1'), usd(2000), 'why', NOON);
    expect(() => payment.requestRefund(id('r2'), usd(1001), 'why', NOON)).to.throw(RefundExceedsCaptured);
    expect(() => payment.requestRefund(id('r2'), usd(0), 'why', NOON)).to.throw(RefundExceedsCaptured);
    payment.requestRefund(id('r2'), usd(1000), 'why', NOON);
    for (const refund of ['r1', 'r2']) {
      payment.refundSent(id(refund), 'ref', NOON);
      payment.refundSucceeded(id(refund), NOON);
    }
    expect(payment.status).to.equal('refunded');
    expect(payment.toState().refunded.minor).to.equal(3000);
  });

  it('keeps its money when a refund fails, and lets it be tried again', () => {
    const payment = aPaymentThatIs('captured');
    payment.requestRefund(id('r1'), usd(3000), 'why', NOON);
    payment.refundSent(id('r1'), null, NOON);
    payment.refundFailed(id('r1'), 'declined', NOON);
    expect(payment.status).to.equal('captured');
    expect(payment.refundable.minor).to.equal(3000);
    payment.refundSent(id('r1'), null, NOON);
    payment.refundSucceeded(id('r1'), NOON);
    expect(payment.status).to.equal('refunded');
  });

  for (const from of Object.keys(REFUND_MAY_BECOME) as RefundStatus[]) {
    for (const [to, command] of [
      ['pending', (payment: Payment) => payment.refundSent(REFUND, null, NOON)],
      ['succeeded', (payment: Payment) => payment.refundSucceeded(REFUND, NOON)],
      ['failed', (payment: Payment) => payment.refundFailed(REFUND, 'why', NOON)],
    ] as const) {
      const isLegal = ['requested pending', 'pending succeeded', 'pending failed', 'succeeded failed', 'failed pending'].includes(
        `${from} ${to}`,
      );
      it(`whose refund is ${from} ${isLegal ? 'lets it become' : 'does not let it become'} ${to}`, () => {
        const payment = aPaymentThatIs('captured', { refunds: [aRefund({ status: from })] });
        if (isLegal) {
          command(payment);
          expect(payment.refund(REFUND).status).to.equal(to);
        } else expect(() => command(payment)).to.throw(IllegalRefundTransition);
      });
    }
  }

  it('taken back with its order is let go, voided, or given back', () => {
    const after = (status: PaymentStatus) => {
      const payment = aPaymentThatIs(status);
      payment.takeBack('order_cancelled', HEARING);
      return [payment.status, payment.toState().refunds.length];
    };
    expect(after('pending')).to.deep.equal(['cancelled', 0]);
    expect(after('processing')).to.deep.equal(['cancelled', 0]);
    expect(after('authorized')).to.deep.equal(['voided', 0]);
    expect(after('captured')).to.deep.equal(['captured', 1]);
    expect(after('partially_captured'), 'the rest is let go').to.deep.equal(['captured', 1]);
    expect(after('failed')).to.deep.equal(['failed', 0]);
    expect(after('refunded')).to.deep.equal(['refunded', 0]);
  });
});

describe("What is said about an order's money", () => {
  const total = usd(3000);
  const of = (...payments: Payment[]) =>
    paymentStatusOf(
      total,
      total,
      payments.map((payment) => payment.toState()),
    );
  const refunding = () => {
    const payment = aPaymentThatIs('captured');
    payment.takeBack('order_cancelled', HEARING);
    return payment;
  };

  it('follows from its payments alone', () => {
    expect(of()).to.equal('unpaid');
    expect(of(aPayment())).to.equal('unpaid');
    expect(of(aPaymentThatIs('pending', { isPromised: true })), 'cash').to.equal('unpaid');
    expect(of(aPaymentThatIs('failed'))).to.equal('failed');
    expect(of(aPaymentThatIs('failed'), aPayment())).to.equal('unpaid');
    expect(of(aPaymentThatIs('cancelled'))).to.equal('unpaid');
    expect(of(aPaymentThatIs('voided'))).to.equal('unpaid');
    expect(of(aPaymentThatIs('authorized'))).to.equal('authorized');
    expect(of(aPaymentThatIs('partially_captured'))).to.equal('partially_paid');
    expect(of(aPaymentThatIs('failed'), aPaymentThatIs('captured'))).to.equal('paid');
    expect(of(refunding())).to.equal('refund_pending');
    expect(of(aPaymentThatIs('partially_refunded'))).to.equal('partially_refunded');
    expect(of(aPaymentThatIs('refunded'))).to.equal('refunded');
    expect(of(aPaymentThatIs('charged_back')), 'not by us').to.equal('charged_back');
    expect(of(aPaymentThatIs('charged_back'), aPaymentThatIs('captured')), 'paid again').to.equal('paid');
    expect(of(aPaymentThatIs('charged_back'), refunding())).to.equal('refund_pending');
  });

  it('is not disturbed by a second charge that goes back', () => {
    expect(of(aPaymentThatIs('captured'), refunding())).to.equal('paid');
    expect(of(aPaymentThatIs('refunded'), aPaymentThatIs('captured'))).to.equal('paid');
  });

  it('is "paid" when all that is still wanted of the order is paid', () => {
    const of = (due: number, status: PaymentStatus) => paymentStatusOf(total, usd(due), [aPaymentThatIs(status).toState()]);
    expect(of(1000, 'partially_captured')).to.equal('paid');
    expect(of(1001, 'partially_captured')).to.equal('partially_paid');
    expect(of(1000, 'partially_refunded'), 'what went back is not hidden').to.equal('partially_refunded');
  });

  it('is "paid" when there was nothing to pay (PAY-20)', () => {
    expect(paymentStatusOf(usd(0), usd(0), [])).to.equal('paid');
  });
});
