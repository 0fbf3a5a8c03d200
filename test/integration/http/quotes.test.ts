import { expect } from 'chai';
import { Market, type Ware } from '../../support/market.js';
import { startShop } from '../../support/shop.js';

const [CARTS, CHECKOUT] = ['/api/carts', '/api/orders/checkout'];

describe('What the cart shows and what the checkout charges', () => {
  const shop = startShop({ SHIPPING_RATES: 'express:9.90,standard:5' });
  const market = new Market(shop);
  let [mug, lamp]: Ware[] = [];

  const shopper = async () => {
    [mug, lamp] = [await market.ware({ title: 'Mug' }), await market.ware({ title: 'Lamp', priceMinor: 4000 })];
    const { client, accountId } = await market.shopper([mug, 2], [lamp, 1]);
    const cart = (await client.get(CARTS)).body;
    const orders = async () => (await client.get('/api/orders')).body as unknown[];
    return { client, accountId, cart, orders };
  };
  const reprice = (ware: Ware | undefined, price_minor: number) =>
    shop.knex('variants').where({ id: ware?.variantId }).update({ price_minor });

  it('are the same sum, when nothing else is named (CART-11)', async () => {
    const { client, cart } = await shopper();
    expect(cart).to.include({ subtotal: 65, shipping_total: 5, total_price: 70 });
    const { status, body } = await client.post(CHECKOUT, { quote_hash: cart.quote_hash, amount: cart.total_price });
    expect(status).to.equal(201);
    expect(body).to.include({ subtotal: 65, shipping_total: 5, tax_total: 0, discount_total: 0, total_price: 70 });
    expect(body.payment.amount).to.equal(70);
  });

  it('a price that rose is not charged before the buyer has seen it (CART-10)', async () => {
    const { client, cart, orders } = await shopper();
    const charges = await market.charges();
    await reprice(mug, 1300);
    const refused = await client.post(CHECKOUT, { quote_hash: cart.quote_hash });
    expect([refused.status, refused.body.code]).to.deep.equal([409, 'checkout.quote_changed']);
    expect(refused.body.diff).to.deep.equal([
      { variant_id: mug?.variantId, title: 'Mug', quantity: { from: 2, to: 2 }, price: { from: 12.5, to: 13 } },
    ]);
    expect(refused.body).to.include({ subtotal: 66, shipping_total: 5, tax_total: 0, discount_total: 0, total_price: 71, currency: 'USD' });
    expect(await orders()).to.deep.equal([]);
    expect(await market.charges()).to.equal(charges);
    expect(await market.shelf(mug!)).to.include({ reserved: 0, promised: 0 });

    const { body: now } = await client.get(CARTS);
    expect(now.quote_hash).to.equal(refused.body.quote_hash);
    expect(now.notices).to.have.lengthOf(1);
    const bought = await client.post(CHECKOUT, { quote_hash: now.quote_hash });
    expect(bought.status).to.equal(201);
    expect(bought.body.total_price).to.equal(71);
  });

  it('nor one that dropped; whoever names nothing pays the present sum (CART-12)', async () => {
    const { client, cart } = await shopper();
    await reprice(lamp, 3000);
    expect((await client.post(CHECKOUT, { quote_hash: cart.quote_hash })).body.code).to.equal('checkout.quote_changed');
    const other = await client.post(CHECKOUT, { amount: cart.total_price });
    expect([other.status, other.body.code, other.body.total_price]).to.deep.equal([409, 'checkout.amount_mismatch', 60]);
    const { status, body } = await client.post(CHECKOUT, {});
    expect([status, body.total_price]).to.deep.equal([201, 60]);
  });

  it('less on the shelf is told before it is bought (CART-10)', async () => {
    const { client, cart, orders } = await shopper();
    await shop.knex('stock').where({ variant_id: mug?.variantId }).update({ on_hand: 1 });
    const refused = await client.post(CHECKOUT, { quote_hash: cart.quote_hash });
    expect(refused.body.code).to.equal('checkout.quote_changed');
    expect(refused.body.diff[0].quantity).to.deep.equal({ from: 2, to: 1 });
    const anyway = await client.post(CHECKOUT, { quote_hash: refused.body.quote_hash });
    expect([anyway.status, anyway.body.code, anyway.body.available]).to.deep.equal([409, 'inventory.out_of_stock', 1]);
    expect(await orders()).to.deep.equal([]);
  });

  it('another way of shipping is another deal (CART-10)', async () => {
    const { client, cart } = await shopper();
    const refused = await client.post(CHECKOUT, { quote_hash: cart.quote_hash, shipping_method: 'express' });
    expect(refused.body).to.deep.include({ code: 'checkout.quote_changed', diff: [], shipping_total: 9.9, total_price: 74.9 });
    const { status } = await client.post(CHECKOUT, { quote_hash: refused.body.quote_hash, shipping_method: 'express' });
    expect(status).to.equal(201);
  });

  it('another device that changes the cart changes the deal (CART-10, CART-16)', async () => {
    const { client, cart } = await shopper();
    await client.patch(`${CARTS}/increase/${mug?.productId}`);
    const refused = await client.post(CHECKOUT, { quote_hash: cart.quote_hash });
    expect(refused.body).to.include({ code: 'checkout.quote_changed', total_price: 82.5 });
  });

  it('a cart that became an order is changed no more (CART-13)', async () => {
    const { client, cart } = await shopper();
    await client.post(CHECKOUT, {});
    const [line] = cart.items;
    const late = await client.patch(`${CARTS}/items/${line.id}`, { quantity: 5 });
    expect([late.status, late.body.code]).to.deep.equal([409, 'cart.checked_out']);
    expect((await client.delete(`${CARTS}/delete/${line.id}`)).body.code).to.equal('cart.checked_out');
    const next = (await client.post(`${CARTS}/add`, { product_id: mug?.productId })).body;
    expect(next.id).to.not.equal(cart.id);
    expect(next).to.include({ total_quantity: 1, total_price: 17.5 });
  });
});
