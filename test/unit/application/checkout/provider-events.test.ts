import { expect } from 'chai';
import { ApplyParkedEvents } from '../../../../src/application/checkout/apply-parked-events.js';
import { HearProviderEvent } from '../../../../src/application/checkout/hear-provider-event.js';
import { PAYMENT_TROUBLE, RaiseAlarmOnPaymentTrouble } from '../../../../src/application/payment/raise-alarm-on-payment-trouble.js';
import { BadWebhookSignature, GatewayNotFound } from '../../../../src/domain/payment/payment-errors.js';
import type { PaymentEvent } from '../../../../src/domain/payment/payment-events.js';
import { timestampedSignature } from '../../../../src/infrastructure/payment/timestamped-signature.js';
import { CheckoutWorld } from '../../../support/checkout-world.js';
import { bodyOf, type Notice } from '../../../support/provider-notices.js';
import { rejection } from '../../../support/rejection.js';

const MINUTE_MS = 60_000;

describe('What a provider tells by itself', () => {
  let world: CheckoutWorld;
  let lines: Readonly<Record<string, unknown>>[];
  beforeEach(async () => {
    world = await new CheckoutWorld().readyToBuy();
    lines = [];
  });

  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string, fields: Readonly<Record<string, unknown>> = {}) => void lines.push({ message, ...fields }),
  };
  const hear = (notice: Notice, secret = 'whsec_world', gateway = 'fake') => {
    const rawBody = Buffer.from(bodyOf({ amount: 30, ...notice, at: world.time }));
    const headers = { 'x-webhook-signature': timestampedSignature(secret, rawBody, world.time) };
    const hearing = new HearProviderEvent(world.store, world.gateways, world.settlePayment, world.clock);
    return hearing.execute({ gateway, request: { rawBody, headers } });
  };
  const applyParked = () => new ApplyParkedEvents(world.store, world.settlePayment, world.clock, logger).execute();
  const undecided = async () => {
    const { answer } = await world.checkOut({ token: 'tok_pending' });
    const payment_id = answer.paymentId!;
    return { payment_id, orderId: answer.order.id, payment: () => world.payments(answer.order.id)[0]! };
  };
  const alarms = async (): Promise<readonly unknown[]> => {
    for (const on of Object.keys(PAYMENT_TROUBLE) as (keyof typeof PAYMENT_TROUBLE)[]) {
      const handler = new RaiseAlarmOnPaymentTrouble(on, logger);
      for (const event of world.store.events) if (event.type === on) await handler.handle(event as PaymentEvent);
    }
    return lines.map(({ alarm, message, paymentId }) => [alarm, message, paymentId]);
  };

  it('is believed when it is signed, and only counted when it is not (PAY-02)', async () => {
    const { payment_id, payment } = await undecided();
    expect(await rejection(hear({ type: 'payment.captured', payment_id }, 'whsec_other'))).to.be.instanceOf(BadWebhookSignature);
    expect(world.store.read((transaction) => [...transaction.rows('provider_events')])).to.deep.equal([]);
    expect(world.store.read((transaction) => transaction.rows('webhook_refusals').get('fake'))).to.equal(1);
    expect(await rejection(hear({ type: 'payment.captured', payment_id }, 'whsec_world', 'nobody'))).to.be.instanceOf(GatewayNotFound);
    expect(payment().status).to.equal('processing');
    expect(await hear({ type: 'payment.captured', payment_id }, 'whsec_world', 'mock'), 'by its other name').to.equal('heard');
    expect(payment().status).to.equal('captured');
  });

  it('leaves nothing behind when its effect fails, and works the next time (PAY-06)', async () => {
    const { payment_id, payment } = await undecided();
    const [settle, fault] = [world.settlePayment.settleIn, new Error('power cut')];
    world.settlePayment.settleIn = () => Promise.reject(fault);
    expect(await rejection(hear({ id: 'evt_1', type: 'payment.captured', payment_id }))).to.equal(fault);
    world.settlePayment.settleIn = settle;
    expect(payment().status).to.equal('processing');
    expect(await hear({ id: 'evt_1', type: 'payment.captured', payment_id })).to.equal('heard');
    expect(payment().status).to.equal('captured');
  });

  it('waits for a payment that is not here, and is an alarm once after ten minutes (PAY-05)', async () => {
    const payment_id = world.ids.next();
    expect(await hear({ id: 'evt_1', type: 'payment.captured', payment_id })).to.equal('parked');
    world.later(9 * MINUTE_MS);
    expect([await applyParked(), lines]).to.deep.equal([0, []]);
    world.later(2 * MINUTE_MS);
    await applyParked();
    await applyParked();
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ alarm: true, gateway: 'fake', eventId: 'evt_1', paymentId: payment_id });
    world.later(31 * 24 * 60 * MINUTE_MS);
    expect(await applyParked(), 'nobody hopes any more').to.equal(0);
  });

  it('says nothing about the payments of another provider', async () => {
    const { answer } = await world.checkOut({ gateway: 'cod' });
    expect(await hear({ type: 'payment.captured', payment_id: answer.paymentId! })).to.equal('parked');
    expect(world.payments()[0]).to.include({ status: 'pending', isPromised: true });
  });

  it('with another sum is an alarm, and nothing is confirmed (PAY-07)', async () => {
    const { payment_id, orderId, payment } = await undecided();
    await hear({ type: 'payment.captured', payment_id, amount: 29.99 });
    expect([payment().status, world.order(orderId).status]).to.deep.equal(['needs_review', 'pending']);
    expect(await alarms()).to.deep.equal([[true, PAYMENT_TROUBLE['payment.review_needed'], payment_id]]);
  });

  it('that a bank took the money back waits until it was taken, and is an alarm (PAY-19)', async () => {
    const { payment_id, payment } = await undecided();
    const reserved = world.reserved();
    expect(await hear({ type: 'payment.charged_back', payment_id }), 'too early').to.equal('parked');
    await hear({ type: 'payment.captured', payment_id });
    expect(await applyParked()).to.equal(1);
    await hear({ type: 'payment.charged_back', payment_id });
    expect(payment().status).to.equal('charged_back');
    expect(world.reserved(), 'the goods stay where they are').to.equal(reserved);
    expect(await alarms()).to.deep.equal([[true, PAYMENT_TROUBLE['payment.charged_back'], payment_id]]);
  });

  it('about a refund moves it, before and after our own call is answered', async () => {
    const { payment_id, payment, orderId } = await undecided();
    await hear({ type: 'payment.captured', payment_id });
    await world.cancelOrder.execute({ orderId: orderId as never, by: { kind: 'system' } });
    const refund_id = payment().refunds[0]!.id;
    expect(await hear({ type: 'payment.refunded', payment_id, refund_id: world.ids.next() }), 'not one of ours').to.equal('parked');
    expect(await hear({ type: 'payment.refunded', payment_id, refund_id })).to.equal('heard');
    expect([payment().status, payment().refunds[0]?.status]).to.deep.equal(['refunded', 'succeeded']);
    await world.runJobs();
    await hear({ type: 'payment.refunded', payment_id, refund_id });
    expect([payment().status, payment().refunded.minor]).to.deep.equal(['refunded', 3000]);
  });

  it('in any order ends as in turn (PAY-04)', async () => {
    const words = ['payment.processing', 'payment.authorized', 'payment.captured'];
    const orders = words.flatMap((first) => words.filter((next) => next !== first).map((second) => [first, second, ...words]));
    await world.stockUp({}, 100);
    for (const types of orders) {
      await world.fillCart();
      const { payment_id, orderId, payment } = await undecided();
      for (const type of types) await hear({ type, payment_id });
      expect([payment().status, world.order(orderId).status], types.join()).to.deep.equal(['captured', 'confirmed']);
      world.later(MINUTE_MS);
    }
  });
});
