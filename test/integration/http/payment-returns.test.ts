import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { deliverNotices } from '../../support/fake-provider.js';
import { Market, type Ware } from '../../support/market.js';
import { FAKE_PROVIDER, notify } from '../../support/provider-notices.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';
import { aCustomer } from '../../support/sign-in.js';

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;
const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

describe('The way back from the provider', () => {
  const shop = startShop(FAKE_PROVIDER);
  const market = new Market(shop);
  let mug: Ware;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
  });

  const aBuyerAtTheBank = async (payment_token = 'tok_3ds') => {
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post('/api/orders/checkout', { payment_token });
    const orderId: string = body.id;
    const paymentId: string = body.payment.id;
    const stand = async () => {
      const { status, payment_status, payment } = (await client.get(`/api/orders/${orderId}`)).body;
      return [status, payment_status, payment.status];
    };
    return { client, orderId, paymentId, bank: body.payment.next_action && pathOf(body.payment.next_action.url), stand };
  };

  it('begins at a page with two buttons: yes pays, and leads back', async () => {
    const { bank, stand, paymentId } = await aBuyerAtTheBank();
    const page = await shop.anyone.get(bank);
    expect([page.status, page.type]).to.deep.equal([200, 'text/html']);
    expect(page.text).to.contain('12.50 USD').and.to.contain('?decision=approve');
    const decided = await shop.anyone.post(`${bank}?decision=approve`);
    expect(decided.status).to.equal(303);
    expect(decided.headers['location']).to.contain(`/api/payments/${paymentId}/return?`);
    expect(await stand()).to.deep.equal(['pending', 'unpaid', 'requires_action']);

    const back = await shop.anyone.get(pathOf(decided.headers['location'] ?? ''));
    expect([back.status, back.body.id, back.body.status]).to.deep.equal([200, paymentId, 'captured']);
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
    expect((await shop.anyone.get(pathOf(decided.headers['location'] ?? ''))).body.status, 'again').to.equal('captured');
    expect(codeOf(await shop.anyone.get(bank)), 'there is nothing more to decide').to.equal('404 payment.not_found');
  });

  it('is told by a webhook too, when the buyer closes the page instead', async () => {
    const { bank, stand } = await aBuyerAtTheBank();
    await shop.anyone.post(`${bank}?decision=approve`);
    await deliverNotices(shop);
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
  });

  it('after a no leaves the order to another try', async () => {
    const { client, orderId, bank, stand } = await aBuyerAtTheBank();
    const { headers } = await shop.anyone.post(`${bank}?decision=refuse`);
    expect((await shop.anyone.get(pathOf(headers['location'] ?? ''))).body).to.include({ status: 'failed', decline_code: 'card_declined' });
    expect(await stand()).to.deep.equal(['pending', 'failed', 'failed']);
    expect((await client.post(`/api/orders/${orderId}/payments`, {})).status).to.equal(201);
    await deliverNotices(shop);
    expect((await stand())[0]).to.equal('confirmed');
  });

  it('opens with the signed link only, and for a day', async () => {
    const { paymentId } = await aBuyerAtTheBank();
    const link = pathOf(shop.container.get(TOKENS.returnLinks).to(paymentId as never));
    const other = await aBuyerAtTheBank();
    for (const wrong of [
      `/api/payments/${paymentId}/return`,
      link.replace(/signature=../, 'signature=00'),
      link.replace(/expires=\d/, 'expires=9'),
      link.replace(paymentId, other.paymentId),
      link.replace(paymentId, '7'),
    ])
      expect(codeOf(await shop.anyone.get(wrong)), wrong).to.equal('404 payment.not_found');
    expect((await shop.anyone.get(link)).body).to.include({ status: 'requires_action' });
    shop.clock.advance(3_600_000);
    expect(pathOf(shop.container.get(TOKENS.returnLinks).to(paymentId as never)), 'the same whenever it is asked for').to.equal(link);
    shop.clock.advance(24 * 3_600_000);
    expect(codeOf(await shop.anyone.get(link)), 'too late').to.equal('404 payment.not_found');
    shop.clock.advance(-25 * 3_600_000);
  });

  it('and the webhook at the same instant confirm once, with one mail (PAY-08)', async () => {
    await runJobs(shop);
    for (let round = 0; round < 5; round += 1) {
      const { client, orderId, paymentId, bank } = await aBuyerAtTheBank();
      const { headers } = await shop.anyone.post(`${bank}?decision=approve`);
      const back = pathOf(headers['location'] ?? '');
      const mailsBefore = (await shop.mails()).length;
      const answers = await Promise.all([
        shop.anyone.get(back),
        notify(shop, { type: 'payment.captured', payment_id: paymentId }),
        client.post(`/api/payments/${paymentId}/confirm`),
        deliverNotices(shop),
      ]);
      expect(answers.slice(0, 3).map((answer) => (answer as { status: number }).status)).to.deep.equal([200, 200, 200]);
      await runJobs(shop);
      expect(await shop.knex('outbox').where({ type: 'order.confirmed', aggregate_id: orderId })).to.have.length(1);
      expect((await shop.mails()).length).to.equal(mailsBefore + 1);
    }
  });

  it('may be asked for by the buyer’s own front, and by nobody else’s', async () => {
    const { client, paymentId, stand } = await aBuyerAtTheBank('tok_lost_webhook');
    expect(await stand()).to.deep.equal(['pending', 'unpaid', 'processing']);
    const stranger = await aCustomer(shop);
    expect(codeOf(await stranger.post(`/api/payments/${paymentId}/confirm`))).to.equal('404 payment.not_found');
    expect(codeOf(await client.post('/api/payments/7/confirm'))).to.equal('404 payment.not_found');
    expect(codeOf(await shop.anyone.post(`/api/payments/${paymentId}/confirm`))).to.equal('401 account.not_authenticated');
    expect((await client.post(`/api/payments/${paymentId}/confirm`)).body).to.include({ status: 'captured', is_paid: true });
    expect(await stand()).to.deep.equal(['confirmed', 'paid', 'captured']);
  });

  it('while the provider does not answer says that it is processing, and does not fail the payment (PAY-11)', async () => {
    for (const [token, end] of [
      ['tok_timeout_before', 'failed'],
      ['tok_error', 'failed'],
      ['tok_timeout_after', 'captured'],
    ] as const) {
      const { client, paymentId, stand } = await aBuyerAtTheBank(token);
      expect((await stand())[2], token).to.equal('processing');
      const answer = (await client.post(`/api/payments/${paymentId}/confirm`)).body.status;
      if (end === 'failed') {
        expect(answer, 'so young that it may still arrive').to.equal('processing');
        shop.clock.advance(21_000);
        await shop.container.get(TOKENS.resumeUnfinishedCheckouts).execute();
      }
      expect((await stand())[2], `${token} by our own key`).to.equal(end);
    }
  });
});

describe('The way back to a shop with a front', () => {
  const shop = startShop({ FRONTEND_URL: 'https://front.example/shop/' });
  const market = new Market(shop);

  it('ends at the page of the order there', async () => {
    const mug = await market.ware();
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post('/api/orders/checkout', { payment_token: 'tok_3ds' });
    const { headers } = await shop.anyone.post(`${pathOf(body.payment.next_action.url)}?decision=approve`);
    const back = await shop.anyone.get(pathOf(headers['location'] ?? ''));
    expect([back.status, back.headers['location']]).to.deep.equal([303, `https://front.example/shop/orders/${body.id}?payment=captured`]);
  });
});

describe('What the fake provider tells', () => {
  const shop = startShop(FAKE_PROVIDER);
  const market = new Market(shop);
  let mug: Ware;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
  });

  for (const [token, notices] of [
    ['tok_pending', 1],
    ['tok_duplicate_webhook', 3],
    ['tok_reordered_webhooks', 3],
  ] as const)
    it(`of ${token} ends in one confirmation (PAY-04)`, async () => {
      const { client } = await market.shopper([mug, 1]);
      const { status, body } = await client.post('/api/orders/checkout', { payment_token: token });
      expect([status, body.payment.status]).to.deep.equal([202, 'processing']);
      expect(await deliverNotices(shop)).to.equal(notices);
      expect(await deliverNotices(shop), 'nothing is told again').to.equal(0);
      const now = (await client.get(`/api/orders/${body.id}`)).body;
      expect([now.status, now.payment_status, now.payment.status]).to.deep.equal(['confirmed', 'paid', 'captured']);
      const log: string[] = await shop.knex('payment_events').where({ payment_id: body.payment.id }).pluck('type');
      expect(log.filter((type) => type === 'payment.captured')).to.have.length(1);
    });

  it('is told again until the shop has taken it (PAY-06)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post('/api/orders/checkout', { payment_token: 'tok_pending' });
    // What belongs to the same transaction cannot be written.
    await shop.knex.raw('alter table orders rename to orders_away');
    const statuses: number[] = [];
    try {
      expect(await deliverNotices(shop, statuses)).to.equal(0);
    } finally {
      await shop.knex.raw('alter table orders_away rename to orders');
    }
    expect(statuses).to.deep.equal([500]);
    expect(await shop.knex('provider_events').where({ payment_id: body.payment.id }), 'no half effect').to.deep.equal([]);
    expect(await deliverNotices(shop, statuses, 3)).to.equal(1);
    expect(statuses).to.deep.equal([500, 200]);
    expect((await client.get(`/api/orders/${body.id}`)).body).to.include({ status: 'confirmed', payment_status: 'paid' });
  });

  it('of a charge-back changes no stock (PAY-19)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { body } = await client.post('/api/orders/checkout', {});
    const shelf = await market.shelf(mug);
    await shop.container.get(TOKENS.fakeGateway).chargeBack(body.payment.id);
    expect(await deliverNotices(shop)).to.equal(1);
    expect((await client.get(`/api/orders/${body.id}`)).body.payment.status).to.equal('charged_back');
    expect(await market.shelf(mug)).to.deep.equal(shelf);
  });
});
