import { expect } from 'chai';
import { id, type PaymentId } from '../../../src/domain/shared/ids.js';
import { GatewayUnreachable, type PaymentGateway } from '../../../src/application/payment/ports/payment-gateway.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('Money that a provider holds', () => {
  /** How the line to the provider is, and how often it was asked to capture. */
  const line = { isDead: false, isLostAfter: false, captures: 0 };
  const shop = startShop({}, (container) => {
    const gateway = container.get(TOKENS.paymentGateways).find('fake') as PaymentGateway;
    const capture = gateway.capture.bind(gateway);
    gateway.capture = async (payment, amount) => {
      if (line.isDead) throw new GatewayUnreachable('fake');
      line.captures += 1;
      const answer = await capture(payment, amount);
      if (line.isLostAfter) throw new GatewayUnreachable('fake');
      return answer;
    };
  });
  const market = new Market(shop);
  let admin: Client;
  let mug: Ware;
  before(async () => {
    admin = await anAdmin(shop);
    mug = await market.ware({ priceMinor: 1000, stock: 1000 });
  });
  beforeEach(() => Object.assign(line, { isDead: false, isLostAfter: false, captures: 0 }));

  /** 30.00, held. */
  const held = async (body: object = { payment_token: 'tok_authorize_only' }) => {
    const { client } = await market.shopper([mug, 3]);
    const { body: answer } = await client.post('/api/orders/checkout', body);
    const orderId = (answer.order_id ?? answer.id) as string;
    const { payments, items } = (await admin.get(`/api/admin/orders/${orderId}`)).body;
    return { client, orderId, paymentId: id<PaymentId>(payments[0].id), itemId: items[0].id as string };
  };
  const capture = (paymentId: string, body: object = {}, key?: string) =>
    admin.post(`/api/admin/payments/${paymentId}/capture`, body, key === undefined ? {} : { 'Idempotency-Key': key });
  const voided = (paymentId: string) => admin.post(`/api/admin/payments/${paymentId}/void`);
  const chargeOf = async (paymentId: string) => (await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }))[0];
  const orderOf = async (orderId: string) => (await admin.get(`/api/admin/orders/${orderId}`)).body;

  it('is taken whole, once', async () => {
    const { orderId, paymentId } = await held();
    const { status, body } = await capture(paymentId);
    expect([status, body.status, body.amount_captured, body.is_paid]).to.deep.equal([200, 'captured', 30, true]);
    expect((await orderOf(orderId)).payment_status).to.equal('paid');
    expect(await chargeOf(paymentId)).to.include({ status: 'captured', captured_minor: 3000 });
    expect(codeOf(await capture(paymentId))).to.equal('409 payment.illegal_transition');
  });

  it('and was taken in part goes back with its order, and the provider lets go of the rest (ORD-14)', async () => {
    const { client, orderId, paymentId } = await held();
    await capture(paymentId, { amount: 10 });
    const gateway = shop.container.get(TOKENS.paymentGateways).find('fake')!;
    const voids: string[] = [];
    const { void: letGo } = gateway;
    gateway.void = (payment) => {
      voids.push(`${payment.id} ${payment.captured.toDecimal()}`);
      return letGo.call(gateway, payment);
    };
    expect((await client.patch(`/api/orders/cancel/${orderId}`)).status).to.equal(200);
    expect(codeOf(await capture(paymentId)), 'nothing more is taken').to.equal('409 payment.illegal_transition');
    await runJobs(shop);
    gateway.void = letGo;
    expect(voids).to.deep.equal([`${paymentId} 10.00`]);
    expect(await orderOf(orderId)).to.include({ status: 'cancelled', payment_status: 'refunded' });
    expect(await chargeOf(paymentId)).to.include({ captured_minor: 1000, refunded_minor: 1000 });
  });

  it('is taken in part, and never more than is held (PAY-13)', async () => {
    const { orderId, paymentId } = await held();
    expect(codeOf(await capture(paymentId, { amount: 30.01 }))).to.equal('409 payment.capture_exceeds_authorization');
    expect(codeOf(await capture(paymentId, { amount: 0 }))).to.equal('409 payment.capture_exceeds_authorization');
    expect(codeOf(await capture(paymentId, { amount: 1.001 }))).to.equal('422 money.invalid_amount');
    const { body } = await capture(paymentId, { amount: '20.00' });
    expect(body).to.include({ status: 'partially_captured', amount_captured: 20 });
    expect((await orderOf(orderId)).payment_status).to.equal('partially_paid');
    expect(codeOf(await capture(paymentId, { amount: 10.01 }))).to.equal('409 payment.capture_exceeds_authorization');
    expect(codeOf(await voided(paymentId)), 'what was taken is given back instead').to.equal('409 payment.illegal_transition');
  });

  it('is taken for less when pieces were called off before (PAY-13)', async () => {
    const { orderId, paymentId, itemId } = await held();
    await admin.post(`/api/admin/orders/${orderId}/cancel`, { lines: [{ order_item_id: itemId, quantity: 1 }] });
    expect(codeOf(await capture(paymentId, { amount: 20.01 }))).to.equal('409 payment.capture_exceeds_authorization');
    expect((await capture(paymentId)).body).to.include({ amount_captured: 20 });
    expect(await orderOf(orderId)).to.include({ payment_status: 'paid', status: 'confirmed' });
  });

  it('is taken once by ten who ask at the same time', async () => {
    const { paymentId } = await held();
    const answers = await Promise.all(Array.from({ length: 10 }, () => capture(paymentId)));
    expect(line.captures).to.equal(1);
    const codes = answers.filter(({ status }) => status !== 200).map(codeOf);
    expect(codes).to.have.length(9);
    for (const code of codes) expect(code).to.be.oneOf(['409 payment.capture_in_progress', '409 payment.illegal_transition']);
    expect(await chargeOf(paymentId)).to.include({ captured_minor: 3000 });
  });

  it('is let go of, and is not taken any more', async () => {
    const { orderId, paymentId } = await held();
    expect((await voided(paymentId)).body).to.include({ status: 'voided', amount_captured: 0 });
    expect(codeOf(await capture(paymentId))).to.equal('409 payment.illegal_transition');
    expect(codeOf(await voided(paymentId))).to.equal('409 payment.illegal_transition');
    await runJobs(shop);
    expect(await chargeOf(paymentId)).to.include({ status: 'voided', captured_minor: 0 });
    expect((await orderOf(orderId)).payment_status).to.equal('unpaid');
    const { paymentId: paid } = await held({});
    expect(codeOf(await voided(paid))).to.equal('409 payment.illegal_transition');
    const { paymentId: waiting } = await held({ payment_token: 'tok_pending' });
    expect((await voided(waiting)).body.status).to.equal('cancelled');
  });

  it('that a provider may or may not have taken is asked about before it is taken again', async () => {
    for (const fault of ['isDead', 'isLostAfter'] as const) {
      const { paymentId } = await held();
      Object.assign(line, { isDead: false, isLostAfter: false, captures: 0, [fault]: true });
      const { status, body, headers } = await capture(paymentId, { amount: 20 });
      expect([status, body.status, headers['retry-after']]).to.deep.equal([202, 'authorized', '20']);
      expect(codeOf(await capture(paymentId, { amount: 20 }))).to.equal('409 payment.capture_in_progress');
      expect(codeOf(await voided(paymentId))).to.equal('409 payment.capture_in_progress');
      line[fault] = false;
      shop.clock.advance(21_000);
      const again = await capture(paymentId, { amount: 20 });
      expect([again.status, again.body.amount_captured, line.captures]).to.deep.equal([200, 20, 1]);
      expect(await chargeOf(paymentId), 'twenty, not forty').to.include({ captured_minor: 2000 });
      expect((await admin.get(`/api/admin/payments/${paymentId}`)).body).to.include({ amount_captured: 20 });
    }
  });

  it('is taken once by a request that is repeated with its key', async () => {
    const { paymentId } = await held();
    const first = await capture(paymentId, { amount: 10 }, 'capture-1');
    const second = await capture(paymentId, { amount: 10 }, 'capture-1');
    expect([second.status, second.headers['idempotent-replayed']]).to.deep.equal([200, 'true']);
    expect(second.body).to.deep.equal(first.body);
    expect(line.captures).to.equal(1);
  });

  it('is not touched by anybody but an admin, nor by an unknown name', async () => {
    const { client, paymentId } = await held();
    expect(codeOf(await client.post(`/api/admin/payments/${paymentId}/capture`))).to.equal('403 account.forbidden');
    expect(codeOf(await client.post(`/api/admin/payments/${paymentId}/void`))).to.equal('403 account.forbidden');
    for (const unknown of [UNKNOWN, '7']) {
      expect(codeOf(await capture(unknown))).to.equal('404 payment.not_found');
      expect(codeOf(await voided(unknown))).to.equal('404 payment.not_found');
    }
    await shop.knex('payments').where({ id: paymentId }).update({ gateway: 'gone' });
    expect(codeOf(await capture(paymentId))).to.equal('422 payment.unknown_gateway');
  });
});
