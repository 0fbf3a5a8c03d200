import { expect } from 'chai';
import supertest from 'supertest';
import { Market, type Ware } from '../../support/market.js';
import { StripeServer } from '../../support/providers/stripe-server.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const CHECKOUT = '/api/orders/checkout';
const KEYS = { secretKey: 'sk_test_shop51Hq0dZ2eKvYlo2C', webhookSecret: 'whsec_shop7b21f0c8e4d94a55' };

const settingsOf = (stripe: () => StripeServer, more: Record<string, string> = {}) => ({
  PAYMENT_GATEWAYS: 'stripe',
  STRIPE_SECRET_KEY: KEYS.secretKey,
  STRIPE_WEBHOOK_SECRET: KEYS.webhookSecret,
  ...more,
  get STRIPE_API_URL() {
    return stripe().url;
  },
});

describe('A shop that is paid by Stripe', () => {
  let stripe: StripeServer;
  before(async () => {
    stripe = await StripeServer.start(KEYS);
  });
  after(() => stripe.close());
  const shop = startShop(settingsOf(() => stripe));
  const market = new Market(shop);
  let mug: Ware;
  before(async () => {
    mug = await market.ware({ stock: 100 });
  });
  afterEach(() => {
    stripe.fault = undefined;
  });

  it('sells as with any other gateway: only the settings differ (PAY-21)', async () => {
    const { client } = await market.shopper([mug, 2]);
    const { status, body } = await client.post(CHECKOUT, { payment_token: 'pm_card_visa' });
    expect(status).to.equal(201);
    expect(body).to.include({ status: 'confirmed', payment_status: 'paid' });
    expect(body.payment).to.include({ payment_gateway: 'stripe', status: 'captured', amount_captured: 25 });
    expect(stripe.books(body.payment.id)).to.deep.equal({ charges: 1, taken: '25.00', givenBack: '0.00' });
  });

  it('tells the buyer why the card was refused, and takes another', async () => {
    const { client } = await market.shopper([mug, 1]);
    const refused = await client.post(CHECKOUT, { payment_token: 'pm_card_visa_chargeDeclinedInsufficientFunds' });
    expect(refused.status).to.equal(402);
    expect(refused.body).to.include({ code: 'payment.declined', decline_code: 'insufficient_funds' });
    const paid = await client.post(`/api/orders/${refused.body.order_id}/payments`, { payment_token: 'pm_card_mastercard' });
    expect(paid.status).to.equal(201);
    expect((await client.get(`/api/orders/${refused.body.order_id}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
  });

  it('sends the buyer to their bank when that is what it takes', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { status, body } = await client.post(CHECKOUT, { payment_token: 'pm_card_threeDSecure2Required' });
    expect(status).to.equal(202);
    expect(body.payment.status).to.equal('requires_action');
    expect(body.payment.next_action.url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/3d_secure_2\/pi_/);
  });

  const anOrderAtTheBank = async () => {
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post(CHECKOUT, { payment_token: 'pm_card_threeDSecure2Required' });
    const paymentId = body.payment.id as string;
    const stand = async () => {
      const { status, payment_status, payment } = (await client.get(`/api/orders/${body.id}`)).body;
      return [status, payment_status, payment.status];
    };
    return { client, orderId: body.id as string, paymentId, intent: stripe.intentOf(paymentId), stand };
  };
  const tell = (type: string, object: Record<string, unknown>) => {
    const { rawBody, headers } = stripe.notice(type, object, new Date());
    return supertest(shop.server).post('/api/payments/webhooks/stripe').set(headers).send(Buffer.from(rawBody).toString('utf8'));
  };

  it('confirms the order when the buyer comes back from their bank, and keeps to itself what Stripe adds to the address', async () => {
    const { paymentId, intent, stand } = await anOrderAtTheBank();
    stripe.authenticate(String(intent['id']));
    const sent = stripe.requests.find(({ key }) => key === paymentId);
    const link = new URL(new URLSearchParams(sent?.body).get('return_url') ?? '');
    link.searchParams.set('payment_intent', String(intent['id']));
    link.searchParams.set('payment_intent_client_secret', String(intent['client_secret']));
    link.searchParams.set('redirect_status', 'succeeded');
    const { status, text } = await shop.anyone.get(link.pathname + link.search);
    expect(status).to.equal(200);
    expect(text).to.not.contain('_secret_');
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
  });

  it('confirms the order when Stripe tells it, once however often and early it does', async () => {
    const { intent, stand } = await anOrderAtTheBank();
    stripe.authenticate(String(intent['id']));
    const told = await Promise.all([1, 2, 3].map(() => tell('payment_intent.succeeded', intent)));
    expect(told.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
    expect((await tell('payment_intent.requires_action', { ...intent, status: 'requires_action' })).status, 'late').to.equal(200);
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
  });

  it('knows of what was given back, and that a bank took money back (PAY-19)', async () => {
    const { paymentId, intent, stand } = await anOrderAtTheBank();
    stripe.authenticate(String(intent['id']));
    await tell('payment_intent.succeeded', intent);
    expect((await tell('charge.dispute.created', stripe.disputeOf(paymentId))).status).to.equal(200);
    expect((await stand())[2]).to.equal('charged_back');
  });

  it('believes nobody who is not Stripe (PAY-02)', async () => {
    const { intent, stand } = await anOrderAtTheBank();
    const { rawBody, headers } = stripe.notice(
      'payment_intent.succeeded',
      { ...intent, status: 'succeeded', amount_received: 1250 },
      new Date(),
    );
    const forged = Buffer.from(rawBody).toString('utf8').replace('"livemode": false', '"livemode": true');
    const { status, body } = await supertest(shop.server).post('/api/payments/webhooks/stripe').set(headers).send(forged);
    expect([status, body.code]).to.deep.equal([400, 'webhook.bad_signature']);
    expect((await stand())[2]).to.equal('requires_action');
  });

  it('gives money back, and has given it when Stripe says so', async () => {
    const { client } = await market.shopper([mug, 2]);
    const { body: order } = await client.post(CHECKOUT, { payment_token: 'pm_card_pendingRefund' });
    const paymentId = order.payment.id as string;
    const admin = await anAdmin(shop);
    const { headers } = await admin.post(`/api/admin/payments/${paymentId}/refunds`, { amount: 10 });
    const refund = async () => (await admin.get(headers['location'] as string)).body.status as string;
    await runJobs(shop);
    expect(await refund()).to.equal('pending');
    expect(stripe.books(paymentId)).to.include({ taken: '25.00', givenBack: '10.00' });

    const [given = {}] = stripe.refundsOf(paymentId);
    expect((await tell('refund.updated', { ...given, status: 'succeeded' })).status).to.equal(200);
    expect(await refund()).to.equal('succeeded');
    expect((await client.get(`/api/payments/${paymentId}`)).body).to.include({ status: 'partially_refunded', amount_refunded: 10 });
  });

  it('loses no order when Stripe does not answer', async () => {
    const { client } = await market.shopper([mug, 1]);
    stripe.fault = 'server_error';
    const { status, body } = await client.post(CHECKOUT, { payment_token: 'pm_card_visa' });
    expect(status).to.equal(202);
    expect(body.status).to.equal('pending');
  });

  it('asks Stripe for nothing when there is nothing to pay (PAY-20)', async () => {
    const free = await market.ware({ priceMinor: 0 });
    const { client } = await market.shopper([free, 1]);
    const asked = stripe.requests.length;
    const { status, body } = await client.post(CHECKOUT, {});
    expect([status, body.payment_status, body.payment]).to.deep.equal([201, 'paid', null]);
    expect(stripe.requests).to.have.length(asked);
  });

  it('keeps neither key, secret nor client secret in its database (PAY-18)', async () => {
    const tables = await shop.knex('pg_tables').where({ schemaname: 'public' }).pluck<string[]>('tablename');
    expect(tables).to.include('payments');
    for (const table of tables) {
      const rows = JSON.stringify(await shop.knex(table));
      for (const secret of [KEYS.secretKey, KEYS.webhookSecret, '_secret_'])
        expect(rows.includes(secret), `${table}: ${secret}`).to.equal(false);
    }
  });
});

describe('A shop that lets Stripe hold money', () => {
  let stripe: StripeServer;
  before(async () => {
    stripe = await StripeServer.start(KEYS);
  });
  after(() => stripe.close());
  const shop = startShop(settingsOf(() => stripe, { STRIPE_CAPTURE: 'manual' }));
  const market = new Market(shop);

  it('takes it when an admin says so', async () => {
    const { client } = await market.shopper([await market.ware(), 2]);
    const { status, body } = await client.post(CHECKOUT, { payment_token: 'pm_card_visa' });
    expect([status, body.status, body.payment.status]).to.deep.equal([201, 'confirmed', 'authorized']);
    const paymentId = body.payment.id as string;
    expect(stripe.books(paymentId)).to.include({ charges: 1, taken: '0.00' });

    const admin = await anAdmin(shop);
    expect((await admin.post(`/api/admin/payments/${paymentId}/capture`, {})).status).to.be.oneOf([200, 202]);
    await runJobs(shop);
    expect(stripe.books(paymentId)).to.include({ charges: 1, taken: '25.00' });
    expect((await client.get(`/api/orders/${body.id}`)).body).to.include({ payment_status: 'paid' });
  });

  it('lets go of it when the order is cancelled', async () => {
    const { client } = await market.shopper([await market.ware(), 1]);
    const { body } = await client.post(CHECKOUT, { payment_token: 'pm_card_visa' });
    await client.patch(`/api/orders/cancel/${body.id}`);
    await runJobs(shop);
    expect(stripe.intentOf(body.payment.id)['status']).to.equal('canceled');
    expect(stripe.books(body.payment.id)).to.include({ taken: '0.00', givenBack: '0.00' });
  });
});
