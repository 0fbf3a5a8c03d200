import { expect } from 'chai';
import { Market, type Ware } from '../../support/market.js';
import { startShop } from '../../support/shop.js';
import { aCustomer } from '../../support/sign-in.js';

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('The payments of a customer', () => {
  const shop = startShop();
  const market = new Market(shop);
  let mug: Ware;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
  });

  it('tell every try, the newest first', async () => {
    const { client, accountId } = await market.shopper([mug, 1]);
    const { order_id, payment_id } = (await client.post('/api/orders/checkout', { payment_token: 'tok_declined' })).body;
    const { payment } = (await client.post(`/api/orders/${order_id}/payments`, { payment_token: 'tok_authorize_only' })).body;

    const list = await client.get('/api/payments/');
    expect(list.body.map(({ id }: { id: string }) => id)).to.deep.equal([payment.id, payment_id]);
    expect(list.headers['x-total-count']).to.equal('2');
    expect(list.body[0]).to.deep.include({
      order_id,
      user_id: accountId,
      amount: 12.5,
      amount_captured: 0,
      amount_refunded: 0,
      currency: 'USD',
      status: 'authorized',
      is_paid: false,
      payment_gateway: 'fake',
      method: 'card',
      decline_code: null,
      next_action: null,
    });
    expect(list.body[1]).to.include({ status: 'failed', decline_code: 'card_declined', is_paid: false });
    expect((await client.get('/api/payments?limit=1&page=2')).body.map(({ id }: { id: string }) => id)).to.deep.equal([payment_id]);
    expect((await client.get('/api/payments?cursor=&limit=1')).headers['x-next-cursor']).to.equal(payment.id);
    expect((await client.get('/api/payments?limit=0')).status).to.equal(422);
  });

  it('are found by their own id, and by their order’s', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { order_id, payment_id } = (await client.post('/api/orders/checkout', { payment_token: 'tok_declined' })).body;
    expect((await client.get(`/api/payments/${order_id}`)).body).to.include({ id: payment_id, status: 'failed' });
    const { payment } = (await client.post(`/api/orders/${order_id}/payments`, {})).body;
    expect((await client.get(`/api/payments/${order_id}`)).body).to.deep.equal(payment);
    expect((await client.get(`/api/payments/${payment_id}`)).body).to.include({ id: payment_id, status: 'failed' });
  });

  it('are nobody else’s (PAY-17)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { id, payment } = (await client.post('/api/orders/checkout', {})).body;
    const stranger = await aCustomer(shop);
    for (const each of [id, payment.id, '019b76da-a800-7000-8000-00000000dead', '7'])
      expect(codeOf(await stranger.get(`/api/payments/${each}`))).to.equal('404 payment.not_found');
    expect((await stranger.get('/api/payments')).body).to.deep.equal([]);
    expect(codeOf(await shop.anyone.get(`/api/payments/${payment.id}`))).to.equal('401 account.not_authenticated');
    expect((await client.get(`/api/payments/${payment.id}`)).status).to.equal(200);
  });

  it('of a paid order are refused, and nobody is charged (PAY-12)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { id } = (await client.post('/api/orders/checkout', {})).body;
    const charges = await market.charges();
    expect(codeOf(await client.post(`/api/orders/${id}/payments`, {}))).to.equal('409 order.already_paid');
    expect(await market.charges()).to.equal(charges);
    expect(codeOf(await client.post(`/api/orders/${id}/payments`, { gateway: 'stripe' }))).to.equal('422 payment.unknown_gateway');
  });

  it('show neither tokens nor what the provider calls them (PAY-18)', async () => {
    const { client } = await market.shopper([mug, 1]);
    const { text } = await client.post('/api/orders/checkout', { payment_token: 'tok_success' });
    expect(text).to.not.contain('tok_').and.to.not.contain('reference');
  });
});
