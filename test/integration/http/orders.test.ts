import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin, aCustomer } from '../../support/sign-in.js';

const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('The orders of a customer', () => {
  const shop = startShop();
  const market = new Market(shop);
  let mug: Ware;
  let admin: Client;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
    admin = await anAdmin(shop);
  });

  /** An order of two mugs and whose it is; `body` is what the checkout was told. */
  const bought = async (body: object = {}, ware = mug) => {
    const { client, accountId } = await market.shopper([ware, 2]);
    const { body: answer } = await client.post('/api/orders/checkout', body);
    return { client, accountId, orderId: (answer.order_id ?? answer.id) as string };
  };
  const cancel = (client: Client, orderId: string) => client.patch(`/api/orders/cancel/${orderId}`);
  const ship = (orderId: string, status = 'shipped') => admin.patch(`/api/shippings/status/${orderId}`, { status });

  describe('when they are listed', () => {
    it('come the newest first, with pages, and are nobody else’s', async () => {
      const { client, accountId, orderId: first } = await bought();
      await market.fillCart(accountId, [[mug, 1]]);
      const second = (await client.post('/api/orders/checkout', {})).body.id as string;
      await bought();

      const all = await client.get('/api/orders/');
      expect(all.body.map(({ id }: { id: string }) => id)).to.deep.equal([second, first]);
      expect(all.headers['x-total-count']).to.equal('2');
      expect(all.body[0]).to.deep.equal((await client.get(`/api/orders/${second}`)).body);

      const page = await client.get('/api/orders?page=2&limit=1');
      expect(page.body.map(({ id }: { id: string }) => id)).to.deep.equal([first]);
      expect(page.headers['link']).to.contain('rel="prev"');
      const head = await client.get('/api/orders?cursor=&limit=1');
      expect(head.headers['x-next-cursor']).to.equal(second);
      const tail = await client.get(`/api/orders?cursor=${second}&limit=1`);
      expect(tail.body.map(({ id }: { id: string }) => id)).to.deep.equal([first]);
      expect((await client.get('/api/orders?cursor=nonsense')).body).to.deep.equal([]);
      expect((await (await aCustomer(shop)).get('/api/orders')).body).to.deep.equal([]);
    });

    it('can be asked for by status', async () => {
      const { client } = await bought({ payment_token: 'tok_declined' });
      expect((await client.get('/api/orders?status=pending')).body).to.have.length(1);
      expect((await client.get('/api/orders?status=confirmed')).body).to.have.length(0);
      const refused = await client.get('/api/orders?status=lost');
      expect(codeOf(refused)).to.equal('422 request.invalid');
      expect(refused.body.errors[0].path).to.equal('status');
      expect((await client.get('/api/orders?limit=1000')).status).to.equal(422);
    });
  });

  it('are nobody else’s: an order of somebody else is not even admitted (ORD-08)', async () => {
    const { orderId } = await bought();
    const stranger = await aCustomer(shop);
    for (const each of [orderId, UNKNOWN, '7', 'constructor']) {
      expect(codeOf(await stranger.get(`/api/orders/${each}`))).to.equal('404 order.not_found');
      expect(codeOf(await stranger.get(`/api/orders/${each}/history`))).to.equal('404 order.not_found');
      expect(codeOf(await cancel(stranger, each))).to.equal('404 order.not_found');
      expect(codeOf(await stranger.post(`/api/orders/${each}/payments`, {}))).to.equal('404 order.not_found');
      expect(codeOf(await shop.anyone.get(`/api/orders/${each}`))).to.equal('401 account.not_authenticated');
    }
    expect(await market.statusOf(orderId)).to.equal('confirmed');
    expect(codeOf(await admin.get(`/api/orders/${orderId}`)), 'the back office has its own door').to.equal('404 order.not_found');
  });

  it('stay as they were bought, whatever becomes of the product (ORD-05)', async () => {
    const ware = await market.ware({ title: 'Teapot', priceMinor: 4000 });
    const { client, orderId } = await bought({}, ware);
    const before = (await client.get(`/api/orders/${orderId}`)).body;
    await shop.knex('products').where({ id: ware.productId }).update({
      title: 'Kettle',
      description: 'Whistles',
      slug: 'kettle',
      price_minor: 1,
      status: 'archived',
    });
    await shop.knex('variants').where({ id: ware.variantId }).update({ price_minor: 1, sku: 'KETTLE', title: 'Red', is_archived: true });

    expect((await client.get(`/api/orders/${orderId}`)).body).to.deep.equal(before);
    expect(before.items[0]).to.deep.include({ price: 40, total: 80 });
    expect(before.items[0].product.title).to.equal('Teapot');
  });

  it('keep their address, which may be changed and deleted in the book (ORD-06)', async () => {
    const { client, orderId } = await bought();
    const before = (await client.get(`/api/orders/${orderId}`)).body;
    const address = `/api/shippings/addresses/${before.shipping_address_id}`;
    expect((await client.patch(address, { city: 'Oakland' })).status).to.equal(200);
    expect((await client.get(`/api/orders/${orderId}`)).body).to.deep.equal(before);
    expect((await client.delete(address)).status).to.equal(204);
    expect((await client.get(`/api/orders/${orderId}`)).body).to.deep.equal(before);
    expect(before.shipping_address.city).to.equal('San Francisco');
  });

  describe('when they are cancelled', () => {
    it('unpaid, are off at once, with the goods free and the payment cancelled at the provider (ORD-12)', async () => {
      const ware = await market.ware({ stock: 2 });
      const { client, orderId } = await bought({ payment_token: 'tok_pending' }, ware);
      const { status, body } = await cancel(client, orderId);

      expect(status).to.equal(200);
      expect(body).to.include({ id: orderId, status: 'cancelled', payment_status: 'unpaid', display_status: 'CANCELLED' });
      expect(body.shipping_status.status).to.equal('cancelled');
      expect(body.payment).to.include({ status: 'cancelled' });
      expect(await market.shelf(ware)).to.deep.equal({ onHand: 2, reserved: 0, moved: 2, promised: 0 });
      await runJobs(shop);
      const [charge] = await shop.knex('fake_gateway_charges').where({ payment_id: body.payment.id });
      expect(charge).to.include({ status: 'voided', captured_minor: 0 });
    });

    it('authorized, have the authorization voided, not refunded (ORD-13)', async () => {
      const { client, orderId } = await bought({ payment_token: 'tok_authorize_only' });
      const { body } = await cancel(client, orderId);
      expect(body.payment).to.include({ status: 'voided', amount_refunded: 0 });
      await runJobs(shop);
      const [charge] = await shop.knex('fake_gateway_charges').where({ payment_id: body.payment.id });
      expect(charge).to.include({ status: 'voided' });
      expect(await shop.knex('fake_gateway_refunds').where({ payment_id: body.payment.id })).to.have.length(0);
    });

    it('paid, have all of it refunded, shipping too, which is pending until the provider has done it (ORD-14)', async () => {
      const { client, orderId } = await bought({ shipping_method: 'express' });
      const { body } = await cancel(client, orderId);
      expect(body).to.include({ status: 'cancelled', payment_status: 'refund_pending', total_price: 34.9 });
      expect(body.payment).to.include({ status: 'captured', is_paid: true, amount_refunded: 0 });

      await runJobs(shop);
      await runJobs(shop);
      const after = (await client.get(`/api/orders/${orderId}`)).body;
      expect(after).to.include({ status: 'cancelled', payment_status: 'refunded', display_status: 'REFUNDED' });
      expect(after.payment).to.include({ status: 'refunded', is_paid: false, amount_refunded: 34.9 });
      const refunds = await shop.knex('fake_gateway_refunds').where({ payment_id: body.payment.id });
      expect(refunds.map(({ amount_minor }: { amount_minor: number }) => amount_minor)).to.deep.equal([3490]);
    });

    it('declined, or to be paid at the door, need no refund', async () => {
      for (const payment of [{ payment_token: 'tok_declined' }, { payment_method: 'cod' }]) {
        const { client, orderId } = await bought(payment);
        const { status, body } = await cancel(client, orderId);
        expect([status, body.status]).to.deep.equal([200, 'cancelled']);
        expect(await shop.knex('refunds').where({ payment_id: body.payment.id })).to.have.length(0);
      }
    });

    it('are cancelled once (STK-12)', async () => {
      const ware = await market.ware({ stock: 4 });
      const { client, orderId } = await bought({}, ware);
      expect((await cancel(client, orderId)).status).to.equal(200);
      const second = await cancel(client, orderId);
      expect(codeOf(second)).to.equal('409 order.illegal_transition');
      expect(second.body).to.include({ from: 'cancelled', to: 'cancelled' });
      expect(await market.shelf(ware)).to.include({ onHand: 4, reserved: 0 });
    });

    it('are not, once anything has shipped (ORD-15)', async () => {
      const ware = await market.ware({ stock: 4 });
      const { client, orderId } = await bought({}, ware);
      expect((await ship(orderId)).status).to.equal(200);
      expect(codeOf(await cancel(client, orderId))).to.equal('409 order.already_shipped');
      await ship(orderId, 'delivered');
      expect(codeOf(await cancel(client, orderId))).to.equal('409 order.already_shipped');
      expect(await market.shelf(ware)).to.include({ onHand: 2, reserved: 0 });
    });

    it('cannot be paid any more', async () => {
      const { client, orderId } = await bought({ payment_token: 'tok_declined' });
      await cancel(client, orderId);
      expect(codeOf(await client.post(`/api/orders/${orderId}/payments`, {}))).to.equal('409 order.illegal_transition');
    });
  });

  it('take from the shelf what was shipped, and the movements say so (STK-07)', async () => {
    const ware = await market.ware({ stock: 5 });
    const { client, orderId } = await bought({}, ware);
    expect(await market.shelf(ware)).to.deep.equal({ onHand: 5, reserved: 2, moved: 5, promised: 2 });
    await ship(orderId);
    await ship(orderId);
    expect(await market.shelf(ware)).to.deep.equal({ onHand: 3, reserved: 0, moved: 3, promised: 0 });
    await ship(orderId, 'delivered');
    expect(await market.shelf(ware)).to.deep.equal({ onHand: 3, reserved: 0, moved: 3, promised: 0 });
    const done = (await client.get(`/api/orders/${orderId}`)).body;
    expect(done).to.include({ status: 'completed', display_status: 'DELIVERED' });
    expect(done.shipping_status.status).to.equal('delivered');
  });

  it('that pay at the door are paid when the parcel is there (PAY-16)', async () => {
    const { client, orderId } = await bought({ payment_method: 'cod' });
    await ship(orderId);
    await ship(orderId, 'delivered');
    await runJobs(shop);
    await runJobs(shop);
    const { body } = await client.get(`/api/orders/${orderId}`);
    expect(body).to.include({ status: 'completed', payment_status: 'paid' });
    expect(body.payment).to.include({ status: 'captured', is_paid: true, amount_captured: 25 });
  });

  it('that nobody pays expire, and their goods are free (STK-05)', async () => {
    const ware = await market.ware({ stock: 2 });
    const { client, orderId } = await bought({ payment_token: 'tok_3ds' }, ware);
    shop.clock.advance(16 * 60_000);
    await shop.container.get(TOKENS.expireUnpaidOrders).execute();
    const { body } = await client.get(`/api/orders/${orderId}`);
    expect(body).to.include({ status: 'expired', display_status: 'CANCELLED' });
    expect(await market.shelf(ware)).to.deep.equal({ onHand: 2, reserved: 0, moved: 2, promised: 0 });
    expect(codeOf(await cancel(client, orderId))).to.equal('409 order.illegal_transition');
  });

  it('have a history that tells who did what, and names no one of the shop to buyers (ORD-20)', async () => {
    const { client, accountId, orderId } = await bought({ payment_token: 'tok_declined' });
    await admin.patch(`/api/admin/orders/${orderId}`, { status: 'confirmed' });
    await cancel(client, orderId);

    const { status, body } = await client.get(`/api/orders/${orderId}/history`);
    expect(status).to.equal(200);
    const steps = body.map(({ from, to, by, user_id }: Record<string, unknown>) => [from, to, by, user_id]);
    expect(steps).to.deep.equal([
      [null, 'pending', 'customer', accountId],
      ['pending', 'confirmed', 'admin', null],
      ['confirmed', 'cancelled', 'customer', accountId],
    ]);
    expect(body[2].reason).to.equal('requested_by_customer');
    expect(body.every(({ at }: { at: string }) => /^\d{4}-.*Z$/.test(at))).to.equal(true);
    const forShop = (await admin.get(`/api/orders/${orderId}/history`)).body;
    expect(forShop[1].user_id).to.be.a('string');
  });
});
