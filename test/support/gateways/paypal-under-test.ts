import { PayPalPaymentGateway } from '../../../src/infrastructure/payment/paypal-payment-gateway.js';
import { Money } from '../../../src/domain/shared/money.js';
import type { Fate, GatewayUnderTest, Notice } from '../../contract/gateway-under-test.js';
import { PayPalServer, type BuyerDoes } from '../providers/paypal-server.js';

const BUYER: Readonly<Record<Fate, BuyerDoes>> = {
  paid: {},
  held: {},
  card_declined: { pays: 'declined', responseCode: '0500' },
  insufficient_funds: { pays: 'declined', responseCode: '5120' },
  expired_card: { pays: 'declined', responseCode: '5400' },
  asks_buyer: {},
  answers_later: { pays: 'later' },
  refund_fails: { refunds: 'refused' },
  refund_takes_time: { refunds: 'later' },
};

const EVENT: Readonly<Record<Notice, string>> = {
  captured: 'PAYMENT.CAPTURE.COMPLETED',
  authorized: 'PAYMENT.AUTHORIZATION.CREATED',
  declined: 'PAYMENT.CAPTURE.DECLINED',
  refunded: 'PAYMENT.CAPTURE.REFUNDED',
  charge_back: 'PAYMENT.CAPTURE.REVERSED',
  irrelevant: 'CHECKOUT.ORDER.SAVED',
};

/** What PayPal cannot do, and why. */
export const PAYPAL_EXCUSES = { 'currency.three': 'it takes no currency that has thousandths' } as const;

export function payPalGateway(server: PayPalServer, capture: 'automatic' | 'manual' = 'automatic'): PayPalPaymentGateway {
  const { clientId, clientSecret, webhookId, url } = server;
  return new PayPalPaymentGateway({ clientId, clientSecret, webhookId, apiUrl: url, capture });
}

export async function payPalUnderTest(): Promise<GatewayUnderTest> {
  const server = await PayPalServer.start();
  return {
    way: (fate) => ({
      gateway: payPalGateway(server, fate === 'held' ? 'manual' : 'automatic'),
      buyer: async (_payment, reference) => {
        try {
          server.approve(reference, BUYER[fate]);
        } catch {
          // who has approved it sees that there is nothing left to do
        }
      },
    }),
    during: (fault, ask) => server.during(fault, () => ask({ gateway: payPalGateway(server) })),
    async books(paymentId) {
      const { captures, authorizations, refunds } = server.of(paymentId);
      const taken = captures.filter(({ status }) => status !== 'DECLINED' && status !== 'PENDING');
      const currency = [...captures, ...authorizations][0]?.amount.currency_code ?? 'USD';
      const sum = (amounts: readonly { readonly amount: { readonly value: string } }[]) =>
        amounts.reduce((all, { amount }) => all.plus(Money.parse(amount.value, currency)), Money.zero(currency)).toDecimal();
      const holds = authorizations.filter(({ status }) => status === 'CREATED');
      return { charges: taken.length + holds.length, taken: sum(taken), givenBack: sum(refunds) };
    },
    notice: async (notice, { id: paymentId }, at) => server.notice(EVENT[notice], paymentId, at),
    secrets: [server.clientSecret, server.accessToken, Buffer.from(`${server.clientId}:${server.clientSecret}`).toString('base64')],
    close: () => server.close(),
  };
}
