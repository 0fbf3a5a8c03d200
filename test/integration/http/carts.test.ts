import { expect } from 'chai';
import { aStockedVariant } from '../../support/builders/a-stocked-variant.js';
import { startCartShop } from '../../support/cart-shop.js';
import type { Client } from '../../support/shop.js';

const CARTS = '/api/carts';

describe('The cart routes', () => {
  const shop = startCartShop({ SHIPPING_RATES: 'express:9.90,standard:5.00' });
  const aMug = (given: Parameters<typeof aStockedVariant>[1] = {}) => aStockedVariant(shop.knex, { onHand: 20, ...given });
  const someone = async (): Promise<Client> => (await shop.someone()).client;
  const withAMug = async (quantity = 1) => {
    const [client, mug] = [await someone(), await aMug()];
    const { body } = await client.post(`${CARTS}/add`, { product_id: mug.productId, quantity });
    return { client, mug, cart: body, line: body.items[0] };
  };

  it('show an empty cart to somebody who has put nothing in', async () => {
    const { status, body, headers } = await (await someone()).get(`${CARTS}/`);
    expect(status).to.equal(200);
    expect(body).to.deep.include({ id: null, items: [], total_quantity: 0, subtotal: 0, discounts: [], discount_total: 0 });
    expect(body).to.deep.include({ shipping_total: null, tax_total: 0, total_price: 0, currency: 'USD', notices: [], item: null });
    expect(headers['cache-control']).to.equal('private, no-store');
    expect((await shop.anyone.get(`${CARTS}/`)).status).to.equal(401);
  });

  it('put something in and show what it comes to', async () => {
    const { client, mug, cart, line } = await withAMug(2);
    expect(cart).to.deep.include({ total_quantity: 2, subtotal: 25, shipping_total: 5, tax_total: 0, total_price: 30, notices: [] });
    expect(cart.item).to.deep.equal(line);
    expect(line).to.deep.include({ product_id: mug.productId, variant_id: mug.variantId, product_title: 'Mug', variant_title: null });
    expect(line).to.deep.include({ quantity: 2, price: 12.5, total: 25, available: true });
    expect((await client.get(CARTS)).body).to.deep.equal({ ...cart, item: null });
  });
});
