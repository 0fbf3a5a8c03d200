import { RazorpayPaymentGateway } from '../../../src/infrastructure/payment/razorpay-payment-gateway.js';
import { Money } from '../../../src/domain/shared/money.js';
import type { Fate, GatewayUnderTest, Notice } from '../../contract/gateway-under-test.js';
import { RazorpayServer, type BuyerDoes } from '../providers/razorpay-server.js';

const BUYER: Readonly<Record<Fate, BuyerDoes>> = {
  paid: { does: 'pay' },
  held: { does: 'pay' },
  card_declined: { does: 'fail', reason: 'payment_declined' },
  insufficient_funds: { does: 'fail', reason: 'insufficient_funds' },
  expired_card: { does: 'fail', reason: 'card_expired' },
  asks_buyer: { does: 'pay', by: 'upi' },
  answers_later: { does: 'wait' },
  refund_fails: { does: 'pay', refunds: 'refused' },
  refund_takes_time: { does: 'pay', refunds: 'pending' },
};

const EVENT: Readonly<Record<Notice, string>> = {
  captured: 'payment.captured',
  authorized: 'payment.authorized',
  declined: 'payment.failed',
  refunded: 'refund.processed',
  charge_back: 'payment.dispute.lost',
  irrelevant: 'order.notification.delivered',
};

/** What Razorpay cannot do, and why. */
export const RAZORPAY_EXCUSES = {
  'action.void': 'an order cannot be closed there: what a buyer pays late is captured, and given back by us',
  'capture.part': 'it captures all that was authorized, or nothing',
  'capture.parallel': 'it captures no part, of which this takes one',
  'void.rest': 'it captures no part that would leave a rest',
  'refund.part_captured': 'it captures no part that could be given back',
  'webhook.old': 'it signs no time of sending, and repeats a notice for a day',
} as const;

export function razorpayGateway(server: RazorpayServer, capture: 'automatic' | 'manual' = 'automatic'): RazorpayPaymentGateway {
  const { keyId, keySecret, webhookSecret, url } = server;
  return new RazorpayPaymentGateway({ keyId, keySecret, webhookSecret, apiUrl: url, capture });
}

export async function razorpayUnderTest(): Promise<GatewayUnderTest> {
  const server = await RazorpayServer.start();
  return {
    way: (fate) => ({
      gateway: razorpayGateway(server, fate === 'held' ? 'manual' : 'automatic'),
      buyer: async (_payment, reference) => {
        try {
          server.buyer(reference, BUYER[fate]);
        } catch {
          // who has paid sees that there is nothing left to pay
        }
      },
    }),
    during: (fault, ask) => server.during(fault, () => ask({ gateway: razorpayGateway(server) })),
    async books(paymentId) {
      const payments = server.paymentsOf(paymentId);
      const currency = payments[0]?.currency ?? 'USD';
      const sum = (amounts: readonly number[]) =>
        Money.of(
          amounts.reduce((all, each) => all + each, 0),
          currency,
        ).toDecimal();
      return {
        charges: payments.filter(({ status }) => ['authorized', 'captured', 'refunded'].includes(status)).length,
        taken: sum(payments.filter(({ captured }) => captured).map(({ amount }) => amount)),
        givenBack: sum(server.refundsOf(paymentId).map(({ amount }) => amount)),
      };
    },
    notice: async (notice, { id: paymentId }, at, refundId) => server.notice(EVENT[notice], paymentId, at, refundId),
    secrets: [server.keySecret, server.webhookSecret, Buffer.from(`${server.keyId}:${server.keySecret}`).toString('base64')],
    close: () => server.close(),
  };
}
