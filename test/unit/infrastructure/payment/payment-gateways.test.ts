import { expect } from 'chai';
import { GatewayUnreachable, type PaymentGateway } from '../../../../src/application/payment/ports/payment-gateway.js';
import { id, type PaymentId, type RefundId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { CashOnDelivery } from '../../../../src/infrastructure/payment/cash-on-delivery.js';
import { ConfiguredPaymentGateways } from '../../../../src/infrastructure/payment/configured-payment-gateways.js';
import { FakePaymentGateway } from '../../../../src/infrastructure/payment/fake-payment-gateway.js';
import { RandomOrderNumbers } from '../../../../src/infrastructure/system/random-order-numbers.js';
import { paymentGatewayContract } from '../../../contract/payment-gateway.contract.js';
import { InMemoryChargeLedger } from '../../../support/fakes/in-memory-charge-ledger.js';
import { CASH_EXCUSES, cashOnDeliveryUnderTest } from '../../../support/gateways/cash-on-delivery-under-test.js';
import { FAKE_EXCUSES, fakeGatewayUnderTest } from '../../../support/gateways/fake-gateway-under-test.js';
import { rejection } from '../../../support/rejection.js';

const PAYMENT = id<PaymentId>('01900000-0000-7000-8000-000000000a01');
const KNOWN = {
  id: PAYMENT,
  reference: null,
  amount: Money.of(1000, 'USD'),
  captured: Money.zero('USD'),
  openedAt: new Date('2026-01-31T12:00:00.000Z'),
};
const SETTINGS = { secret: 'whsec_test', slowMs: 1 };
const usd = (minor: number) => Money.of(minor, 'USD');

describe('Cash on delivery', () => {
  paymentGatewayContract(cashOnDeliveryUnderTest, CASH_EXCUSES);
});

describe('The fake gateway', () => {
  let ledger: InMemoryChargeLedger;
  let gateway: PaymentGateway;

  beforeEach(() => {
    ledger = new InMemoryChargeLedger();
    gateway = new FakePaymentGateway(ledger, SETTINGS);
  });
  paymentGatewayContract(() => fakeGatewayUnderTest(new InMemoryChargeLedger()), FAKE_EXCUSES);

  const authorize = (token?: string, simulateSuccess?: boolean) =>
    gateway.authorize({ paymentId: PAYMENT, amount: usd(1000), token, simulateSuccess });

  for (const [token, outcome] of [
    [undefined, 'captured'],
    ['tok_success', 'captured'],
    ['tok_slow', 'captured'],
    ['tok_refund_fails', 'captured'],
    ['tok_authorize_only', 'authorized'],
    ['tok_pending', 'processing'],
    ['tok_3ds', 'requires_action'],
    ['tok_declined', 'declined card_declined'],
    ['tok_insufficient_funds', 'declined insufficient_funds'],
    ['tok_expired_card', 'declined expired_card'],
    ['4242424242424242', 'declined card_declined'],
  ] as const) {
    it(`answers ${token ?? 'no token'} with ${outcome}`, async () => {
      const answer = await authorize(token);
      expect([answer.outcome, ...(answer.outcome === 'declined' ? [answer.declineCode] : [])].join(' ')).to.equal(outcome);
    });
  }

  it('declines when it is asked to', async () => {
    expect((await authorize('tok_success', false)).outcome).to.equal('declined');
    expect((await new FakePaymentGateway(ledger, SETTINGS).lookUp(KNOWN)).outcome, 'and remembers').to.equal('declined');
  });

  it('does not answer, and has or has not charged', async () => {
    for (const [token, standing] of [
      ['tok_timeout_before', 'unknown'],
      ['tok_error', 'unknown'],
      ['tok_timeout_after', 'captured'],
    ] as const) {
      expect(await rejection(authorize(token)), token).to.be.instanceOf(GatewayUnreachable);
      expect((await gateway.lookUp(KNOWN)).outcome, token).to.equal(standing);
    }
  });

  it('never takes more than it holds or gives back more than it took', async () => {
    await authorize('tok_authorize_only');
    expect((await gateway.capture(KNOWN, usd(1001))).outcome).to.equal('authorized');
    expect((await gateway.capture(KNOWN, usd(1000))).outcome).to.equal('captured');
    expect((await gateway.refund(KNOWN, id<RefundId>('r1'), usd(600))).outcome).to.equal('succeeded');
    expect((await gateway.refund(KNOWN, id<RefundId>('r2'), usd(600))).outcome).to.equal('failed');
  });

  it('refuses to give back what was paid with tok_refund_fails', async () => {
    await authorize('tok_refund_fails');
    expect(await gateway.refund(KNOWN, id<RefundId>('r1'), usd(1))).to.deep.equal({ outcome: 'failed', reason: 'refund_refused' });
  });
});

describe("The shop's gateways", () => {
  const gateways = new ConfiguredPaymentGateways([new FakePaymentGateway(new InMemoryChargeLedger(), SETTINGS), new CashOnDelivery()]);

  it('are found by name, and the fake one as "mock" too', () => {
    expect(gateways.names).to.deep.equal(['fake', 'cod']);
    expect(gateways.find('mock')).to.equal(gateways.find('fake'));
    expect(gateways.find('stripe')).to.be.undefined;
    expect(new ConfiguredPaymentGateways([new CashOnDelivery()]).find('mock')).to.be.undefined;
  });
});

describe('Order numbers', () => {
  it('are random, readable and without letters that look alike (ORD-10)', () => {
    const numbers = Array.from({ length: 500 }, () => new RandomOrderNumbers().next());
    expect(new Set(numbers).size).to.equal(500);
    for (const number of numbers) expect(number).to.match(/^P-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
    expect([...numbers].sort(), 'they do not count up').to.not.deep.equal(numbers);
  });
});
