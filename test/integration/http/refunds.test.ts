import { expect } from 'chai';
import { GatewayUnreachable } from '../../../src/application/payment/ports/payment-gateway.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { FAKE_PROVIDER, notify } from '../../support/provider-notices.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('Giving money back', () => {
  const shop = startShop({ SHIPPING_RATES: 'standard:5', ...FAKE_PROVIDER });
  const market = new Market(shop);
  let admin: Client;
  let third: Ware;
  before(async () => {
    admin = await anAdmin(shop);
    third = await market.ware({ priceMinor: 333, stock: 1000 });
  });

  const bought = async (body: object = {}, lines: readonly (readonly [Ware, number])[] = [[third, 3]]) => {
    const { client } = await market.shopper(...lines);
    const { body: order } = await client.post('/api/orders/checkout', body);
    const [item] = order.items as { id: string }[];
    return { client, orderId: order.id as string, paymentId: order.payment.id as string, itemId: item!.id };
  };
  const refund = (paymentId: string, body: object) => admin.post(`/api/admin/payments/${paymentId}/refunds`, body);
  const orderOf = async (orderId: string) => (await admin.get(`/api/admin/orders/${orderId}`)).body;
  const jobs = () => runJobs(shop);

  it('a free sum goes back once the provider says so, and the order tells how far it is (ORD-14)', async () => {
    const { client, orderId, paymentId } = await bought();
    const { status, headers, body } = await refund(paymentId, { amount: '4.99', reason: ' Goodwill ' });

    expect([status, headers['location']]).to.deep.equal([201, `/api/admin/refunds/${body.id}`]);
    expect(body).to.deep.include({ amount: 4.99, currency: 'USD', status: 'requested', reason: 'Goodwill', lines: [], shipping: 0 });
    expect(body).to.include({ payment_id: paymentId, order_id: orderId });
    expect((await orderOf(orderId)).payment_status).to.equal('refund_pending');
    await jobs();
    expect((await admin.get(headers['location'] as string)).body).to.deep.equal({ ...body, status: 'succeeded' });
    expect(await orderOf(orderId)).to.include({ payment_status: 'partially_refunded', status: 'confirmed' });
    expect((await client.get(`/api/payments/${paymentId}`)).body).to.include({ amount_refunded: 4.99, status: 'partially_refunded' });
    expect((await refund(paymentId, { amount: 10 })).status).to.equal(201);
    await jobs();
    expect(await orderOf(orderId)).to.include({ payment_status: 'refunded', display_status: 'REFUNDED' });
  });

  it('pieces go back one by one at shares that add up to what was paid, and shipping once (MON-09)', async () => {
    const ware = await market.ware({ priceMinor: 1000 });
    const { orderId, paymentId, itemId } = await bought({}, [[ware, 3]]);
    // As if a discount had made it 10.00 for the three, of which 1.01 is tax on top.
    await shop.knex('order_lines').where({ order_id: orderId }).update({ unit_price_minor: 333, discount_minor: 100, tax_minor: 101 });
    await shop
      .knex('orders')
      .where({ id: orderId })
      .update({
        ...{ subtotal_minor: 999, discount_minor: 100, tax_minor: 101, tax_added_minor: 101, total_minor: 1500 },
      });
    await shop.knex('payments').where({ id: paymentId }).update({ amount_minor: 1500, captured_minor: 1500 });
    const one = { lines: [{ order_item_id: itemId, quantity: 1 }] };

    const amounts: number[] = [];
    for (let piece = 0; piece < 3; piece += 1) amounts.push((await refund(paymentId, one)).body.amount as number);
    expect(amounts).to.deep.equal([3.33, 3.34, 3.33]);
    expect(codeOf(await refund(paymentId, one))).to.equal('409 order.more_than_left');
    const { body } = await refund(paymentId, { shipping: true });
    expect(body).to.deep.include({ amount: 5, shipping: 5, lines: [] });
    expect(codeOf(await refund(paymentId, { shipping: true }))).to.equal('409 refund.shipping_given_back');
    expect(codeOf(await refund(paymentId, { amount: 0.01 }))).to.equal('409 refund.exceeds_captured');
    await jobs();
    expect((await orderOf(orderId)).payment_status).to.equal('refunded');
  });

  it('one piece of three is its share of what was paid, whatever the coupon asked for (ORD-18)', async () => {
    const { paymentId, itemId } = await bought();
    const { body } = await refund(paymentId, {
      lines: [
        { order_item_id: itemId, quantity: 1 },
        { order_item_id: itemId.toUpperCase(), quantity: 1 },
      ],
      shipping: true,
    });
    expect(body).to.deep.include({ amount: 11.66, lines: [{ order_item_id: itemId, quantity: 2, amount: 6.66 }], shipping: 5 });
    expect(codeOf(await refund(paymentId, { lines: [{ order_item_id: itemId, quantity: 2 }] }))).to.equal('409 order.more_than_left');
  });

  it('ten that ask for 3 of 10 at once get three of them (PAY-14)', async () => {
    const ware = await market.ware({ priceMinor: 500 });
    const { orderId, paymentId } = await bought({}, [[ware, 1]]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refund(paymentId, { amount: 3 })));

    expect(answers.filter(({ status }) => status === 201)).to.have.length(3);
    expect(answers.filter((answer) => codeOf(answer) === '409 refund.exceeds_captured')).to.have.length(7);
    await jobs();
    expect((await orderOf(orderId)).payment).to.include({ amount_captured: 10, amount_refunded: 9 });
    const [booked] = await shop.knex('fake_gateway_refunds').where({ payment_id: paymentId }).sum('amount_minor as sum');
    expect(Number(booked?.['sum'])).to.equal(900);
  });

  it('one that the provider refuses leaves the balance as it was, and can be tried again (PAY-15)', async () => {
    const { orderId, paymentId, itemId } = await bought({ payment_token: 'tok_refund_fails' });
    const { body: asked } = await refund(paymentId, { lines: [{ order_item_id: itemId, quantity: 3 }] });
    await jobs();
    const failed = (await admin.get(`/api/admin/refunds/${asked.id}`)).body;
    expect(failed.status).to.equal('failed');
    expect(await orderOf(orderId)).to.include({ payment_status: 'paid' });
    expect((await admin.get('/api/admin/refunds?status=failed')).body).to.deep.include(failed);
    expect((await admin.get('/api/admin/refunds?status=succeeded')).body.map(({ id }: { id: string }) => id)).to.not.include(asked.id);

    const retry = () => admin.post(`/api/admin/refunds/${asked.id}/retry`);
    await jobs();
    await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }).update({ token: 'tok_success' });
    expect((await retry()).body.status).to.equal('pending');
    expect(codeOf(await retry())).to.equal('409 refund.illegal_transition');
    await jobs();
    expect((await admin.get(`/api/admin/refunds/${asked.id}`)).body.status).to.equal('succeeded');
    expect(codeOf(await retry())).to.equal('409 refund.illegal_transition');
    const [key] = await shop.knex('fake_gateway_refunds').where({ payment_id: paymentId });
    expect(key.refund_id, 'another key than the one it was refused under').to.not.equal(asked.id);
    expect((await refund(paymentId, { amount: 5 })).status, 'several over time').to.equal(201);
    await jobs();
    expect((await orderOf(orderId)).payment_status).to.equal('refunded');
  });

  it('one that fails after it succeeded puts the books right, shows, and can be tried again (PAY-15)', async () => {
    const { orderId, paymentId } = await bought();
    const { body: asked } = await refund(paymentId, { amount: 14.99 });
    await jobs();
    expect(await orderOf(orderId)).to.include({ payment_status: 'refunded' });
    const fails = () => notify(shop, { type: 'payment.refund_failed', payment_id: paymentId, refund_id: asked.id });
    for (const answer of await Promise.all([fails(), fails(), fails()])) expect(answer.status).to.equal(200);

    expect(await orderOf(orderId)).to.include({ payment_status: 'paid' });
    expect((await admin.get(`/api/admin/payments/${paymentId}`)).body).to.include({ status: 'captured', amount_refunded: 0 });
    expect((await admin.get('/api/admin/refunds?status=failed')).body.map(({ id }: { id: string }) => id)).to.include(asked.id);
    const ledger = shop.knex('payment_events').where({ payment_id: paymentId });
    expect(await ledger.clone().where({ type: 'payment.refund_reversed' })).to.have.length(1);
    expect(await ledger.clone().sum({ captured: 'captured_minor', refunded: 'refunded_minor' })).to.deep.equal([
      { captured: '1499', refunded: '0' },
    ]);
    expect(await shop.knex('outbox').where({ aggregate_id: paymentId, type: 'payment.refund_reversed' })).to.have.length(1);

    await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }).update({ refunded_minor: 0 });
    await admin.post(`/api/admin/refunds/${asked.id}/retry`);
    await jobs();
    expect(await orderOf(orderId)).to.include({ payment_status: 'refunded' });
  });

  it('one of money that came by hand is paid out by hand, once, and who says so stays in the history', async () => {
    const { client } = await market.shopper([third, 3]);
    const orderId = (await client.post('/api/orders/checkout', { payment_token: 'tok_declined' })).body.order_id as string;
    const { payment } = (await admin.post(`/api/admin/orders/${orderId}/payments`, { reference: 'BANK-7' })).body;
    const { body: asked } = await refund(payment.id, { amount: 5 });
    await jobs();
    expect((await admin.get(`/api/admin/refunds/${asked.id}`)).body.status, 'nobody else pays it').to.equal('requested');
    const payOut = (refundId: string, body: object = { reference: ' SEPA 17 ' }) =>
      admin.post(`/api/admin/refunds/${refundId}/payout`, body);

    const answers = await Promise.all(Array.from({ length: 5 }, () => payOut(asked.id)));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(answers.filter((answer) => codeOf(answer) === '409 refund.illegal_transition')).to.have.length(4);
    expect((await admin.get(`/api/admin/refunds/${asked.id}`)).body.status).to.equal('succeeded');
    expect(await orderOf(orderId)).to.include({ payment_status: 'partially_refunded' });
    const history = (await admin.get(`/api/orders/${orderId}/history`)).body as { by: string; reason: string }[];
    expect(history.filter(({ reason }) => reason === 'refund of 5.00 USD paid out: SEPA 17')).to.have.length(1);
    expect(history.at(-1)).to.include({ by: 'admin' });
    const [entry] = await shop.knex('payment_events').where({ payment_id: payment.id, type: 'payment.refunded' });
    expect(entry).to.include({ source: 'manual', reference: 'SEPA 17' });

    const { paymentId } = await bought({ payment_token: 'tok_refund_fails' });
    const { body: theirs } = await refund(paymentId, { amount: 5 });
    expect(codeOf(await payOut(theirs.id))).to.equal('409 refund.not_by_hand');
    expect(codeOf(await payOut(UNKNOWN))).to.equal('404 refund.not_found');
    expect(codeOf(await payOut(asked.id, { reference: ' ' }))).to.equal('422 request.invalid');
  });

  it('one that no provider answered is asked for again, however long that one was away', async () => {
    const { orderId, paymentId } = await bought();
    const { body: asked } = await refund(paymentId, { amount: 5 });
    // The job that asks has given up.
    await shop.knex('outbox').delete();
    const resume = () => shop.container.get(TOKENS.resumeUnansweredRefunds).execute();
    expect(await resume(), 'not yet').to.equal(0);
    shop.clock.advance(16 * 60_000);
    const gateway = shop.container.get(TOKENS.paymentGateways).find('fake')!;
    const { refund: payBack } = gateway;
    gateway.refund = () => Promise.reject(new GatewayUnreachable('fake'));
    expect(await resume()).to.be.greaterThan(0);
    expect((await admin.get(`/api/admin/refunds/${asked.id}`)).body.status).to.equal('requested');
    gateway.refund = payBack;
    await Promise.all([resume(), resume()]);
    expect((await admin.get(`/api/admin/refunds/${asked.id}`)).body.status).to.equal('succeeded');
    expect((await orderOf(orderId)).payment).to.include({ amount_refunded: 5 });
    expect(await resume(), 'nothing is left').to.equal(0);
  });

  it('one that is under way is asked about by our key when its notice got lost', async () => {
    const { orderId, paymentId } = await bought();
    const gateway = shop.container.get(TOKENS.paymentGateways).find('fake')!;
    const { refund: payBack, lookUpRefund } = gateway;
    gateway.refund = async (payment, refundId, amount) => {
      await payBack.call(gateway, payment, refundId, amount);
      return { outcome: 'pending', reference: 'back-7' };
    };
    const { body: asked } = await refund(paymentId, { amount: 5 });
    await jobs();
    gateway.refund = () => Promise.reject(new Error('nobody asks for it again'));
    const resume = () => shop.container.get(TOKENS.resumeUnansweredRefunds).execute();
    shop.clock.advance(16 * 60_000);
    gateway.lookUpRefund = async () => ({ outcome: 'pending', reference: 'back-7' });
    await resume();
    const statusOf = async () => (await admin.get(`/api/admin/refunds/${asked.id}`)).body.status as string;
    expect(await statusOf(), 'it takes its time').to.equal('pending');
    gateway.lookUpRefund = lookUpRefund;
    await Promise.all([resume(), resume()]);
    gateway.refund = payBack;
    expect(await statusOf()).to.equal('succeeded');
    expect((await orderOf(orderId)).payment).to.include({ amount_refunded: 5 });
  });

  it('one that was refused is not tried again when its money has gone back otherwise', async () => {
    const { paymentId, itemId } = await bought({ payment_token: 'tok_refund_fails' });
    const { body: byLine } = await refund(paymentId, { lines: [{ order_item_id: itemId, quantity: 2 }] });
    const { body: shipping } = await refund(paymentId, { shipping: true });
    const { body: sum } = await refund(paymentId, { amount: 3 });
    await jobs();
    await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }).update({ token: 'tok_success' });
    await refund(paymentId, { lines: [{ order_item_id: itemId, quantity: 3 }], shipping: true });
    const retry = (refundId: string) => admin.post(`/api/admin/refunds/${refundId}/retry`);

    expect(codeOf(await retry(byLine.id))).to.equal('409 order.more_than_left');
    expect(codeOf(await retry(shipping.id))).to.equal('409 refund.shipping_given_back');
    expect(codeOf(await retry(sum.id))).to.equal('409 refund.exceeds_captured');
  });

  it('is refused for what is unknown, not ours, too much, or in another currency', async () => {
    const { paymentId, itemId } = await bought();
    for (const [body, code] of [
      [{ amount: 14.99 + 0.01 }, '409 refund.exceeds_captured'],
      [{ amount: 0 }, '409 refund.exceeds_captured'],
      [{ amount: 1.001 }, '422 money.invalid_amount'],
      [{ amount: -1 }, '422 money.invalid_amount'],
      [{ amount: 'all' }, '422 money.invalid_amount'],
      [{ amount: 1, currency: 'EUR' }, '422 money.currency_mismatch'],
      [{ amount: 1, currency: 'euro' }, '422 request.invalid'],
      [{}, '422 request.invalid'],
      [{ shipping: false }, '422 request.invalid'],
      [{ amount: 1, shipping: true }, '422 request.invalid'],
      [{ lines: [] }, '422 request.invalid'],
      [{ lines: [{ order_item_id: 'x', quantity: 1 }] }, '422 request.invalid'],
      [{ lines: [{ order_item_id: itemId, quantity: 0 }] }, '422 request.invalid'],
      [{ lines: [{ order_item_id: UNKNOWN, quantity: 1 }] }, '422 order.unknown_item'],
      [{ lines: [{ order_item_id: itemId, quantity: 4 }] }, '409 order.more_than_left'],
      [{ amount: 1, reason: 'a\nb' }, '422 request.invalid'],
    ] as const)
      expect([body, codeOf(await refund(paymentId, body))]).to.deep.equal([body, code]);
    for (const unknown of [UNKNOWN, '7']) expect(codeOf(await refund(unknown, { amount: 1 }))).to.equal('404 payment.not_found');
    expect(codeOf(await admin.get('/api/admin/refunds/7'))).to.equal('404 refund.not_found');
    expect(codeOf(await admin.post(`/api/admin/refunds/${UNKNOWN}/retry`))).to.equal('404 refund.not_found');
  });

  it('is for admins only, and so are the lists', async () => {
    const { client, paymentId } = await bought();
    for (const path of ['/api/admin/payments', `/api/admin/payments/${paymentId}`, '/api/admin/refunds']) {
      expect(codeOf(await client.get(path))).to.equal('403 account.forbidden');
      expect(codeOf(await shop.anyone.get(path))).to.equal('401 account.not_authenticated');
    }
    expect(codeOf(await client.post(`/api/admin/payments/${paymentId}/refunds`, { amount: 1 }))).to.equal('403 account.forbidden');
  });

  it('finds payments by their status, page by page', async () => {
    const { paymentId } = await bought();
    await shop.knex('payments').where({ id: paymentId }).update({ status: 'needs_review' });
    const { body, headers } = await admin.get('/api/admin/payments?status=needs_review');
    expect([body.length, body[0].id, headers['x-total-count']]).to.deep.equal([1, paymentId, '1']);
    expect((await admin.get(`/api/admin/payments/${paymentId}`)).body).to.deep.equal(body[0]);
    expect(codeOf(await admin.get(`/api/admin/payments/${UNKNOWN}`))).to.equal('404 payment.not_found');
    expect((await admin.get('/api/admin/payments?status=lost')).status).to.equal(422);

    const all = (await admin.get('/api/admin/refunds?limit=100')).body.map(({ id }: { id: string }) => id) as string[];
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await admin.get(`/api/admin/refunds?limit=4&cursor=${cursor}`);
      seen.push(...page.body.map(({ id }: { id: string }) => id));
      cursor = page.headers['x-next-cursor'] as string | undefined;
    }
    expect(seen).to.deep.equal(all);
    expect((await admin.get('/api/admin/refunds?cursor=nonsense')).body).to.deep.equal([]);
  });
});
