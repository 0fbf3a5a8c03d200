import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { inLanes, Market, type Ware } from '../../support/market.js';
import { startShop, type Client } from '../../support/shop.js';
import { signUp } from '../../support/sign-in.js';
import { statementsOf } from '../../support/statements-of.js';

const CHECKOUT = '/api/orders/checkout';
const DUBLIN = { name: 'Molly Bloom', address_line1: '7 Eccles Street', city: 'Dublin', postal_code: 'D07 X2Y3', country: 'Ireland' };

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('POST /api/orders/checkout', () => {
  const shop = startShop({ SHIPPING_RATES: 'standard:5,express:9.90' });
  const market = new Market(shop);
  let mug: Ware;
  before(async () => {
    mug = await market.ware({ stock: 1000 });
  });
  const buyer = (quantity = 2) => market.shopper([mug, quantity]);

  it('makes a paid order of the cart and says where it is', async () => {
    const { client, accountId } = await buyer();
    const { status, headers, body } = await client.post(CHECKOUT, {});

    expect(status).to.equal(201);
    expect(headers['location']).to.equal(`/api/orders/${body.id}`);
    expect(headers['cache-control']).to.equal('private, no-store');
    expect(headers).to.not.have.property('idempotent-replayed');
    expect(body).to.include({
      user_id: accountId,
      status: 'confirmed',
      payment_status: 'paid',
      display_status: 'PAID',
      subtotal: 25,
      discount_total: 0,
      shipping_total: 5,
      tax_total: 0,
      total_price: 30,
      currency: 'USD',
    });
    expect(body.shipping_status).to.deep.include({ order_id: body.id, status: 'pending' });
    expect(body.shipping_method).to.deep.equal({ code: 'standard', name: 'Standard' });
    expect(body.items).to.have.length(1);
    expect(body.items[0]).to.deep.include({ product_id: mug.productId, variant_id: mug.variantId, quantity: 2, price: 12.5, total: 25 });
    expect(body.items[0].product).to.include({ title: 'Mug', description: 'A good Mug' });
    expect(body.payment).to.include({ status: 'captured', is_paid: true, amount: 30, amount_captured: 30, payment_gateway: 'fake' });
    expect(body.payments).to.deep.equal([body.payment]);
    expect((await client.get(`/api/orders/${body.id}`)).body).to.deep.equal(body);
    expect((await client.get('/api/carts')).body).to.include({ total_quantity: 0 });
  });

  it('asks the database at most twenty times, however much is in the cart', async () => {
    const counts = [];
    for (const lines of [1, 40]) {
      const wares = await inLanes(Array.from({ length: lines }, () => () => market.ware()));
      const { client } = await market.shopper(...wares.map((ware) => [ware, 1] as const));
      await client.get('/api/account/me'); // who that is, is known for half a second
      const asked = await statementsOf(() => client.post(CHECKOUT, {}, { 'Idempotency-Key': 'k' }));
      expect(asked.length, asked.join('\n')).to.be.within(10, 20);
      counts.push(asked.length);
    }
    // One of them may have had to ask anew who that is.
    expect(Math.abs((counts[0] ?? 0) - (counts[1] ?? 0))).to.be.at.most(1);
  });

  it('needs neither a body nor a content type', async () => {
    const { client } = await buyer();
    expect((await client.post(CHECKOUT)).status).to.equal(201);
  });

  it('numbers orders so that nobody learns how many there are (ORD-10)', async () => {
    const numbers = [];
    for (let count = 0; count < 3; count += 1) numbers.push((await (await buyer()).client.post(CHECKOUT, {})).body.number as string);
    for (const number of numbers) expect(number).to.match(/^P-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    expect(new Set(numbers).size).to.equal(3);
    expect((await (await buyer()).client.get(`/api/orders/${numbers[0]}`)).status, 'worth nothing alone').to.equal(404);
  });

  it('takes what the buyer says about address and method, and forgets what is not theirs to say', async () => {
    const { client, accountId } = await buyer();
    const { status, body } = await client.post(CHECKOUT, {
      shipping_address: DUBLIN,
      billing_address: { ...DUBLIN, city: 'Cork' },
      shipping_method: 'express',
      payment_method: 'wallet',
      gateway: 'mock',
      amount: '34.90',
      status: 'completed',
      user_id: 'somebody',
      total_price: 0.01,
      items: [{ price: 0.01 }],
    });
    expect(status).to.equal(201);
    expect(body).to.include({ user_id: accountId, status: 'confirmed', total_price: 34.9, shipping_total: 9.9, shipping_address_id: null });
    expect(body.shipping_address).to.include({ name: 'Molly Bloom', city: 'Dublin', country: 'IE', state: null });
    expect(body.billing_address).to.include({ city: 'Cork' });
    expect(body.payment).to.include({ payment_gateway: 'fake', method: 'wallet' });
  });

  it('sends it to the address that is named, else to the default one', async () => {
    const { client } = await buyer();
    const other = (await client.post('/api/shippings/addresses', { ...DUBLIN, city: 'Galway' })).body;
    const { body } = await client.post(CHECKOUT, { shipping_address_id: other.id.toUpperCase() });
    expect(body).to.include({ shipping_address_id: other.id });
    expect(body.shipping_address.city).to.equal('Galway');
    expect(body.billing_address.city).to.equal('San Francisco');
  });

  describe('by what the provider says', () => {
    for (const [token, declineCode] of [
      ['tok_declined', 'card_declined'],
      ['tok_insufficient_funds', 'insufficient_funds'],
      ['tok_expired_card', 'expired_card'],
    ] as const) {
      it(`answers 402 to ${token}; the order waits and can be paid again (PAY-09, STK-04)`, async () => {
        const ware = await market.ware({ stock: 2 });
        const { client } = await market.shopper([ware, 2]);
        const declined = await client.post(CHECKOUT, { payment_token: token });
        expect(codeOf(declined)).to.equal('402 payment.declined');
        expect(declined.body).to.include({ decline_code: declineCode });
        const { order_id, payment_id } = declined.body;

        const waiting = (await client.get(`/api/orders/${order_id}`)).body;
        expect(waiting).to.include({ status: 'pending', payment_status: 'failed', display_status: 'PENDING' });
        expect(waiting.payment).to.include({ id: payment_id, status: 'failed', decline_code: declineCode });
        expect(await market.shelf(ware)).to.deep.equal({ onHand: 2, reserved: 0, moved: 2, promised: 0 });

        const again = await client.post(`/api/orders/${order_id}/payments`, { payment_token: 'tok_success' });
        expect(again.status).to.equal(201);
        expect(again.headers['location']).to.equal(`/api/orders/${order_id}`);
        expect(again.body.payments.map((payment: { status: string }) => payment.status)).to.deep.equal(['failed', 'captured']);
        expect(await market.shelf(ware)).to.include({ reserved: 2 });
        expect(codeOf(await client.post(`/api/orders/${order_id}/payments`))).to.equal('409 order.already_paid');
      });
    }

    it('cannot be paid again when the goods are gone meanwhile (STK-04)', async () => {
      const ware = await market.ware({ stock: 2 });
      const { client } = await market.shopper([ware, 2]);
      const { order_id } = (await client.post(CHECKOUT, { payment_token: 'tok_declined' })).body;
      expect((await (await market.shopper([ware, 1])).client.post(CHECKOUT)).status).to.equal(201);

      const again = await client.post(`/api/orders/${order_id}/payments`, {});
      expect(codeOf(again)).to.equal('409 inventory.out_of_stock');
      expect(again.body).to.include({ available: 1 });
      expect(await market.shelf(ware)).to.include({ reserved: 1, promised: 1 });
    });

    it('answers 202 as long as it has not said, and holds the goods', async () => {
      for (const token of ['tok_pending', 'tok_timeout_before', 'tok_timeout_after', 'tok_error']) {
        const { client } = await buyer();
        const { status, headers, body } = await client.post(CHECKOUT, { payment_token: token });
        expect([token, status, body.status, body.payment.status]).to.deep.equal([token, 202, 'pending', 'processing']);
        expect(headers['location']).to.equal(`/api/orders/${body.id}`);
        expect(Number(headers['retry-after'])).to.be.greaterThan(0);
        expect(await shop.knex('reservations').where({ order_id: body.id })).to.have.length(1);
      }
    });

    it('hands on what the buyer has to do first', async () => {
      const { client } = await buyer();
      const { status, body } = await client.post(CHECKOUT, { payment_token: 'tok_3ds' });
      expect(status).to.equal(202);
      expect(body.payment).to.include({ status: 'requires_action', is_paid: false });
      expect(body.payment.next_action.type).to.equal('redirect');
      expect(body.payment.next_action.url).to.match(/^https?:\/\//);
    });

    it('confirms what is only authorized', async () => {
      const { client } = await buyer();
      const { status, body } = await client.post(CHECKOUT, { payment_token: 'tok_authorize_only' });
      expect([status, body.status, body.payment_status]).to.deep.equal([201, 'confirmed', 'authorized']);
    });

    it('confirms cash on delivery, unpaid, until the parcel is there (PAY-16)', async () => {
      const { client } = await buyer();
      const { status, body } = await client.post(CHECKOUT, { payment_method: 'cod', simulate_success: false });
      expect([status, body.status, body.payment_status, body.display_status]).to.deep.equal([201, 'confirmed', 'unpaid', 'PENDING']);
      expect(body.payment).to.include({ payment_gateway: 'cod', method: 'cod', status: 'pending', is_paid: false });
    });

    it('lets clients ask for a decline', async () => {
      const { client } = await buyer();
      expect(codeOf(await client.post(CHECKOUT, { simulate_success: false }))).to.equal('402 payment.declined');
    });
  });

  describe('refuses', () => {
    const refusal = async (body: object, as?: Client) => codeOf(await (as ?? (await buyer()).client).post(CHECKOUT, body));

    it('another total than the buyer agreed to, and names the right one', async () => {
      const { client } = await buyer();
      const answer = await client.post(CHECKOUT, { amount: 29.99 });
      expect(codeOf(answer)).to.equal('409 checkout.amount_mismatch');
      expect(answer.body).to.include({ total_price: 30 });
      expect((await client.post(CHECKOUT, { amount: 30 })).status).to.equal(201);
    });

    it('a price that has changed since the cart was looked at', async () => {
      const ware = await market.ware();
      const { client } = await market.shopper([ware, 1]);
      const { quote_hash } = (await client.get('/api/carts')).body;
      await shop.knex('variants').where({ id: ware.variantId }).update({ price_minor: 999 });
      const answer = await client.post(CHECKOUT, { quote_hash });
      expect(codeOf(answer)).to.equal('409 checkout.quote_changed');
      expect((await client.post(CHECKOUT, { quote_hash: answer.body.quote_hash })).status).to.equal(201);
    });

    it('what is out of stock, with what there is', async () => {
      const ware = await market.ware({ stock: 1 });
      const { client } = await market.shopper([ware, 3]);
      const answer = await client.post(CHECKOUT, {});
      expect(codeOf(answer)).to.equal('409 inventory.out_of_stock');
      expect(answer.body).to.include({ available: 1 });
      expect(answer.body.items).to.deep.equal([{ variant_id: ware.variantId, requested: 3, available: 1 }]);
      expect((await client.get('/api/orders')).body).to.deep.equal([]);
      expect((await client.get('/api/carts')).body.items, 'the cart is as it was').to.have.length(1);
    });

    it('an empty cart, or one with nothing that is for sale (CART-14)', async () => {
      const { client } = await market.shopper();
      expect(await refusal({}, client)).to.equal('409 cart.empty');
      const ware = await market.ware();
      const { client: late } = await market.shopper([ware, 1]);
      await shop.knex('products').where({ id: ware.productId }).update({ status: 'archived' });
      expect(await refusal({}, late)).to.equal('409 cart.empty');
    });

    it('a line that is not for sale any more, by its name, until it is taken out (CAT-06)', async () => {
      const gone = await market.ware({ title: 'Relic' });
      const { client } = await market.shopper([mug, 1], [gone, 1]);
      await shop.knex('products').where({ id: gone.productId }).update({ status: 'archived' });
      const cart = await client.get('/api/carts');
      expect(cart.status).to.equal(200);
      expect(cart.body.notices.map(({ code }: { code: string }) => code)).to.include('cart.item_unavailable');

      const answer = await client.post(CHECKOUT, {});
      expect(codeOf(answer)).to.equal('409 cart.item_unavailable');
      expect(answer.body.items).to.deep.equal([{ variant_id: gone.variantId, product_title: 'Relic' }]);
      expect(answer.body.detail).to.contain('Relic');
      expect((await client.delete(`/api/carts/delete/${gone.productId}`)).status).to.equal(204);
      expect((await client.post(CHECKOUT, {})).status).to.equal(201);
    });

    it('a gateway, a method, an address that there is not', async () => {
      const { client } = await buyer();
      expect(await refusal({ gateway: 'stripe' }, client)).to.equal('422 payment.unknown_gateway');
      expect(await refusal({ shipping_method: 'drone' }, client)).to.equal('422 request.invalid');
      expect(await refusal({ shipping_address_id: '019b76da-a800-7000-8000-000000000001' }, client)).to.equal('404 address.not_found');
      expect(await refusal({ shipping_address_id: '7' }, client)).to.equal('404 address.not_found');
      const theirs = (await (await buyer()).client.get('/api/shippings/addresses')).body[0].id;
      expect(await refusal({ shipping_address_id: theirs }, client), "somebody else's").to.equal('404 address.not_found');
      const { body } = await client.post(CHECKOUT, { shipping_address: { ...DUBLIN, city: '' } });
      expect(body.errors[0].path).to.equal('shipping_address.city');
    });

    it('to guess where it should go', async () => {
      const { client, accountId } = await signUp(shop);
      await market.fillCart(accountId, [[mug, 1]]);
      const answer = await client.post(CHECKOUT, {});
      expect(codeOf(answer)).to.equal('422 request.invalid');
      expect(answer.body.errors[0]).to.include({ path: 'shipping_address_id', code: 'required' });
      expect((await client.post(CHECKOUT, { shipping_address: DUBLIN })).status).to.equal(201);
    });

    it('what is not well formed', async () => {
      const { client } = await buyer();
      for (const body of [
        { amount: 1.555 },
        { amount: -1 },
        { amount: 'much' },
        { amount: true },
        { payment_method: 'gold' },
        { payment_token: 'a b' },
        { payment_token: 'x'.repeat(256) },
        { payment_token: 'tok\u0000' },
        { gateway: 7 },
        { simulate_success: 'no' },
        { shipping_address: 'home' },
        { shipping_address: { ...DUBLIN, city: 7 } },
        { shipping_method: '\u0000' },
      ])
        expect([JSON.stringify(body), await refusal(body, client)]).to.deep.equal([JSON.stringify(body), '422 request.invalid']);
      expect(codeOf(await client.send('post', CHECKOUT, '{"amount":', { 'content-type': 'application/json' }))).to.equal(
        '400 request.malformed',
      );
      expect(codeOf(await client.send('post', CHECKOUT, 'a=1', { 'content-type': 'text/plain' }))).to.equal(
        '415 request.unsupported_media_type',
      );
      expect((await client.post(CHECKOUT, { payment_token: null, gateway: '', amount: null, shipping_address: null })).status).to.equal(
        201,
      );
    });

    it('whoever has not logged in', async () => {
      expect(codeOf(await shop.anyone.post(CHECKOUT, {}))).to.equal('401 account.not_authenticated');
    });
  });

  describe('of a cart that is an order already', () => {
    it('answers with that order for ten seconds, and then that there is nothing to buy (ORD-01)', async () => {
      const { client } = await buyer();
      const first = await client.post(CHECKOUT, {});
      const second = await client.post(CHECKOUT, { payment_token: 'tok_declined' });
      expect(second.status).to.equal(200);
      expect(second.body).to.deep.equal(first.body);
      shop.clock.advance(11_000);
      expect(codeOf(await client.post(CHECKOUT, {}))).to.equal('409 cart.empty');
    });

    it('answers with the one order when it is asked twenty times at once, also without a key (ORD-01, IDM-05)', async () => {
      const { client } = await buyer();
      const charges = await market.charges();
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.post(CHECKOUT, {})));
      expect(answers.map(({ status }) => status).filter((status) => status === 201)).to.have.length(1);
      expect(answers.map(({ status }) => status).filter((status) => status === 200)).to.have.length(19);
      expect(new Set(answers.map(({ body }) => body.id as string)).size).to.equal(1);
      expect(await market.charges()).to.equal(charges + 1);
    });

    it('leaves its lines alone; the next thing goes into a new cart (CART-13)', async () => {
      const { client } = await buyer();
      const cart = (await client.get('/api/carts')).body;
      const { items } = (await client.post(CHECKOUT, {})).body;
      expect(codeOf(await client.patch(`/api/carts/items/${cart.items[0].id}`, { quantity: 5 }))).to.equal('409 cart.checked_out');
      const next = await client.post('/api/carts/add', { product_id: mug.productId });
      expect(next.status).to.equal(200);
      expect(next.body.id).to.not.equal(cart.id);
      expect(next.body.total_quantity).to.equal(1);
      expect((await client.get('/api/orders')).body[0].items).to.deep.equal(items);
    });
  });

  describe('with an Idempotency-Key', () => {
    const keyed = (client: Client, key: string, body: object = {}) => client.post(CHECKOUT, body, { 'Idempotency-Key': key });

    it('gives the same answer again, for a day, and says so (IDM-01)', async () => {
      const { client } = await buyer();
      const first = await keyed(client, 'one', { shipping_method: 'express' });
      shop.clock.advance(60_000);
      const second = await keyed(client, 'one', { shipping_method: 'express' });
      expect([second.status, second.headers['idempotent-replayed']]).to.deep.equal([201, 'true']);
      expect(second.headers['location']).to.equal(first.headers['location']);
      expect(second.body).to.deep.equal(first.body);
      expect(first.headers).to.not.have.property('idempotent-replayed');
    });

    it('says that the first request is still running, and when to ask again (IDM-01)', async () => {
      const { client, accountId } = await buyer();
      const slow = keyed(client, 'slow', { payment_token: 'tok_slow' });
      await eventually('the first has claimed the key', async () => {
        const claims = await shop.knex('request_claims').where({ caller: accountId, key: 'slow' });
        return claims.length > 0;
      });
      const second = await keyed(client, 'slow', { payment_token: 'tok_slow' });
      expect(codeOf(second)).to.equal('409 idempotency.in_progress');
      expect(Number(second.headers['retry-after'])).to.be.greaterThan(0);

      const first = await slow;
      const third = await keyed(client, 'slow', { payment_token: 'tok_slow' });
      expect([first.status, third.status, third.headers['idempotent-replayed']]).to.deep.equal([201, 201, 'true']);
      expect(third.body).to.deep.equal(first.body);
    });

    it('sent twenty times at once is one order (IDM-01)', async () => {
      const { client } = await buyer();
      const answers = await Promise.all(Array.from({ length: 20 }, () => keyed(client, 'storm')));
      const kept = answers.filter(({ status }) => status === 201);
      expect(kept.filter(({ headers }) => !('idempotent-replayed' in headers))).to.have.length(1);
      expect(new Set(kept.map(({ body }) => body.id as string)).size).to.equal(1);
      for (const answer of answers.filter(({ status }) => status !== 201)) expect(codeOf(answer)).to.equal('409 idempotency.in_progress');
      expect((await client.get('/api/orders')).body).to.have.length(1);
    });

    it('gives a decline again too', async () => {
      const { client } = await buyer();
      const first = await keyed(client, 'no', { payment_token: 'tok_declined' });
      const second = await keyed(client, 'no', { payment_token: 'tok_declined' });
      expect([codeOf(second), second.headers['idempotent-replayed']]).to.deep.equal(['402 payment.declined', 'true']);
      expect(second.body.payment_id).to.equal(first.body.payment_id);
    });

    it('refuses the key for another request, and keeps callers apart (IDM-02)', async () => {
      const [{ client }, { client: other }] = [await buyer(), await buyer()];
      const mine = await keyed(client, 'same');
      expect(codeOf(await keyed(client, 'same', { shipping_method: 'express' }))).to.equal('422 idempotency.key_reused');
      const theirs = await keyed(other, 'same');
      expect(theirs.status).to.equal(201);
      expect(theirs.headers).to.not.have.property('idempotent-replayed');
      expect(theirs.body.id).to.not.equal(mine.body.id);
    });

    it('keeps nothing of what was refused (IDM-04)', async () => {
      const ware = await market.ware({ stock: 0 });
      const { client } = await market.shopper([ware, 1]);
      expect((await keyed(client, 'again', { amount: 'x' })).status).to.equal(422);
      expect((await keyed(client, 'again')).status).to.equal(409);
      await shop.knex('stock').where({ variant_id: ware.variantId }).update({ on_hand: 1 });
      const third = await keyed(client, 'again');
      expect(third.status).to.equal(201);
      expect(third.headers).to.not.have.property('idempotent-replayed');
    });

    it('that is too long, or no word at all, is refused (IDM-06)', async () => {
      const { client } = await buyer();
      expect(codeOf(await keyed(client, 'k'.repeat(256)))).to.equal('400 idempotency.bad_key');
      expect(codeOf(await keyed(client, 'two words'))).to.equal('400 idempotency.bad_key');
      expect((await keyed(client, 'k'.repeat(255))).status).to.equal(201);
    });

    it('finds the answer that was lost on the way (IDM-03)', async () => {
      const { client, accountId } = await buyer();
      const { port } = shop.server.address() as AddressInfo;
      const headers = { ...(client as unknown as { headers: Record<string, string> }).headers, 'Idempotency-Key': 'lost' };
      const lost = request({ host: '127.0.0.1', port, path: CHECKOUT, method: 'POST', headers });
      lost.on('error', () => undefined);
      lost.end(() => setImmediate(() => lost.destroy()));
      await eventually('the checkout has been kept, though nobody heard of it', async () => {
        const [row] = await shop.knex('request_claims').where({ caller: accountId, key: 'lost' }).whereNotNull('output');
        return row !== undefined;
      });

      const { status, headers: answered, body } = await keyed(client, 'lost');
      expect([status, answered['idempotent-replayed'], body.status]).to.deep.equal([201, 'true', 'confirmed']);
      expect((await client.get('/api/orders')).body).to.have.length(1);
    });
  });
});

describe('A shop with settings of its own', () => {
  describe('that ships for nothing', () => {
    const shop = startShop({ SHIPPING_RATES: 'standard:0' });
    const market = new Market(shop);

    it('confirms an order of nothing without any payment (MON-07, PAY-20)', async () => {
      const gift = await market.ware({ priceMinor: 0 });
      const { client } = await market.shopper([gift, 2]);
      const { status, body } = await client.post(CHECKOUT, { payment_token: 'tok_declined' });
      expect(status).to.equal(201);
      expect(body).to.include({ status: 'confirmed', payment_status: 'paid', total_price: 0, tax_total: 0, payment: null });
      expect(body.payments).to.deep.equal([]);
      expect(await market.count('fake_gateway_charges')).to.equal(0);
      expect(codeOf(await client.post(`/api/orders/${body.id}/payments`, {}))).to.equal('409 order.already_paid');
    });
  });

  describe('that takes cash only', () => {
    const shop = startShop({ PAYMENT_GATEWAYS: 'cod' });
    const market = new Market(shop);

    it('takes that unless said otherwise, and knows no other (PAY-21)', async () => {
      const ware = await market.ware();
      const { client } = await market.shopper([ware, 1]);
      const refused = await client.post(CHECKOUT, { gateway: 'fake' });
      expect(codeOf(refused)).to.equal('422 payment.unknown_gateway');
      expect(refused.body.gateways).to.deep.equal(['cod']);
      const { status, body } = await client.post(CHECKOUT, {});
      expect([status, body.payment.payment_gateway]).to.deep.equal([201, 'cod']);
    });
  });

  describe('that wants to know its buyers', () => {
    const shop = startShop({ REQUIRE_VERIFIED_EMAIL: 'on' });
    const market = new Market(shop);

    it('sells only to who confirmed their e-mail address (ACC-15)', async () => {
      const ware = await market.ware();
      const { client, accountId } = await signUp(shop, { isVerified: false });
      await market.moveIn(accountId);
      await market.fillCart(accountId, [[ware, 1]]);
      expect(codeOf(await client.post(CHECKOUT, {}))).to.equal('403 account.not_verified');
      await shop.knex('accounts').where({ id: accountId }).update({ verified_at: new Date() });
      expect((await client.post(CHECKOUT, {})).status).to.equal(201);
    });
  });
});
