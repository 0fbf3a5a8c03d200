import { StripePaymentGateway, type StripeSettings } from '../../../src/infrastructure/payment/stripe-payment-gateway.js';
import type { Fate, Fault, GatewayUnderTest, Way } from '../../contract/gateway-under-test.js';
import { StripeServer } from '../providers/stripe-server.js';

const KEYS = { secretKey: 'sk_test_kit51Hq0dZ2eKvYlo2C', webhookSecret: 'whsec_kit7b21f0c8e4d94a55' };

/** Stripe's own payment methods for tests. https://docs.stripe.com/testing?testing-method=payment-methods */
const METHOD: Readonly<Record<Fate, string>> = {
  paid: 'pm_card_visa',
  held: 'pm_card_visa',
  card_declined: 'pm_card_visa_chargeDeclined',
  insufficient_funds: 'pm_card_visa_chargeDeclinedInsufficientFunds',
  expired_card: 'pm_card_chargeDeclinedExpiredCard',
  asks_buyer: 'pm_card_threeDSecure2Required',
  answers_later: 'pm_usBankAccount_success',
  refund_fails: 'pm_card_createDispute',
  refund_takes_time: 'pm_card_pendingRefund',
};

export interface StripeUnderTest extends GatewayUnderTest {
  readonly server: StripeServer;
  readonly keys: typeof KEYS;
  way(fate: Fate): Way;
  during<Result>(fault: Fault, ask: (way: Way) => Promise<Result>): Promise<Result>;
  gateway(settings?: Partial<StripeSettings>): StripePaymentGateway;
}

/** The adapter on a Stripe of this machine that puts five payments on a page. */
export async function stripeGatewayUnderTest(): Promise<StripeUnderTest> {
  const server = await StripeServer.start(KEYS, 5);
  const gateway = (settings: Partial<StripeSettings> = {}) =>
    new StripePaymentGateway({
      ...KEYS,
      capture: 'automatic',
      returnUrl: 'https://shop.example/back',
      apiUrl: server.url,
      timeoutMs: 2_000,
      retries: 0,
      ...settings,
    });
  const way = (fate: Fate) => ({
    gateway: gateway({ capture: fate === 'held' ? 'manual' : 'automatic' }),
    token: METHOD[fate],
    buyer: async (_payment: unknown, reference: string) => {
      server.authenticate(reference);
    },
  });
  return {
    server,
    keys: KEYS,
    gateway,
    way,
    async during(fault, ask) {
      server.fault = fault;
      try {
        return await ask(way('paid'));
      } finally {
        server.fault = undefined;
      }
    },
    books: async (paymentId) => server.books(paymentId),
    async notice(notice, { id: paymentId }, at, refundId) {
      const intent = server.intentOf(paymentId);
      const refund = server.refundsOf(paymentId).find(({ metadata }) => (metadata as Record<string, string>)['refund_id'] === refundId);
      switch (notice) {
        case 'captured':
          return server.notice('payment_intent.succeeded', intent, at);
        case 'authorized':
          return server.notice('payment_intent.amount_capturable_updated', intent, at);
        case 'declined':
          return server.notice('payment_intent.payment_failed', intent, at);
        case 'refunded':
          return server.notice('refund.updated', refund ?? {}, at);
        case 'charge_back':
          return server.notice('charge.dispute.created', server.disputeOf(paymentId), at);
        case 'irrelevant':
          return server.notice('charge.succeeded', server.chargeOf(paymentId), at);
      }
    },
    secrets: [...Object.values(KEYS), '_secret_'],
    close: () => server.close(),
  };
}
