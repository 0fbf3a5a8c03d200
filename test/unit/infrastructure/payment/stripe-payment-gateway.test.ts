import { inspect } from 'node:util';
import { expect } from 'chai';
import { GatewayUnreachable, type KnownPayment } from '../../../../src/application/payment/ports/payment-gateway.js';
import { id, type PaymentId, type RefundId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { moneyOfStripe, stripeAmountOf } from '../../../../src/infrastructure/payment/stripe-amounts.js';
import { paymentGatewayContract } from '../../../contract/payment-gateway.contract.js';
import { stripeGatewayUnderTest, type StripeUnderTest } from '../../../support/gateways/stripe-gateway-under-test.js';
import { rejection } from '../../../support/rejection.js';

const PAYMENT = id<PaymentId>('01900000-0000-7000-8000-000000000c01');
const REFUND = id<RefundId>('01900000-0000-7000-9000-000000000c01');
const usd = (minor: number) => Money.of(minor, 'USD');
const known = (amount = usd(1000)): KnownPayment => ({
  id: PAYMENT,
  reference: null,
  amount,
  captured: amount.times(0),
  openedAt: new Date(),
});

describe('Stripe', () => {
  paymentGatewayContract(stripeGatewayUnderTest);

  describe('by its own rules', () => {
    let stripe: StripeUnderTest;
    beforeEach(async () => {
      stripe = await stripeGatewayUnderTest();
    });
    afterEach(() => stripe.server.close());

    const pay = (token: string | undefined, amount = usd(1000), returnUrl?: string) =>
      stripe.gateway().authorize({ paymentId: PAYMENT, amount, token, returnUrl });

    for (const [token, declineCode] of [
      ['pm_card_visa_chargeDeclinedLostCard', 'card_declined'],
      ['pm_card_chargeDeclinedIncorrectCvc', 'card_declined'],
      ['pm_card_chargeDeclinedProcessingError', 'processing_error'],
      ['pm_nobody_knows', 'processing_error'],
    ] as const) {
      it(`tells the buyer ${declineCode} of ${token}`, async () => {
        expect(await pay(token)).to.deep.include({ outcome: 'declined', declineCode });
      });
    }

    it('sends no card number to anybody, and nothing else that Stripe.js did not make (PAY-18)', async () => {
      for (const token of [undefined, '', '4242424242424242', 'tok_success', 'pm_card visa', 'pm_1/../../refunds']) {
        expect(await pay(token), token).to.deep.equal({ outcome: 'declined', reference: null, declineCode: 'processing_error' });
      }
      expect(stripe.server.requests).to.be.empty;
    });

    it('takes a confirmation token as well as a payment method', async () => {
      expect(await pay('ctoken_card_visa')).to.deep.include({ outcome: 'captured' });
    });

    it('uses our id as the key of the payment, and as what it is found by', async () => {
      await pay('pm_card_visa');
      const [{ method, path, key, body } = { method: '', path: '', key: '', body: '' }] = stripe.server.requests;
      expect([method, path, key]).to.deep.equal(['POST', '/v1/payment_intents', PAYMENT]);
      const form = new URLSearchParams(body);
      expect(Object.fromEntries(form)).to.include({ amount: '1000', currency: 'usd', capture_method: 'automatic', confirm: 'true' });
      expect(form.get('metadata[payment_id]')).to.equal(PAYMENT);
      expect(form.get('return_url')).to.equal('https://shop.example/back');
    });

    it('lets the buyer come back to where the request says', async () => {
      await pay('pm_card_threeDSecure2Required', usd(1000), 'https://shop.example/orders/7');
      expect(new URLSearchParams(stripe.server.requests[0]?.body).get('return_url')).to.equal('https://shop.example/orders/7');
    });

    it('says how it stands now when the first answer is out of date', async () => {
      const first = await pay('pm_card_threeDSecure2Required');
      if (first.outcome !== 'requires_action') throw new Error(first.outcome);
      stripe.server.authenticate(first.reference);
      expect(await pay('pm_card_threeDSecure2Required')).to.deep.include({ outcome: 'captured', reference: first.reference });
    });

    it('is declined when the buyer fails at the page of their bank', async () => {
      const first = await pay('pm_card_threeDSecure2Required');
      if (first.outcome !== 'requires_action') throw new Error(first.outcome);
      stripe.server.authenticate(first.reference, false);
      expect(await stripe.gateway().lookUp(known())).to.deep.include({ outcome: 'declined', declineCode: 'card_declined' });
    });

    it('hears of money that takes days', async () => {
      await pay('pm_usBankAccount_success');
      stripe.server.settle(String(stripe.server.intentOf(PAYMENT)['id']));
      expect(await stripe.gateway().lookUp(known())).to.deep.include({ outcome: 'captured', amount: usd(1000) });
    });

    it('stays with the card that was asked first', async () => {
      const first = await pay('pm_card_visa');
      expect(await pay('pm_card_visa_chargeDeclined')).to.deep.equal(first);
      expect(stripe.server.books(PAYMENT).charges).to.equal(1);
    });

    it('finds an old payment by the search, and a new one in the list', async () => {
      await pay('pm_card_visa');
      const { id: intent } = stripe.server.intentOf(PAYMENT);
      expect(await stripe.gateway().lookUp(known())).to.deep.include({ outcome: 'captured', reference: intent });
      stripe.server.age(String(intent), 90 * 24 * 3600);
      expect(await stripe.gateway().lookUp(known())).to.deep.include({ outcome: 'captured', reference: intent });
    });

    it('asks again by itself when the line breaks, under the same key', async () => {
      stripe.server.fault = 'answer_lost';
      const asked = stripe.gateway({ retries: 1 }).authorize({ paymentId: PAYMENT, amount: usd(1000), token: 'pm_card_visa' });
      while (stripe.server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve, 20));
      stripe.server.fault = undefined;
      expect(await asked).to.deep.include({ outcome: 'captured' });
      expect(stripe.server.books(PAYMENT).charges).to.equal(1);
    });

    it('takes a wrong key for silence, and does not show it (PAY-18)', async () => {
      const error = await rejection(stripe.gateway({ secretKey: 'sk_test_wrong51Hq0d' }).lookUp(known()));
      expect(error).to.be.instanceOf(GatewayUnreachable);
      expect(inspect(error, { depth: 9 })).to.not.contain('wrong51Hq0d');
    });

    it('keeps its secrets to itself when it is printed (PAY-18)', () => {
      const gateway = stripe.gateway();
      for (const secret of stripe.secrets) expect(inspect(gateway, { depth: 9 }) + JSON.stringify(gateway)).to.not.contain(secret);
    });

    it('gives back by a second try what failed after it was sent', async () => {
      await pay('pm_card_refundFail');
      const sent = await stripe.gateway().refund(known(), REFUND, usd(300));
      if (sent.outcome === 'failed') throw new Error(sent.reason);
      stripe.server.failRefund(sent.reference);
      expect(stripe.server.books(PAYMENT).givenBack).to.equal('0.00');

      const again = await stripe.gateway().refund(known(), REFUND, usd(300));
      expect(again).to.have.property('outcome', 'succeeded');
      expect(again).to.not.deep.equal(sent);
      expect(stripe.server.books(PAYMENT).givenBack).to.equal('3.00');
    });

    it('hears that a refund failed, and why', async () => {
      await pay('pm_card_refundFail');
      const sent = await stripe.gateway().refund(known(), REFUND, usd(300));
      if (sent.outcome === 'failed') throw new Error(sent.reason);
      stripe.server.failRefund(sent.reference);
      const at = new Date();
      const [refund = {}] = stripe.server.refundsOf(PAYMENT);
      const [event] = await stripe.gateway().readWebhook(stripe.server.notice('refund.failed', refund, at), at);
      expect(event).to.deep.include({ paymentId: PAYMENT, type: 'refund.failed' });
      const answer = { outcome: 'failed', reason: 'expired_or_canceled_card' };
      expect(event?.news).to.deep.equal({ kind: 'refund', refundId: REFUND, reference: sent.reference, answer });
    });

    it('hears of a refund that somebody made at Stripe itself', async () => {
      await pay('pm_card_visa');
      const [at, { id: intent }] = [new Date(), stripe.server.intentOf(PAYMENT)];
      const refund = { id: 're_by_hand', object: 'refund', payment_intent: intent, metadata: {}, status: 'succeeded' };
      const [event] = await stripe.gateway().readWebhook(stripe.server.notice('refund.created', refund, at), at);
      expect(event?.paymentId).to.equal(PAYMENT);
      expect(event?.news).to.deep.include({ kind: 'refund', refundId: null, reference: 're_by_hand' });
    });

    it('counts as given back what went back, not what was never taken', async () => {
      await stripe.gateway({ capture: 'manual' }).authorize({ paymentId: PAYMENT, amount: usd(1000), token: 'pm_card_visa' });
      await stripe.gateway().capture(known(), usd(400));
      await stripe.gateway().refund(known(), REFUND, usd(100));
      const lines = [];
      for await (const line of stripe.gateway().booked(new Date(Date.now() - 5_000), new Date(Date.now() + 5_000))) lines.push(line);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.deep.include({ paymentId: PAYMENT, status: 'captured', captured: usd(400), refunded: usd(100) });
    });

    for (const [amount, charged] of [
      [Money.of(500, 'JPY'), '500'],
      [usd(500), '500'],
      [Money.of(5_120, 'KWD'), '5120'],
      [Money.of(500, 'ISK'), '50000'],
      [Money.of(5_000, 'UGX'), '500000'],
      [Money.of(50_000, 'MGA'), '500'],
    ] as const) {
      it(`charges ${amount.toDecimal()} ${amount.currency} as ${charged}`, async () => {
        expect(await pay('pm_card_visa', amount)).to.deep.include({ outcome: 'captured', amount });
        expect(new URLSearchParams(stripe.server.requests[0]?.body).get('amount')).to.equal(charged);
        expect(moneyOfStripe(Number(charged), amount.currency.toLowerCase())).to.deep.equal(amount);
      });
    }

    it('reads a sum that we would never ask for as one that is not ours', () => {
      expect(moneyOfStripe(4_010, 'isk')).to.deep.equal(Money.of(40, 'ISK'));
    });

    it('does not ask for a sum that Stripe cannot take to the last digit', async () => {
      for (const amount of [Money.of(5_124, 'KWD'), Money.of(50_001, 'MGA'), Money.of(1_001, 'CLF'), Money.of(1_001, 'LYD')]) {
        expect(stripeAmountOf(amount), amount.currency).to.equal(undefined);
        expect(await pay('pm_card_visa', amount)).to.deep.include({ outcome: 'declined', declineCode: 'processing_error' });
      }
      await pay('pm_card_visa', Money.of(5_120, 'KWD'));
      expect(await stripe.gateway().refund(known(), REFUND, Money.of(1_234, 'KWD'))).to.deep.equal({
        outcome: 'failed',
        reason: 'amount_not_supported',
      });
    });
  });
});
