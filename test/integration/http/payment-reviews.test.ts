import { expect } from 'chai';
import { GatewayUnreachable } from '../../../src/application/payment/ports/payment-gateway.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { FAKE_PROVIDER, notify } from '../../support/provider-notices.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const HOUR_MS = 3_600_000;
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('Looking at payments whose sum is not ours', () => {
  const shop = startShop(FAKE_PROVIDER);
  const market = new Market(shop);
  let admin: Client;
  let mug: Ware;
  before(async () => {
    admin = await anAdmin(shop);
    mug = await market.ware({ stock: 1000 });
  });

  /** A mug for 12.50 whose provider says that it took another sum. */
  const doubted = async (minor = 1000) => {
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post('/api/orders/checkout', { payment_token: 'tok_pending' });
    const [orderId, paymentId] = [body.id as string, body.payment.id as string];
    await shop
      .knex('fake_gateway_charges')
      .where({ payment_id: paymentId })
      .update({ status: 'captured', captured_minor: minor, amount_minor: Math.max(minor, 1250) });
    await notify(shop, { type: 'payment.captured', payment_id: paymentId, amount: minor / 100 });
    return { client, orderId, paymentId };
  };
  const review = (paymentId: string, decision: string, client = admin) =>
    client.post(`/api/admin/payments/${paymentId}/review`, { decision, reason: ' Rang up the bank ' });
  const orderOf = async (orderId: string) => (await admin.get(`/api/admin/orders/${orderId}`)).body;
  const lastOf = async (orderId: string) => (await admin.get(`/api/orders/${orderId}/history`)).body.at(-1);
  const booksOf = async (paymentId: string) => {
    const { rows } = await shop.knex.raw<{ rows: object[] }>(
      `select p.captured_minor = sum(e.captured_minor) and p.refunded_minor = sum(e.refunded_minor) as agree
       from payments p join payment_events e on e.payment_id = p.id where p.id = ? group by p.id`,
      [paymentId],
    );
    return rows;
  };

  it('an accepted one confirms its order, and who and why stays in the history (PAY-07)', async () => {
    const { orderId, paymentId } = await doubted();
    expect(await orderOf(orderId)).to.deep.include({ status: 'pending', attention: ['payment_needs_review'] });
    const { status, body } = await review(paymentId, 'accept');
    expect([status, body.status, body.amount_captured]).to.deep.equal([200, 'captured', 10]);
    expect(await orderOf(orderId)).to.deep.include({ status: 'confirmed', payment_status: 'partially_paid', attention: [] });
    expect(await lastOf(orderId)).to.include({ to: 'confirmed', by: 'admin', reason: 'payment accepted: Rang up the bank' });
    expect(codeOf(await review(paymentId, 'accept')), 'once').to.equal('409 payment.illegal_transition');
    expect(await booksOf(paymentId)).to.deep.equal([{ agree: true }]);
  });

  it('more than was asked for can be accepted too, and the surplus given back', async () => {
    const { orderId, paymentId } = await doubted(2000);
    expect((await review(paymentId, 'accept')).body).to.include({ amount: 20, amount_captured: 20 });
    expect((await orderOf(orderId)).payment_status).to.equal('paid');
    expect((await admin.post(`/api/admin/payments/${paymentId}/refunds`, { amount: 7.5 })).status).to.equal(201);
    await runJobs(shop);
    expect((await admin.get(`/api/admin/payments/${paymentId}`)).body.amount_refunded).to.equal(7.5);
    expect(await booksOf(paymentId)).to.deep.equal([{ agree: true }]);
  });

  it('one that comes for an order that is over goes back when it is accepted (PAY-10)', async () => {
    const { client, orderId, paymentId } = await doubted();
    expect((await client.patch(`/api/orders/cancel/${orderId}`)).status).to.equal(200);
    expect((await review(paymentId, 'accept')).status).to.equal(200);
    await runJobs(shop);
    expect((await admin.get(`/api/admin/payments/${paymentId}`)).body).to.include({ status: 'refunded', amount_refunded: 10 });
    expect(await orderOf(orderId)).to.include({ status: 'cancelled', payment_status: 'refunded' });
    expect(await lastOf(orderId)).to.include({ to: 'cancelled', by: 'admin', reason: 'payment accepted: Rang up the bank' });
  });

  it('one that is given back goes back whole, and its order can be paid again', async () => {
    const { client, orderId, paymentId } = await doubted();
    const { reserved } = await market.shelf(mug);
    expect(codeOf(await review(paymentId, 'cancel')), 'it was taken').to.equal('409 payment.review_does_not_fit');
    expect((await review(paymentId, 'refund')).status).to.equal(200);
    expect((await market.shelf(mug)).reserved).to.equal(reserved - 1);
    await runJobs(shop);
    expect((await admin.get(`/api/admin/payments/${paymentId}`)).body).to.include({ status: 'refunded', amount_refunded: 10 });
    expect((await client.post(`/api/orders/${orderId}/payments`, {})).status).to.equal(201);
    expect(await orderOf(orderId)).to.include({ status: 'confirmed', payment_status: 'paid' });
    expect(await booksOf(paymentId)).to.deep.equal([{ agree: true }]);
  });

  it('one of which nothing was taken is cancelled, and the provider lets go of it', async () => {
    const { orderId, paymentId } = await doubted();
    await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }).update({ status: 'authorized', captured_minor: 0 });
    expect(codeOf(await review(paymentId, 'refund'))).to.equal('409 payment.review_does_not_fit');
    expect((await review(paymentId, 'cancel')).body.status).to.equal('cancelled');
    await runJobs(shop);
    expect(await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }).first()).to.include({ status: 'voided' });
    expect(await orderOf(orderId)).to.include({ status: 'pending', payment_status: 'unpaid' });
    expect(await lastOf(orderId)).to.include({ to: 'pending', by: 'admin', reason: 'payment cancelled: Rang up the bank' });
  });

  it('a hold that is accepted is captured, as much of it as was asked for', async () => {
    const { orderId, paymentId } = await doubted();
    await shop
      .knex('fake_gateway_charges')
      .where({ payment_id: paymentId })
      .update({ status: 'authorized', captured_minor: 0, amount_minor: 2000 });
    expect((await review(paymentId, 'accept')).body).to.include({ status: 'captured', amount_captured: 12.5 });
    expect(await orderOf(orderId)).to.include({ status: 'confirmed', payment_status: 'paid' });
  });

  it('its order does not expire while it waits', async () => {
    const { orderId, paymentId } = await doubted();
    shop.clock.advance(HOUR_MS);
    await shop.container.get(TOKENS.expireUnpaidOrders).execute();
    expect((await orderOf(orderId)).status).to.equal('pending');
    await review(paymentId, 'accept');
    expect((await orderOf(orderId)).status).to.equal('confirmed');
  });

  it('of many who decide at once exactly one does', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { orderId, paymentId } = await doubted();
      const answers = await Promise.all(
        ['accept', 'refund', 'accept', 'refund', 'cancel', 'accept'].map((word) => review(paymentId, word)),
      );
      const won = answers.filter(({ status }) => status === 200);
      expect(won, answers.map(codeOf).join(', ')).to.have.length(1);
      for (const lost of answers.filter(({ status }) => status !== 200)) expect(lost.status).to.equal(409);
      await runJobs(shop);
      const { status, payment_status } = await orderOf(orderId);
      expect(`${status} ${payment_status}`).to.be.oneOf(['confirmed partially_paid', 'pending refunded']);
      const history = (await admin.get(`/api/orders/${orderId}/history`)).body as { by: string }[];
      expect(history.filter(({ by }) => by === 'admin')).to.have.length(1);
      expect(await booksOf(paymentId)).to.deep.equal([{ agree: true }]);
    }
  });

  it('nothing is decided while the provider is silent', async () => {
    const { paymentId } = await doubted();
    const gateway = shop.container.get(TOKENS.paymentGateways).find('fake')!;
    const { lookUp } = gateway;
    gateway.lookUp = () => Promise.reject(new GatewayUnreachable('fake'));
    const answer = await review(paymentId, 'accept');
    gateway.lookUp = lookUp;
    expect([codeOf(answer), answer.headers['retry-after']]).to.deep.equal(['503 payment.provider_silent', '20']);
    expect((await admin.get(`/api/admin/payments/${paymentId}`)).body.status).to.equal('needs_review');
  });

  it('a sum that differs once the money is here is an alarm, and is looked at (PAY-07)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { id: orderId, payment } = (await client.post('/api/orders/checkout', {})).body;
    await notify(shop, { type: 'payment.captured', payment_id: payment.id, amount: 20 });
    expect(await orderOf(orderId)).to.deep.include({ status: 'confirmed', payment_status: 'paid', attention: ['payment_sum_differs'] });
    const [{ payload }] = await shop.knex('outbox').where({ type: 'payment.sum_differs', aggregate_id: payment.id });
    expect(payload.named).to.deep.equal({ minor: 2000, currency: 'USD' });
    expect((await review(payment.id, 'accept')).body).to.include({ status: 'captured', amount_captured: 12.5 });
    expect((await orderOf(orderId)).attention).to.deep.equal([]);
    expect(await lastOf(orderId)).to.include({ from: 'confirmed', to: 'confirmed', by: 'admin' });
  });

  it('is for admins, with a reason, and for payments that wait for it', async () => {
    const { client, paymentId } = await doubted();
    expect(codeOf(await review(paymentId, 'accept', client))).to.equal('403 account.forbidden');
    for (const body of [{}, { decision: 'accept' }, { decision: 'keep', reason: 'x' }, { decision: 'accept', reason: ' ' }])
      expect(codeOf(await admin.post(`/api/admin/payments/${paymentId}/review`, body))).to.equal('422 request.invalid');
    expect(codeOf(await review(UNKNOWN, 'accept'))).to.equal('404 payment.not_found');
  });
});
