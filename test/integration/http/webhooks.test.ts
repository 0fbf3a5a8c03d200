import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { timestampedSignature } from '../../../src/infrastructure/payment/timestamped-signature.js';
import { Market, type Ware } from '../../support/market.js';
import { aNoticeId, bodyOf, FAKE_PROVIDER, NOTICE_SECRET, notify, sendNotice } from '../../support/provider-notices.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;
const MINUTE_MS = 60_000;

describe('What a payment provider tells by itself', () => {
  const shop = startShop(FAKE_PROVIDER);
  const market = new Market(shop);
  let mug: Ware;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
  });

  /** An order whose provider has not decided yet. */
  const anUndecidedOrder = async () => {
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post('/api/orders/checkout', { payment_token: 'tok_pending' });
    const payment_id: string = body.payment.id;
    const stand = async () => {
      const { status, payment_status, payment } = (await client.get(`/api/orders/${body.id}`)).body;
      return [status, payment_status, payment.status];
    };
    return { client, orderId: body.id as string, payment_id, stand };
  };
  const kept = () => market.count('provider_events');
  const refusals = async (): Promise<number> => (await shop.knex('webhook_refusals').first())?.refused ?? 0;

  it('confirms the order that it paid', async () => {
    const { payment_id, stand } = await anUndecidedOrder();
    const heard = await notify(shop, { type: 'payment.captured', payment_id });
    expect([heard.status, heard.body]).to.deep.equal([200, { status: 'heard' }]);
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
  });

  it('needs neither an account nor our own site', async () => {
    const { payment_id, stand } = await anUndecidedOrder();
    const body = bodyOf({ type: 'payment.captured', payment_id });
    const signature = timestampedSignature(NOTICE_SECRET, Buffer.from(body), new Date());
    const { status } = await shop.anyone.post('/api/payments/webhooks/fake', body, {
      'Content-Type': 'application/json',
      'X-Webhook-Signature': signature,
      Origin: 'https://provider.example',
      'Sec-Fetch-Site': 'cross-site',
    });
    expect(status).to.equal(200);
    expect(await stand()).to.include('confirmed');
  });

  it('is believed only with a signature over these very bytes, not older than five minutes (PAY-02)', async () => {
    const { payment_id, stand } = await anUndecidedOrder();
    const [before, counted] = [await kept(), await refusals()];
    const body = bodyOf({ type: 'payment.captured', payment_id });
    const sign = (secret: string, at: Date, text = body) => timestampedSignature(secret, Buffer.from(text), at);
    const now = new Date();
    const good = sign(NOTICE_SECRET, now);
    for (const [sent, signature] of [
      [body, ''],
      [body, 'nonsense'],
      [body, sign('whsec_another', now)],
      [body, sign(NOTICE_SECRET, new Date(now.getTime() - 6 * MINUTE_MS))],
      [body, sign(NOTICE_SECRET, new Date(now.getTime() + 6 * MINUTE_MS))],
      [body, good.replace(/t=\d+/, `t=${Math.floor(now.getTime() / 1000) + 1}`)],
      [JSON.stringify(JSON.parse(body), null, 1), good],
      [`${body} `, good],
      [body.replace('12.5', '12.50'), good],
    ] as const)
      expect(codeOf(await sendNotice(shop, sent, signature)), signature).to.equal('400 webhook.bad_signature');

    expect(await kept(), 'nothing is stored').to.equal(before);
    expect(await refusals(), 'but a counter').to.equal(counted + 9);
    expect(await stand()).to.deep.equal(['pending', 'unpaid', 'processing']);
    expect((await sendNotice(shop, body, good)).status).to.equal(200);
    expect(await stand()).to.include('confirmed');
  });

  it('is taken only at the door of a gateway that the shop has, and not by the wrong method', async () => {
    const body = bodyOf({ type: 'payment.captured', payment_id: aNoticeId() });
    expect(codeOf(await sendNotice(shop, body, 'x', 'nobody'))).to.equal('404 gateway.not_found');
    expect(codeOf(await sendNotice(shop, body, 'x', 'cod'))).to.equal('400 webhook.bad_signature');
    expect(codeOf(await shop.anyone.get('/api/payments/webhooks/fake'))).to.equal('405 request.method_not_allowed');
    expect(codeOf(await sendNotice(shop, 'x'.repeat(262_145), 'x'))).to.equal('413 request.too_large');
  });

  it('takes effect once, however often it is sent at the same instant (PAY-03)', async () => {
    const { orderId, payment_id, stand } = await anUndecidedOrder();
    const id = aNoticeId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => notify(shop, { id, type: 'payment.captured', payment_id })));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 20 }, () => 200));
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
    const log: string[] = await shop.knex('payment_events').where({ payment_id }).orderBy('id').pluck('type');
    expect(log.filter((type) => type === 'payment.captured')).to.have.length(1);
    const confirmed = await shop.knex('outbox').where({ type: 'order.confirmed', aggregate_id: orderId });
    expect(confirmed).to.have.length(1);
  });

  it('may come in any order: what is behind changes nothing (PAY-04)', async () => {
    const { payment_id, stand } = await anUndecidedOrder();
    for (const type of ['payment.captured', 'payment.authorized', 'payment.processing', 'payment.failed'])
      expect((await notify(shop, { type, payment_id })).status).to.equal(200);
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
  });

  it('about a payment that is not here waits for it, and becomes an alarm after ten minutes (PAY-05)', async () => {
    const payment_id = shop.container.get(TOKENS.idGenerator).next();
    const id = aNoticeId();
    const parked = await notify(shop, { id, type: 'payment.captured', payment_id });
    expect([parked.status, parked.body]).to.deep.equal([202, { status: 'parked' }]);
    expect((await notify(shop, { id, type: 'payment.captured', payment_id })).status, 'sent again').to.equal(202);
    const applyParked = shop.container.get(TOKENS.applyParkedEvents);
    expect(await applyParked.execute()).to.equal(0);
    expect(await shop.knex('provider_events').where({ event_id: id }).first()).to.include({ applied_at: null, alarmed_at: null });

    // The order's transaction is committed at last.
    const order = await anUndecidedOrder();
    await shop.knex('provider_events').where({ event_id: id }).update({ payment_id: order.payment_id });
    expect(await applyParked.execute()).to.equal(1);
    expect(await order.stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
    expect((await notify(shop, { id, type: 'payment.captured', payment_id })).status, 'sent once more').to.equal(200);
    expect(await applyParked.execute()).to.equal(0);
  });

  it('with another sum, or in another currency, is for a person to look at (PAY-07)', async () => {
    for (const lie of [{ amount: 0.01 }, { amount: 12.51 }, { currency: 'EUR' }]) {
      const { payment_id, stand } = await anUndecidedOrder();
      expect((await notify(shop, { type: 'payment.captured', payment_id, ...lie })).status).to.equal(200);
      expect(await stand()).to.deep.equal(['pending', 'unpaid', 'needs_review']);
    }
  });

  it('may be that the bank took the money back: the goods stay where they are (PAY-19)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { payment, id } = (await client.post('/api/orders/checkout', {})).body;
    const shelf = await market.shelf(mug);
    const eventId = aNoticeId();
    for (let time = 0; time < 2; time += 1)
      expect((await notify(shop, { id: eventId, type: 'payment.charged_back', payment_id: payment.id })).status).to.equal(200);
    await runJobs(shop);
    const { status, payment: now } = (await client.get(`/api/orders/${id}`)).body;
    expect([status, now.status]).to.deep.equal(['confirmed', 'charged_back']);
    const admin = await anAdmin(shop);
    expect((await admin.get(`/api/admin/orders/${id}`)).body.attention, 'flagged for the shop').to.deep.equal(['payment_charged_back']);
    expect((await client.get(`/api/orders/${id}`)).body).to.not.have.property('attention');
    expect(await market.shelf(mug)).to.deep.equal(shelf);
  });

  it('may be that a card was refused: the goods are free again and the order waits', async () => {
    const { client, orderId, payment_id, stand } = await anUndecidedOrder();
    const { promised } = (await market.shelf(mug))!;
    await notify(shop, { type: 'payment.failed', payment_id, decline_code: 'insufficient_funds' });
    expect(await stand()).to.deep.equal(['pending', 'failed', 'failed']);
    expect((await market.shelf(mug))?.promised).to.equal(promised - 1);
    expect((await client.post(`/api/orders/${orderId}/payments`, {})).status).to.equal(201);
  });
});
