import { expect } from 'chai';
import { Market, type Ware } from '../../support/market.js';
import { startShop, type Client } from '../../support/shop.js';
import { aCustomer, signUp } from '../../support/sign-in.js';

const ORDERS = '/api/admin/orders';
const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('The orders in the back office', () => {
  const shop = startShop();
  const market = new Market(shop);
  let mug: Ware;
  let admin: Client;
  let clerk: string;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
    const { client, accountId } = await signUp(shop, { roles: ['customer', 'admin'] });
    [admin, clerk] = [client, accountId];
  });

  const bought = async (body: object = {}, ware = mug) => {
    const { client, accountId, email } = await market.shopper([ware, 2]);
    const { body: answer } = await client.post('/api/orders/checkout', body);
    return { client, accountId, email, orderId: (answer.order_id ?? answer.id) as string };
  };
  const idsOf = async (query: string): Promise<string[]> =>
    ((await admin.get(`${ORDERS}?limit=100&${query}`)).body as { id: string }[]).map(({ id }) => id);

  describe('when they are searched', () => {
    it('are everybody’s, at two addresses, and shown whole', async () => {
      const [first, second] = [await bought(), await bought()];
      const { body, headers } = await admin.get(ORDERS);
      expect(body.slice(0, 2).map(({ id }: { id: string }) => id)).to.deep.equal([second.orderId, first.orderId]);
      expect(Number(headers['x-total-count'])).to.be.greaterThan(1);
      expect((await admin.get('/api/orders/admin/all')).body).to.deep.equal(body);
      const one = await admin.get(`${ORDERS}/${first.orderId}`);
      expect(one.body).to.deep.equal(body[1]);
      expect(one.body).to.include({ user_id: first.accountId, email: first.email });
      expect(codeOf(await admin.get(`${ORDERS}/${UNKNOWN}`))).to.equal('404 order.not_found');
      expect(codeOf(await admin.get(`${ORDERS}/7`))).to.equal('404 order.not_found');
    });

    it('are found by what is known of them, and filters combine', async () => {
      const ware = await market.ware({ title: 'Zither' });
      const { orderId, accountId, email } = await bought({ payment_token: 'tok_declined' }, ware);
      const { number, items, placed_at } = (await admin.get(`${ORDERS}/${orderId}`)).body;

      for (const query of [
        `user_id=${accountId}`,
        `q=${number.toLowerCase()}`,
        `q=${email.toUpperCase()}`,
        `q=${items[0].sku.slice(0, 10)}`,
        `user_id=${accountId}&status=pending&payment_status=failed&shipping_status=pending&placed_from=${placed_at}&placed_to=${placed_at}`,
        `user_id=${accountId}&placed_from=${placed_at.slice(0, 10)}&placed_to=${placed_at.slice(0, 10)}`,
      ])
        expect([query, await idsOf(query)]).to.deep.equal([query, [orderId]]);
      for (const query of [
        `user_id=${accountId}&status=confirmed`,
        `user_id=${accountId}&payment_status=paid`,
        `user_id=${accountId}&shipping_status=shipped`,
        `user_id=${accountId}&placed_to=2020-01-01`,
        `user_id=${UNKNOWN}`,
        'q=%25',
        `q=${encodeURIComponent("' or 1=1 --")}`,
      ])
        expect([query, await idsOf(query)]).to.deep.equal([query, []]);
    });

    it('refuse what is no filter', async () => {
      for (const query of [
        'status=lost',
        'payment_status=x',
        'shipping_status=x',
        'placed_from=yesterday',
        'user_id=7',
        `q=${'x'.repeat(201)}`,
        'page=0',
      ]) {
        const { status, body } = await admin.get(`${ORDERS}?${query}`);
        expect([query, status]).to.deep.equal([query, 422]);
        expect(body.errors[0].path).to.equal(query.split('=')[0]);
      }
      expect((await admin.get(`${ORDERS}?q=a%00b&status=&user_id=`)).status).to.equal(200);
    });
  });

  it('are for admins only', async () => {
    const { client, orderId } = await bought();
    for (const path of [ORDERS, '/api/orders/admin/all', `${ORDERS}/${orderId}`]) {
      expect(codeOf(await client.get(path))).to.equal('403 account.forbidden');
      expect(codeOf(await shop.anyone.get(path))).to.equal('401 account.not_authenticated');
    }
    expect(codeOf(await client.patch(`${ORDERS}/${orderId}`, { status: 'cancelled' }))).to.equal('403 account.forbidden');
    expect(codeOf(await (await aCustomer(shop)).post(`${ORDERS}/${orderId}/payments`, { reference: 'x' }))).to.equal(
      '403 account.forbidden',
    );
    expect(await market.statusOf(orderId)).to.equal('confirmed');
  });

  describe('when they are moved', () => {
    const move = (orderId: string, status: unknown) => admin.patch(`${ORDERS}/${orderId}`, { status });

    it('take legal steps only, and nobody says "paid" (ORD-19)', async () => {
      const { orderId } = await bought({ payment_token: 'tok_declined' });
      for (const status of ['paid', 'PAID', 'shipped', 'completed', 'expired', 'pending', 'nonsense'])
        expect([status, codeOf(await move(orderId, status))]).to.deep.equal([status, '409 order.illegal_transition']);
      expect((await admin.get(`${ORDERS}/${orderId}`)).body).to.include({ status: 'pending', payment_status: 'failed' });
      for (const status of [undefined, 7, '', 'x'.repeat(41)]) expect((await move(orderId, status)).status).to.equal(422);
      expect(codeOf(await move(UNKNOWN, 'cancelled'))).to.equal('404 order.not_found');
    });

    it('can be vouched for, if the goods are still there', async () => {
      const ware = await market.ware({ stock: 2 });
      const [first, second] = [
        await bought({ payment_token: 'tok_declined' }, ware),
        await bought({ payment_token: 'tok_declined' }, ware),
      ];
      const { status, body } = await move(first.orderId, 'confirmed');
      expect([status, body.status, body.payment_status]).to.deep.equal([200, 'confirmed', 'failed']);
      expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });
      expect(codeOf(await move(second.orderId, 'confirmed'))).to.equal('409 inventory.out_of_stock');
      expect(await market.statusOf(second.orderId)).to.equal('pending');
    });

    it('are cancelled with everything that goes with it', async () => {
      const ware = await market.ware({ stock: 2 });
      const { orderId, client } = await bought({}, ware);
      const { body } = await move(orderId, 'cancelled');
      expect(body).to.include({ status: 'cancelled', payment_status: 'refund_pending' });
      expect(await market.shelf(ware)).to.include({ reserved: 0, promised: 0 });
      const history = (await client.get(`/api/orders/${orderId}/history`)).body;
      expect(history.at(-1)).to.include({ by: 'admin', user_id: null, reason: 'requested_by_shop' });
    });

    it('are not cancelled once anything has shipped', async () => {
      const { orderId } = await bought();
      await admin.patch(`/api/shippings/status/${orderId}`, { status: 'shipped' });
      expect(codeOf(await move(orderId, 'cancelled'))).to.equal('409 order.already_shipped');
      expect((await move(orderId, 'completed')).body.status).to.equal('completed');
    });
  });

  describe('when money came by another way', () => {
    const pay = (orderId: string, body: object = { reference: 'BANK-7' }) => admin.post(`${ORDERS}/${orderId}/payments`, body);

    it('are confirmed with that payment, and the history keeps who wrote it down and its reference (ORD-19)', async () => {
      const ware = await market.ware({ stock: 2 });
      const { orderId, client } = await bought({ payment_token: 'tok_declined' }, ware);
      const { status, headers, body } = await pay(orderId);

      expect([status, headers['location']]).to.deep.equal([201, `${ORDERS}/${orderId}`]);
      expect(body).to.include({ status: 'confirmed', payment_status: 'paid', display_status: 'PAID' });
      expect(body.payment).to.include({ payment_gateway: 'manual', method: 'manual', status: 'captured', is_paid: true, amount: 25 });
      expect(await market.shelf(ware)).to.include({ reserved: 2, promised: 2 });
      const history = (await admin.get(`/api/orders/${orderId}/history`)).body;
      expect(history.at(-1)).to.include({ to: 'confirmed', by: 'admin', user_id: clerk, reason: 'manual payment BANK-7' });
      expect(codeOf(await pay(orderId))).to.equal('409 order.already_paid');
      expect((await client.get(`/api/payments/${orderId}`)).body).to.include({ id: body.payment.id, is_paid: true });
    });

    it('are not paid twice, nor when they are off, nor without a reference', async () => {
      expect(codeOf(await pay((await bought()).orderId))).to.equal('409 order.already_paid');
      const { orderId, client } = await bought({ payment_token: 'tok_declined' });
      for (const reference of [undefined, '', '  ', 7, 'x'.repeat(201), 'a\nb', '\u0000'])
        expect([reference, codeOf(await pay(orderId, { reference }))]).to.deep.equal([reference, '422 request.invalid']);
      await client.patch(`/api/orders/cancel/${orderId}`);
      expect(codeOf(await pay(orderId))).to.equal('409 order.illegal_transition');
      expect(codeOf(await pay(UNKNOWN))).to.equal('404 order.not_found');
    });

    it('let go of cash that was promised', async () => {
      const { orderId } = await bought({ payment_method: 'cod' });
      const { body } = await pay(orderId, { reference: 'Receipt 12' });
      expect(body.payments.map(({ status }: { status: string }) => status)).to.deep.equal(['cancelled', 'captured']);
      expect(body).to.include({ status: 'confirmed', payment_status: 'paid' });
    });
  });
});
