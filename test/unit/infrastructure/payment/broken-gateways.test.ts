import { expect } from 'chai';
import { timestampedSignature } from '../../../../src/infrastructure/payment/timestamped-signature.js';
import { BROKEN_GATEWAYS, brokenGateway, type BrokenGateway, type Mistakes } from '../../../contract/broken-gateways.js';
import type { GatewayUnderTest } from '../../../contract/gateway-under-test.js';
import { GATEWAY_CASES, runGatewayCase } from '../../../contract/payment-gateway.contract.js';
import { stripeGatewayUnderTest, type StripeUnderTest } from '../../../support/gateways/stripe-gateway-under-test.js';
import { rejection } from '../../../support/rejection.js';

const mistakesWith = ({ server, keys }: StripeUnderTest): Mistakes => ({
  secret: keys.secretKey,
  async chargeWithoutKey({ paymentId, amount, token }) {
    const form = new URLSearchParams({ amount: String(amount.minor), currency: amount.currency.toLowerCase(), confirm: 'true' });
    form.set('metadata[payment_id]', paymentId);
    form.set('payment_method', token ?? '');
    await fetch(`${server.url}/v1/payment_intents`, { method: 'POST', body: form, headers: { authorization: `Bearer ${keys.secretKey}` } });
  },
  signed: (rawBody, at) => ({ rawBody, headers: { 'stripe-signature': timestampedSignature(keys.webhookSecret, rawBody, at) } }),
});

/** The adapter of Stripe with something broken. */
async function underTest(broken: Pick<BrokenGateway, 'breaks'>): Promise<GatewayUnderTest> {
  const stripe = await stripeGatewayUnderTest();
  const mistakes = mistakesWith(stripe);
  return {
    ...stripe,
    way: (fate) => ({ ...stripe.way(fate), gateway: brokenGateway(stripe.way(fate).gateway, broken, mistakes) }),
    during: (fault, ask) => stripe.during(fault, (way) => ask({ ...way, gateway: brokenGateway(way.gateway, broken, mistakes) })),
  };
}

describe('The kit for gateways', () => {
  it('has at least thirty cases, and no two that promise the same (PAY-21)', () => {
    const titles = Object.values(GATEWAY_CASES).map(({ title }) => title);
    expect(titles.length).to.be.at.least(30);
    expect(new Set(titles).size).to.equal(titles.length);
  });

  for (const broken of BROKEN_GATEWAYS) {
    it(`finds out a gateway that ${broken.fault} (PAY-21)`, async () => {
      expect(await rejection(runGatewayCase(broken.foundBy, () => underTest(broken)))).to.be.instanceOf(Error);
      await runGatewayCase(broken.foundBy, () => underTest({ breaks: () => ({}) }));
    });
  }
});
