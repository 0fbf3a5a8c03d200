import { randomInt } from 'node:crypto';
import { inspect } from 'node:util';
import { expect } from 'chai';
import {
  GatewayUnreachable,
  type BookedPayment,
  type GatewayStanding,
  type KnownPayment,
  type PaymentGateway,
  type ProviderEvent,
  type SignedRequest,
} from '../../src/application/payment/ports/payment-gateway.js';
import { BadWebhookSignature } from '../../src/domain/payment/payment-errors.js';
import { id, type PaymentId, type RefundId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { rejection } from '../support/rejection.js';
import type { Fate, Fault, GatewayUnderTest, Notice, ProviderBooks, Way } from './gateway-under-test.js';

const OUTCOMES = ['captured', 'authorized', 'promised', 'processing', 'requires_action', 'declined'];
const RETURN_URL = 'https://shop.example/checkout/return';
const MINUTE = 60_000;

const someId = <Id extends string>(): Id => id<Id & PaymentId>(`01900000-0000-7000-8${hex(3)}-${hex(6)}${hex(6)}`) as unknown as Id;
const hex = (digits: number): string =>
  randomInt(16 ** digits)
    .toString(16)
    .padStart(digits, '0');
const usd = (minor: number): Money => Money.of(minor, 'USD');
const aPayment = (amount = usd(1000)): KnownPayment => ({
  id: someId<PaymentId>(),
  reference: null,
  amount,
  captured: usd(0),
  openedAt: new Date(),
});
const aRefund = (): RefundId => someId<RefundId>();

const wayTo = (subject: GatewayUnderTest, fate: Fate): Way => {
  const way = subject.way(fate);
  if (!way) throw new Error(`No payment can be made that is "${fate}"`);
  return way;
};

const authorize = ({ gateway, token }: Way, { id: paymentId, amount }: KnownPayment) =>
  gateway.authorize({ paymentId, amount, token, returnUrl: RETURN_URL });

/** Asks for the money, and lets the buyer do what the provider wants of them. */
async function askFor(way: Way, payment: KnownPayment): Promise<GatewayStanding> {
  const answer = await authorize(way, payment);
  if (answer.outcome !== 'requires_action' || !way.buyer) return answer;
  await way.buyer(payment, answer.reference);
  return way.gateway.lookUp(payment);
}

/** A payment that has met its fate. */
async function made(subject: GatewayUnderTest, fate: Fate, amount = usd(1000)): Promise<KnownPayment> {
  const payment = aPayment(amount);
  const { outcome } = await askFor(wayTo(subject, fate), payment);
  if (fate === 'paid' || fate === 'refund_fails' || fate === 'refund_takes_time') expect(outcome).to.equal('captured');
  if (fate === 'held') expect(outcome).to.equal('authorized');
  return payment;
}

const gatewayOf = (subject: GatewayUnderTest): PaymentGateway => wayTo(subject, 'paid').gateway;

async function booksOf(subject: GatewayUnderTest, { id: paymentId }: KnownPayment): Promise<ProviderBooks> {
  if (!subject.books) throw new Error('The provider keeps no books');
  return subject.books(paymentId);
}

/** What a call came to: an answer, or no word from the provider. Anything else breaks the promise of the port. */
async function spoken<Answer extends { readonly outcome: string }>(
  call: Promise<Answer>,
): Promise<Answer | { readonly outcome: 'silence' }> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof GatewayUnreachable)) throw error;
    return { outcome: 'silence' };
  }
}

async function broken(subject: GatewayUnderTest, fault: Fault, ask: (way: Way) => Promise<unknown>): Promise<unknown> {
  if (!subject.during) throw new Error('The line to the provider cannot break');
  const error = await rejection(subject.during(fault, ask));
  expect(error, fault).to.be.instanceOf(GatewayUnreachable);
  return error;
}

const signed = (
  subject: GatewayUnderTest,
  notice: Notice,
  payment: KnownPayment,
  at: Date,
  refundId?: RefundId,
): Promise<SignedRequest> => {
  if (!subject.notice) throw new Error('The provider tells nothing by itself');
  return subject.notice(notice, payment, at, refundId);
};

async function heard(subject: GatewayUnderTest, request: SignedRequest, at: Date): Promise<ProviderEvent> {
  const [event, ...more] = await gatewayOf(subject).readWebhook(request, at);
  if (!event) throw new Error('The notice told nothing');
  expect(more, 'one notice, one event').to.be.empty;
  return event;
}

const isRefused = async (subject: GatewayUnderTest, request: SignedRequest, at: Date): Promise<void> => {
  expect(await rejection(gatewayOf(subject).readWebhook(request, at))).to.be.instanceOf(BadWebhookSignature);
};

async function bookedBetween(gateway: PaymentGateway, from: Date, to: Date): Promise<BookedPayment[]> {
  const lines: BookedPayment[] = [];
  for await (const line of gateway.booked(from, to)) lines.push(line);
  return lines;
}

const aroundNow = (): readonly [Date, Date] => [new Date(Date.now() - MINUTE), new Date(Date.now() + MINUTE)];

export interface GatewayCase {
  readonly title: string;
  /** Throws when the gateway breaks its promise. */
  run(subject: GatewayUnderTest): Promise<void>;
}

const declines = (fate: 'card_declined' | 'insufficient_funds' | 'expired_card'): GatewayCase => ({
  title: `says "${fate}" when the bank does, and takes nothing`,
  async run(subject) {
    const payment = aPayment();
    expect(await askFor(wayTo(subject, fate), payment)).to.deep.include({ outcome: 'declined', declineCode: fate });
    expect(await booksOf(subject, payment)).to.deep.equal({ charges: 0, taken: '0.00', givenBack: '0.00' });
  },
});

const inCurrency = (amount: Money): GatewayCase => ({
  title: `takes and gives back ${amount.toDecimal()} ${amount.currency} to the last digit`,
  async run(subject) {
    const payment = await made(subject, 'paid', amount);
    expect(await booksOf(subject, payment)).to.deep.include({ charges: 1, taken: amount.toDecimal() });
    expect(await gatewayOf(subject).lookUp(payment)).to.deep.include({ outcome: 'captured', amount });
    const [line] = (await bookedBetween(gatewayOf(subject), ...aroundNow())).filter(({ paymentId }) => paymentId === payment.id);
    expect(line?.captured).to.deep.equal(amount);
    const half = Money.of(amount.minor / 2, amount.currency);
    expect((await gatewayOf(subject).refund(payment, aRefund(), half)).outcome).to.not.equal('failed');
    expect((await booksOf(subject, payment)).givenBack).to.equal(half.toDecimal());
  },
});

/** The cases by the word an adapter excuses itself from one with. */
const CASES = {
  'authorize.repeated': {
    title: 'answers the same when it is asked twice, and when it is asked what became of it',
    async run(subject) {
      const [way, payment] = [wayTo(subject, 'paid'), aPayment()];
      const first = await authorize(way, payment);

      expect(OUTCOMES).to.include(first.outcome);
      expect(await authorize(wayTo(subject, 'paid'), payment)).to.deep.equal(first);
      expect(await way.gateway.lookUp(payment)).to.deep.equal(first);
    },
  },
  'authorize.once': {
    title: 'charges once however often it is asked',
    async run(subject) {
      const payment = await made(subject, 'paid');
      await askFor(wayTo(subject, 'paid'), payment);
      await askFor(wayTo(subject, 'paid'), payment);
      expect(await booksOf(subject, payment)).to.deep.equal({ charges: 1, taken: '10.00', givenBack: '0.00' });
    },
  },
  'authorize.parallel': {
    title: 'charges once when many processes ask at the same instant',
    async run(subject) {
      const payment = aPayment();
      const answers = await Promise.all(Array.from({ length: 8 }, () => spoken(askFor(wayTo(subject, 'paid'), payment))));
      const last = await askFor(wayTo(subject, 'paid'), payment);
      for (const answer of answers) expect(answer.outcome).to.be.oneOf([last.outcome, 'silence', 'processing']);
      expect(await booksOf(subject, payment)).to.deep.include({ charges: 1, taken: '10.00' });
    },
  },
  'authorize.amount': {
    title: 'says how much it took, in which currency',
    async run(subject) {
      expect(await askFor(wayTo(subject, 'paid'), aPayment(usd(1234)))).to.deep.include({ outcome: 'captured', amount: usd(1234) });
    },
  },
  'authorize.apart': {
    title: 'keeps two payments of the same sum apart',
    async run(subject) {
      const [one, other] = [await made(subject, 'paid'), await made(subject, 'paid')];
      const [first, second] = [await gatewayOf(subject).lookUp(one), await gatewayOf(subject).lookUp(other)];
      expect(first).to.have.property('reference').that.is.a('string').and.not.empty;
      expect(first).to.not.deep.equal(second);
      expect([(await booksOf(subject, one)).charges, (await booksOf(subject, other)).charges]).to.deep.equal([1, 1]);
    },
  },
  'authorize.held': {
    title: 'holds money without taking it',
    async run(subject) {
      const payment = aPayment();
      expect(await askFor(wayTo(subject, 'held'), payment)).to.deep.include({ outcome: 'authorized', amount: usd(1000) });
      expect(await booksOf(subject, payment)).to.deep.equal({ charges: 1, taken: '0.00', givenBack: '0.00' });
    },
  },
  'decline.card': declines('card_declined'),
  'decline.funds': declines('insufficient_funds'),
  'decline.expired': declines('expired_card'),
  'decline.stays': {
    title: 'stays with its no when it is asked again, and what became of it',
    async run(subject) {
      const payment = aPayment();
      const first = await askFor(wayTo(subject, 'card_declined'), payment);
      expect(first.outcome).to.equal('declined');
      expect(await askFor(wayTo(subject, 'card_declined'), payment)).to.deep.equal(first);
      expect(await gatewayOf(subject).lookUp(payment)).to.deep.equal(first);
    },
  },
  'action.asked': {
    title: 'sends the buyer to a page of the provider and takes nothing before they were there',
    async run(subject) {
      const [way, payment] = [wayTo(subject, 'asks_buyer'), aPayment()];
      const answer = await authorize(way, payment);
      expect(answer).to.deep.include({ outcome: 'requires_action' });
      if (answer.outcome === 'requires_action') expect(new URL(answer.nextAction.url).protocol).to.match(/^https?:$/);
      expect(await way.gateway.lookUp(payment)).to.deep.equal(answer);
      expect((await booksOf(subject, payment)).taken).to.equal('0.00');
    },
  },
  'action.done': {
    title: 'has the money when the buyer comes back',
    async run(subject) {
      const [way, payment] = [wayTo(subject, 'asks_buyer'), aPayment()];
      if (!way.buyer) throw new Error('Nobody plays the buyer');
      expect(await askFor(way, payment)).to.deep.include({ outcome: 'captured', amount: usd(1000) });
      expect(await booksOf(subject, payment)).to.deep.include({ charges: 1, taken: '10.00' });
    },
  },
  'action.void': {
    title: 'takes nothing from a buyer who comes back after the payment was let go',
    async run(subject) {
      const [way, payment] = [wayTo(subject, 'asks_buyer'), aPayment()];
      const answer = await authorize(way, payment);
      if (answer.outcome !== 'requires_action' || !way.buyer) throw new Error('Nobody plays the buyer');
      await way.gateway.void(payment);
      await way.buyer(payment, answer.reference).catch(() => undefined);
      expect((await way.gateway.lookUp(payment)).outcome).to.be.oneOf(['voided', 'unknown', 'declined']);
      expect((await booksOf(subject, payment)).taken).to.equal('0.00');
    },
  },
  'action.later': {
    title: 'says that it will be told later, and says so again',
    async run(subject) {
      const [way, payment] = [wayTo(subject, 'answers_later'), aPayment()];
      const answer = await askFor(way, payment);
      expect(answer.outcome).to.equal('processing');
      expect(await way.gateway.lookUp(payment)).to.deep.equal(answer);
    },
  },
  'line.request_lost': {
    title: 'knows nothing of a request that got lost, and charges once when it is asked again',
    async run(subject) {
      const payment = aPayment();
      await broken(subject, 'request_lost', (way) => authorize(way, payment));
      expect(await gatewayOf(subject).lookUp(payment)).to.deep.equal({ outcome: 'unknown' });
      expect((await askFor(wayTo(subject, 'paid'), payment)).outcome).to.equal('captured');
      expect(await booksOf(subject, payment)).to.deep.include({ charges: 1, taken: '10.00' });
    },
  },
  'line.answer_lost': {
    title: 'finds a payment whose answer got lost by our own id, and does not charge again',
    async run(subject) {
      const payment = aPayment();
      await broken(subject, 'answer_lost', (way) => authorize(way, payment));
      expect((await gatewayOf(subject).lookUp(payment)).outcome).to.be.oneOf(['captured', 'requires_action']);
      expect((await askFor(wayTo(subject, 'paid'), payment)).outcome).to.equal('captured');
      expect(await booksOf(subject, payment)).to.deep.include({ charges: 1, taken: '10.00' });
    },
  },
  'line.server_error': {
    title: 'takes a fault of the provider for no answer, never for a no',
    async run(subject) {
      const payment = aPayment();
      await broken(subject, 'server_error', (way) => authorize(way, payment));
      expect((await booksOf(subject, payment)).taken).to.equal('0.00');
    },
  },
  'line.gibberish': {
    title: 'takes an answer that is not in the words of the provider for none',
    async run(subject) {
      await broken(subject, 'gibberish', (way) => authorize(way, aPayment()));
      const payment = await made(subject, 'paid');
      await broken(subject, 'gibberish', ({ gateway }) => gateway.lookUp(payment));
      await broken(subject, 'gibberish', ({ gateway }) => gateway.refund(payment, aRefund(), usd(100)));
    },
  },
  'line.only_unreachable': {
    title: 'throws nothing but GatewayUnreachable, whatever it is asked',
    async run(subject) {
      const [paid, held] = [await made(subject, 'paid'), await made(subject, 'held')];
      for (const fault of ['request_lost', 'server_error'] as const) {
        await broken(subject, fault, ({ gateway }) => gateway.capture(held, usd(1000)));
        await broken(subject, fault, ({ gateway }) => gateway.void(held));
        await broken(subject, fault, ({ gateway }) => gateway.refund(paid, aRefund(), usd(1000)));
        await broken(subject, fault, ({ gateway }) => gateway.lookUp(paid));
        await broken(subject, fault, ({ gateway }) => bookedBetween(gateway, ...aroundNow()));
      }
    },
  },
  'look_up.unknown': {
    title: 'says that it never heard of a payment nobody asked for',
    async run(subject) {
      expect(await gatewayOf(subject).lookUp(aPayment())).to.deep.equal({ outcome: 'unknown' });
    },
  },
  'look_up.reference': {
    title: 'gives a payment one reference for good, and finds it by that as well as by our id',
    async run(subject) {
      const payment = await made(subject, 'paid');
      const found = await gatewayOf(subject).lookUp(payment);
      if (!('reference' in found) || found.reference === null) throw new Error('It has no reference');
      expect(await gatewayOf(subject).lookUp({ ...payment, reference: found.reference })).to.deep.equal(found);
      await gatewayOf(subject).refund(payment, aRefund(), usd(100));
      expect(await gatewayOf(subject).lookUp(payment)).to.deep.include({ reference: found.reference });
    },
  },
  'capture.whole': {
    title: 'takes what it holds or was promised, under the same reference',
    async run(subject) {
      const [way, payment] = [wayTo(subject, 'held'), aPayment()];
      const held = await askFor(way, payment);
      if (!('reference' in held)) throw new Error('It has no reference');
      const answer = await way.gateway.capture(payment, usd(1000));
      expect(answer).to.deep.equal({ outcome: 'captured', reference: held.reference, amount: usd(1000) });
    },
  },
  'capture.books': {
    title: 'has taken exactly what it says it took',
    async run(subject) {
      const payment = await made(subject, 'held');
      await gatewayOf(subject).capture(payment, usd(1000));
      expect(await booksOf(subject, payment)).to.deep.equal({ charges: 1, taken: '10.00', givenBack: '0.00' });
      expect(await gatewayOf(subject).lookUp(payment)).to.deep.include({ outcome: 'captured', amount: usd(1000) });
    },
  },
  'capture.part': {
    title: 'takes a part of what it holds and says which',
    async run(subject) {
      const payment = await made(subject, 'held');
      expect(await gatewayOf(subject).capture(payment, usd(400))).to.deep.include({ outcome: 'captured', amount: usd(400) });
      expect((await booksOf(subject, payment)).taken).to.equal('4.00');
    },
  },
  'capture.over': {
    title: 'takes nothing when it is asked for more than it holds',
    async run(subject) {
      const payment = await made(subject, 'held');
      expect((await spoken(gatewayOf(subject).capture(payment, usd(1001)))).outcome).to.not.equal('captured');
      expect((await booksOf(subject, payment)).taken).to.equal('0.00');
    },
  },
  'capture.twice': {
    title: 'takes once when it is asked to take twice',
    async run(subject) {
      const payment = await made(subject, 'held');
      const first = await gatewayOf(subject).capture(payment, usd(1000));
      expect(await gatewayOf(subject).capture(payment, usd(1000))).to.deep.equal(first);
      expect((await booksOf(subject, payment)).taken).to.equal('10.00');
    },
  },
  'capture.parallel': {
    title: 'takes once when many processes take at the same instant',
    async run(subject) {
      const payment = await made(subject, 'held');
      await Promise.all(Array.from({ length: 5 }, () => spoken(wayTo(subject, 'held').gateway.capture(payment, usd(600)))));
      expect((await booksOf(subject, payment)).taken).to.equal('6.00');
    },
  },
  'capture.answer_lost': {
    title: 'takes once when the answer got lost and it is asked again',
    async run(subject) {
      const payment = await made(subject, 'held');
      await broken(subject, 'answer_lost', ({ gateway }) => gateway.capture(payment, usd(1000)));
      expect(await gatewayOf(subject).capture(payment, usd(1000))).to.deep.include({ outcome: 'captured', amount: usd(1000) });
      expect((await booksOf(subject, payment)).taken).to.equal('10.00');
    },
  },
  'capture.after_void': {
    title: 'takes nothing of what was let go',
    async run(subject) {
      const payment = await made(subject, 'held');
      await gatewayOf(subject).void(payment);
      expect((await spoken(gatewayOf(subject).capture(payment, usd(1000)))).outcome).to.not.equal('captured');
      expect((await booksOf(subject, payment)).taken).to.equal('0.00');
    },
  },
  'capture.unknown': {
    title: 'takes nothing for a payment nobody asked for',
    async run(subject) {
      expect((await spoken(gatewayOf(subject).capture(aPayment(), usd(1000)))).outcome).to.not.equal('captured');
    },
  },
  'void.unknown': {
    title: 'lets go of what was never asked for',
    async run(subject) {
      const payment = aPayment();
      await gatewayOf(subject).void(payment);
      expect((await gatewayOf(subject).lookUp(payment)).outcome).to.not.be.oneOf(['captured', 'authorized']);
    },
  },
  'void.twice': {
    title: 'lets go once of what it holds, however often it is told',
    async run(subject) {
      const payment = await made(subject, 'held');
      await gatewayOf(subject).void(payment);
      await gatewayOf(subject).void(payment);
      expect((await gatewayOf(subject).lookUp(payment)).outcome).to.equal('voided');
      expect(await booksOf(subject, payment)).to.deep.include({ taken: '0.00', givenBack: '0.00' });
    },
  },
  'void.captured': {
    title: 'keeps what was taken when it is told to let go',
    async run(subject) {
      const payment = await made(subject, 'paid');
      await spoken(
        gatewayOf(subject)
          .void(payment)
          .then(() => ({ outcome: 'done' })),
      );
      expect((await gatewayOf(subject).lookUp(payment)).outcome).to.equal('captured');
      expect(await booksOf(subject, payment)).to.deep.equal({ charges: 1, taken: '10.00', givenBack: '0.00' });
    },
  },
  'void.rest': {
    title: 'lets go of the rest of what it holds and keeps the part that was taken',
    async run(subject) {
      const payment = await made(subject, 'held');
      await gatewayOf(subject).capture(payment, usd(400));
      const after = { ...payment, captured: usd(400) };
      for (let time = 0; time < 2; time += 1) await gatewayOf(subject).void(after);
      expect(await gatewayOf(subject).lookUp(after)).to.deep.include({ outcome: 'captured', amount: usd(400) });
      expect((await spoken(gatewayOf(subject).capture(after, usd(600)))).outcome).to.be.oneOf(['captured', 'declined', 'silence']);
      expect(await booksOf(subject, payment)).to.deep.equal({ charges: 1, taken: '4.00', givenBack: '0.00' });
    },
  },
  'refund.repeated': {
    title: 'gives money back once for each refund',
    async run(subject) {
      const [payment, refundId] = [aPayment(), aRefund()];
      const paid = await askFor(wayTo(subject, 'paid'), payment);
      const known = { ...payment, reference: 'reference' in paid ? paid.reference : null };
      const first = await gatewayOf(subject).refund(known, refundId, usd(600));

      expect(first.outcome).to.not.equal('failed');
      expect(await gatewayOf(subject).refund(known, refundId, usd(600))).to.deep.equal(first);
    },
  },
  'refund.books': {
    title: 'has given back what it says, once for the same refund, without knowing the reference',
    async run(subject) {
      const [payment, refundId] = [await made(subject, 'paid'), aRefund()];
      for (let time = 0; time < 3; time += 1) await gatewayOf(subject).refund(payment, refundId, usd(300));
      expect(await booksOf(subject, payment)).to.deep.equal({ charges: 1, taken: '10.00', givenBack: '3.00' });
    },
  },
  'refund.parts': {
    title: 'gives back in several parts, to the last cent and not beyond',
    async run(subject) {
      const payment = await made(subject, 'paid');
      const outcomes = [];
      for (const minor of [600, 500, 399, 1, 1]) {
        const { outcome } = await gatewayOf(subject).refund(payment, aRefund(), usd(minor));
        outcomes.push(outcome === 'failed' ? 'failed' : 'went');
      }
      expect(outcomes).to.deep.equal(['went', 'failed', 'went', 'went', 'failed']);
      expect((await booksOf(subject, payment)).givenBack).to.equal('10.00');
    },
  },
  'refund.over': {
    title: 'refuses to give back more than was taken, and says why',
    async run(subject) {
      const payment = await made(subject, 'paid');
      const answer = await gatewayOf(subject).refund(payment, aRefund(), usd(1001));
      expect(answer).to.have.property('outcome', 'failed');
      expect(answer).to.have.property('reason').that.is.a('string').and.not.empty;
      expect((await booksOf(subject, payment)).givenBack).to.equal('0.00');
    },
  },
  'refund.part_captured': {
    title: 'gives back no more than the part that was taken',
    async run(subject) {
      const payment = await made(subject, 'held');
      await gatewayOf(subject).capture(payment, usd(400));
      expect((await gatewayOf(subject).refund(payment, aRefund(), usd(401))).outcome).to.equal('failed');
      expect((await gatewayOf(subject).refund(payment, aRefund(), usd(400))).outcome).to.not.equal('failed');
      expect((await booksOf(subject, payment)).givenBack).to.equal('4.00');
    },
  },
  'refund.parallel_same': {
    title: 'gives back once when many processes send the same refund at the same instant',
    async run(subject) {
      const [payment, refundId] = [await made(subject, 'paid'), aRefund()];
      await Promise.all(Array.from({ length: 6 }, () => spoken(gatewayOf(subject).refund(payment, refundId, usd(300)))));
      expect((await gatewayOf(subject).refund(payment, refundId, usd(300))).outcome).to.not.equal('failed');
      expect((await booksOf(subject, payment)).givenBack).to.equal('3.00');
    },
  },
  'refund.parallel_apart': {
    title: 'gives back no more than was taken when many refunds come at the same instant',
    async run(subject) {
      const payment = await made(subject, 'paid');
      const answers = await Promise.all(Array.from({ length: 10 }, () => spoken(gatewayOf(subject).refund(payment, aRefund(), usd(300)))));
      expect(Number((await booksOf(subject, payment)).givenBack)).to.be.at.most(10);
      const went = answers.filter(({ outcome }) => outcome === 'succeeded' || outcome === 'pending').length;
      expect((await booksOf(subject, payment)).givenBack).to.equal((went * 3).toFixed(2));
    },
  },
  'refund.uncaptured': {
    title: 'gives back nothing of what it only holds',
    async run(subject) {
      const payment = await made(subject, 'held');
      expect((await spoken(gatewayOf(subject).refund(payment, aRefund(), usd(100)))).outcome).to.be.oneOf(['failed', 'silence']);
      expect((await booksOf(subject, payment)).givenBack).to.equal('0.00');
    },
  },
  'refund.unknown': {
    title: 'gives back nothing for a payment nobody made',
    async run(subject) {
      expect((await spoken(gatewayOf(subject).refund(aPayment(), aRefund(), usd(100)))).outcome).to.be.oneOf(['failed', 'silence']);
    },
  },
  'refund.fails': {
    title: 'says so when a refund is refused, and nothing went',
    async run(subject) {
      const payment = await made(subject, 'refund_fails');
      const answer = await gatewayOf(subject).refund(payment, aRefund(), usd(500));
      expect(answer).to.have.property('outcome', 'failed');
      expect((await booksOf(subject, payment)).givenBack).to.equal('0.00');
    },
  },
  'refund.takes_time': {
    title: 'says that a refund is on its way when it is',
    async run(subject) {
      const payment = await made(subject, 'refund_takes_time');
      expect(await gatewayOf(subject).refund(payment, aRefund(), usd(500))).to.have.property('outcome', 'pending');
      expect((await booksOf(subject, payment)).givenBack).to.equal('5.00');
    },
  },
  'refund.looked_up': {
    title: 'tells what became of a refund by our key, also when the answer got lost, and of no other',
    async run(subject) {
      const [payment, refundId] = [await made(subject, 'paid'), aRefund()];
      const ask = (key: RefundId) => gatewayOf(subject).lookUpRefund(payment, { key, reference: null });
      expect(await ask(refundId)).to.deep.equal({ outcome: 'unknown' });
      const answer = await gatewayOf(subject).refund(payment, refundId, usd(300));
      expect(await ask(refundId)).to.deep.equal(answer);
      expect(await ask(aRefund())).to.deep.equal({ outcome: 'unknown' });
      expect((await booksOf(subject, payment)).givenBack, 'asking gives nothing back').to.equal('3.00');
    },
  },
  'refund.looked_up_early': {
    title: 'tells of a refund that takes its time that it does',
    async run(subject) {
      const [payment, refundId] = [await made(subject, 'refund_takes_time'), aRefund()];
      const answer = await gatewayOf(subject).refund(payment, refundId, usd(500));
      expect(await gatewayOf(subject).lookUpRefund(payment, { key: refundId, reference: null })).to.deep.equal(answer);
    },
  },
  'refund.answer_lost': {
    title: 'gives back once when the answer got lost and the refund is sent again',
    async run(subject) {
      const [payment, refundId] = [await made(subject, 'paid'), aRefund()];
      await broken(subject, 'answer_lost', ({ gateway }) => gateway.refund(payment, refundId, usd(300)));
      expect((await gatewayOf(subject).refund(payment, refundId, usd(300))).outcome).to.not.equal('failed');
      expect((await booksOf(subject, payment)).givenBack).to.equal('3.00');
    },
  },
  'currency.none': inCurrency(Money.of(1050, 'JPY')),
  'currency.two': inCurrency(usd(1050)),
  'currency.three': inCurrency(Money.of(10_500, 'KWD')),
  'webhook.captured': {
    title: 'reads that the money came, from a notice the provider signed',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const event = await heard(subject, await signed(subject, 'captured', payment, at), at);
      expect(event.paymentId).to.equal(payment.id);
      expect(event.id).to.be.a('string').and.not.empty;
      expect(event.type).to.be.a('string').and.not.empty;
      expect(Math.abs(event.occurredAt.getTime() - at.getTime())).to.be.below(5 * MINUTE);
      expect(event.news).to.have.property('kind', 'payment');
      expect(event.news)
        .to.have.property('word')
        .that.deep.includes({ outcome: 'captured', amount: usd(1000) });
    },
  },
  'webhook.reference': {
    title: 'tells in a notice the reference that it answered with',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const { news } = await heard(subject, await signed(subject, 'captured', payment, at), at);
      expect(news).to.deep.equal({ kind: 'payment', word: await gatewayOf(subject).lookUp(payment) });
    },
  },
  'webhook.authorized': {
    title: 'reads that the money is held',
    async run(subject) {
      const [payment, at] = [await made(subject, 'held'), new Date()];
      const { paymentId, news } = await heard(subject, await signed(subject, 'authorized', payment, at), at);
      expect(paymentId).to.equal(payment.id);
      expect(news)
        .to.have.property('word')
        .that.deep.includes({ outcome: 'authorized', amount: usd(1000) });
    },
  },
  'webhook.declined': {
    title: 'reads that the bank said no',
    async run(subject) {
      const [payment, at] = [await made(subject, 'card_declined'), new Date()];
      const { paymentId, news } = await heard(subject, await signed(subject, 'declined', payment, at), at);
      expect(paymentId).to.equal(payment.id);
      expect(news).to.have.property('word').that.deep.includes({ outcome: 'declined', declineCode: 'card_declined' });
    },
  },
  'webhook.refunded': {
    title: 'reads which refund went',
    async run(subject) {
      const [payment, refundId, at] = [await made(subject, 'paid'), aRefund(), new Date()];
      const answer = await gatewayOf(subject).refund(payment, refundId, usd(300));
      const { paymentId, news } = await heard(subject, await signed(subject, 'refunded', payment, at, refundId), at);
      expect(paymentId).to.equal(payment.id);
      if (news.kind !== 'refund') throw new Error(`It speaks of a ${news.kind}`);
      if (news.refundId === null) expect(news.reference).to.equal('reference' in answer ? answer.reference : undefined);
      else expect(news.refundId).to.equal(refundId);
      expect(news.answer.outcome).to.equal('succeeded');
    },
  },
  'webhook.charge_back': {
    title: 'reads that a bank took the money back, and from which payment',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const { paymentId, news } = await heard(subject, await signed(subject, 'charge_back', payment, at), at);
      expect([paymentId, news.kind]).to.deep.equal([payment.id, 'charge_back']);
    },
  },
  'webhook.irrelevant': {
    title: 'lets pass what changes nothing here',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const events = await gatewayOf(subject).readWebhook(await signed(subject, 'irrelevant', payment, at), at);
      for (const { news } of events) expect(news.kind).to.equal('nothing');
    },
  },
  'webhook.duplicate': {
    title: 'knows a notice that comes again by its id, and another one from it',
    async run(subject) {
      const [one, other, at] = [await made(subject, 'paid'), await made(subject, 'paid'), new Date()];
      const notice = await signed(subject, 'captured', one, at);
      const first = await heard(subject, notice, at);
      expect(await heard(subject, notice, new Date(at.getTime() + MINUTE))).to.deep.equal(first);
      expect((await heard(subject, await signed(subject, 'captured', other, at), at)).id).to.not.equal(first.id);
    },
  },
  'webhook.unsigned': {
    title: 'refuses a notice without a signature',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const { rawBody } = await signed(subject, 'captured', payment, at);
      await isRefused(subject, { rawBody, headers: { 'content-type': 'application/json' } }, at);
    },
  },
  'webhook.forged': {
    title: 'refuses a notice whose signature is of something else',
    async run(subject) {
      const [one, other, at] = [await made(subject, 'paid'), await made(subject, 'paid'), new Date()];
      const { rawBody } = await signed(subject, 'captured', one, at);
      const { headers } = await signed(subject, 'captured', other, at);
      await isRefused(subject, { rawBody, headers }, at);
    },
  },
  'webhook.changed': {
    title: 'refuses a notice of which one byte was changed',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const { rawBody, headers } = await signed(subject, 'captured', payment, at);
      const text = Buffer.from(rawBody).toString('utf8');
      const changed = text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
      expect(changed).to.not.equal(text);
      await isRefused(subject, { rawBody: Buffer.from(changed), headers }, at);
    },
  },
  'webhook.reencoded': {
    title: 'refuses a notice that says the same in other bytes',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const { rawBody, headers } = await signed(subject, 'captured', payment, at);
      const again = JSON.stringify(JSON.parse(Buffer.from(rawBody).toString('utf8')), null, 3);
      await isRefused(subject, { rawBody: Buffer.from(again), headers }, at);
    },
  },
  'webhook.old': {
    title: 'refuses a notice that was signed more than five minutes ago, and not one that is four minutes old',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const notice = await signed(subject, 'captured', payment, at);
      await heard(subject, notice, new Date(at.getTime() + 4 * MINUTE));
      await isRefused(subject, notice, new Date(at.getTime() + 6 * MINUTE));
    },
  },
  'books.lists': {
    title: 'opens the books: what was taken, held, let go and given back of our payments',
    async run(subject) {
      const [paid, held, voided] = [await made(subject, 'paid'), await made(subject, 'held'), await made(subject, 'held')];
      await gatewayOf(subject).refund(paid, aRefund(), usd(300));
      await gatewayOf(subject).void(voided);
      const lines = await bookedBetween(gatewayOf(subject), ...aroundNow());
      const lineOf = ({ id: sought }: KnownPayment) => lines.filter(({ paymentId }) => paymentId === sought);
      expect(lineOf(paid)).to.have.length(1);
      expect(lineOf(paid)[0]).to.deep.include({ status: 'captured', captured: usd(1000), refunded: usd(300) });
      expect(lineOf(held)[0]).to.deep.include({ status: 'authorized', captured: usd(0), refunded: usd(0) });
      expect(lineOf(voided)[0]).to.deep.include({ status: 'voided', captured: usd(0), refunded: usd(0) });
    },
  },
  'books.pages': {
    title: 'opens the books to the last page, each payment once',
    async run(subject) {
      const payments: KnownPayment[] = [];
      for (let count = 0; count < 12; count += 1) payments.push(await made(subject, 'paid'));
      const lines = await bookedBetween(gatewayOf(subject), ...aroundNow());
      const found = lines.map(({ paymentId }) => paymentId).filter((paymentId) => payments.some((payment) => payment.id === paymentId));
      expect([...found].sort()).to.deep.equal(payments.map((payment) => payment.id).sort());
    },
  },
  'books.period': {
    title: 'opens the books of the period that was asked for and of no other',
    async run(subject) {
      const payment = await made(subject, 'paid');
      const [from, to] = [new Date(Date.now() - 60 * MINUTE), new Date(Date.now() - 30 * MINUTE)];
      expect((await bookedBetween(gatewayOf(subject), from, to)).some(({ paymentId }) => paymentId === payment.id)).to.equal(false);
    },
  },
  'secrets.errors': {
    title: 'lets no secret into an error, also not into its cause',
    async run(subject) {
      const payment = await made(subject, 'paid');
      const errors = [];
      for (const fault of ['request_lost', 'server_error', 'gibberish'] as const)
        errors.push(await broken(subject, fault, ({ gateway }) => gateway.lookUp(payment)));
      const text = inspect(errors, { depth: 12, showHidden: true });
      expect(subject.secrets).to.not.be.empty;
      for (const secret of subject.secrets) expect(text).to.not.include(secret);
    },
  },
  'secrets.answers': {
    title: 'lets no secret into an answer or an event',
    async run(subject) {
      const [payment, at] = [await made(subject, 'paid'), new Date()];
      const gateway = gatewayOf(subject);
      const answers = [
        await gateway.lookUp(payment),
        await gateway.refund(payment, aRefund(), usd(100)),
        await bookedBetween(gateway, ...aroundNow()),
      ];
      const events = await gateway.readWebhook(await signed(subject, 'captured', payment, at), at);
      const text = inspect([answers, events], { depth: 12 });
      expect(subject.secrets).to.not.be.empty;
      for (const secret of subject.secrets) expect(text).to.not.include(secret);
    },
  },
} as const satisfies Readonly<Record<string, GatewayCase>>;

export type GatewayCaseName = keyof typeof CASES;

/** Why a case cannot hold, by its name, or by the first word of the names of several. */
export type Excuses = Readonly<
  Partial<Record<GatewayCaseName | (GatewayCaseName extends `${infer Group}.${string}` ? Group : never), string>>
>;

/** What every PaymentGateway promises, whatever stands behind it, by name. */
export const GATEWAY_CASES: Readonly<Record<GatewayCaseName, GatewayCase>> = CASES;

/** Runs one case on a subject of its own. */
export async function runGatewayCase(name: GatewayCaseName, create: () => GatewayUnderTest | Promise<GatewayUnderTest>): Promise<void> {
  const subject = await create();
  try {
    await GATEWAY_CASES[name].run(subject);
  } finally {
    await subject.close?.();
  }
}

/**
 * Runs the whole kit. A case that cannot hold is excused with the reason; it is run all the same, since an excuse for what does
 * hold is a mistake.
 */
export function paymentGatewayContract(create: () => GatewayUnderTest | Promise<GatewayUnderTest>, excuses: Excuses = {}): void {
  describe('as a PaymentGateway', () => {
    for (const [name, { title }] of Object.entries(GATEWAY_CASES) as [GatewayCaseName, GatewayCase][]) {
      const excuse = excuses[name] ?? excuses[name.split('.')[0] as keyof Excuses];
      if (excuse === undefined) it(title, () => runGatewayCase(name, create));
      else
        it(`${title}: not here, since ${excuse}`, async () => {
          await rejection(runGatewayCase(name, create));
        });
    }
  });
}
