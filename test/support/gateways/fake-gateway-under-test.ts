import type { KnownPayment } from '../../../src/application/payment/ports/payment-gateway.js';
import { FakePaymentGateway } from '../../../src/infrastructure/payment/fake-payment-gateway.js';
import type { ChargeLedger } from '../../../src/infrastructure/payment/charge-ledger.js';
import { timestampedSignature } from '../../../src/infrastructure/payment/timestamped-signature.js';
import { Money } from '../../../src/domain/shared/money.js';
import type { Fate, Fault, GatewayUnderTest, Notice } from '../../contract/gateway-under-test.js';
import type { Excuses } from '../../contract/payment-gateway.contract.js';

const SECRET = 'whsec_fake_gateway_under_test';

const TOKEN: Readonly<Partial<Record<Fate, string>>> = {
  paid: 'tok_success',
  held: 'tok_authorize_only',
  card_declined: 'tok_declined',
  insufficient_funds: 'tok_insufficient_funds',
  expired_card: 'tok_expired_card',
  asks_buyer: 'tok_3ds',
  answers_later: 'tok_pending',
  refund_fails: 'tok_refund_fails',
};

const TOKEN_OF_FAULT: Readonly<Partial<Record<Fault, string>>> = {
  request_lost: 'tok_timeout_before',
  answer_lost: 'tok_timeout_after',
  server_error: 'tok_error',
};

const TYPE: Readonly<Record<Notice, string>> = {
  captured: 'payment.captured',
  authorized: 'payment.authorized',
  declined: 'payment.failed',
  refunded: 'payment.refunded',
  charge_back: 'payment.charged_back',
  irrelevant: 'payment.looked_at',
};

const decimal = (minor: number, currency: string): string => Money.of(minor, currency).toDecimal();

/** The fake provider on these books; its test tokens decide, and break the line when the money is asked for. */
export function fakeGatewayUnderTest(ledger: ChargeLedger): GatewayUnderTest {
  const gateway = () => new FakePaymentGateway(ledger, { secret: SECRET, slowMs: 1 });
  return {
    way: (fate) => {
      const buyer = async ({ id: paymentId }: KnownPayment) => void (await gateway().decide(paymentId, true));
      return TOKEN[fate] === undefined ? undefined : { gateway: gateway(), token: TOKEN[fate], buyer };
    },
    during: (fault, ask) => ask({ gateway: gateway(), token: TOKEN_OF_FAULT[fault] }),
    async books(paymentId) {
      const charge = await ledger.find(paymentId);
      const all = await ledger.between(new Date(0), new Date(Date.now() + 60_000));
      const mine = all.filter((each) => each.paymentId === paymentId && ['captured', 'authorized'].includes(each.status));
      const currency = charge?.currency ?? 'USD';
      const sum = (amounts: readonly number[]) =>
        decimal(
          amounts.reduce((all, each) => all + each, 0),
          currency,
        );
      return {
        charges: mine.length,
        taken: sum(mine.map(({ capturedMinor }) => capturedMinor)),
        givenBack: sum(mine.map(({ refundedMinor }) => refundedMinor)),
      };
    },
    async notice(notice, { id: paymentId, amount }, at, refundId) {
      const data = { payment_id: paymentId, amount: amount.toDecimal(), currency: amount.currency, refund_id: refundId };
      const event = { id: `evt_${paymentId}_${notice}`, type: TYPE[notice], created: Math.floor(at.getTime() / 1000), data };
      const rawBody = Buffer.from(JSON.stringify(event));
      return { rawBody, headers: { 'x-webhook-signature': timestampedSignature(SECRET, rawBody, at) } };
    },
    secrets: [SECRET],
  };
}

const ONLY_WHEN_ASKED = 'its tokens break the line only where the money is asked for';

export const FAKE_EXCUSES: Excuses = {
  'line.gibberish': ONLY_WHEN_ASKED,
  'line.only_unreachable': ONLY_WHEN_ASKED,
  'capture.answer_lost': ONLY_WHEN_ASKED,
  'refund.answer_lost': ONLY_WHEN_ASKED,
  'refund.takes_time': 'its refunds go at once',
  'refund.looked_up_early': 'its refunds go at once',
  'secrets.errors': ONLY_WHEN_ASKED,
};
