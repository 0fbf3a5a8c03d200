import { expect } from 'chai';
import { Market, type Ware } from '../../support/market.js';
import { startShop } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const CHECKOUT = '/api/orders/checkout';
const DUBLIN = { name: 'Molly Bloom', address_line1: '7 Eccles Street', city: 'Dublin', postal_code: 'D07 X2Y3', country: 'IE' };

describe('Cash on delivery within limits', () => {
  const shop = startShop({ COD_MAX: '30.00', COD_COUNTRIES: 'US,IN' });
  const market = new Market(shop);

  it('is refused above the limit and abroad, with a reason; another way to pay remains (PAY-16)', async () => {
    const ware = await market.ware({ priceMinor: 1500 });
    const { client } = await market.shopper([ware, 3]);

    const tooMuch = await client.post(CHECKOUT, { payment_method: 'cod' });
    expect(tooMuch.status).to.equal(409);
    expect(tooMuch.body).to.include({ code: 'payment.cod_unavailable', reason: 'amount', max: 30 });

    const abroad = await client.post(CHECKOUT, { payment_method: 'cod', shipping_address: DUBLIN });
    expect(abroad.body).to.include({ code: 'payment.cod_unavailable', reason: 'country' });
    expect(await market.count('orders')).to.equal(0);

    const declined = await client.post(CHECKOUT, { payment_token: 'tok_declined' });
    const again = await client.post(`/api/orders/${declined.body.order_id}/payments`, { payment_method: 'cod' });
    expect(`${again.status} ${again.body.code}`).to.equal('409 payment.cod_unavailable');
  });

  it('is refused for an order with anything digital in it, which the back office says of a product (PAY-16)', async () => {
    const admin = await anAdmin(shop);
    const created = await admin.post('/api/products', { title: 'Song', price: 1, stock_quantity: 100, digital: true });
    expect(created.status).to.equal(201);
    const [variantId] = (await shop.knex('variants').where({ product_id: created.body.id }).pluck('id')) as string[];
    const song = { productId: created.body.id, variantId, priceMinor: 100 } as Ware;
    const { client } = await market.shopper([await market.ware(), 1], [song, 1]);
    const cash = () => client.post(CHECKOUT, { payment_method: 'cod' });
    const refused = await cash();
    expect(refused.body).to.include({ code: 'payment.cod_unavailable', reason: 'digital' });

    const declined = await client.post(CHECKOUT, { payment_token: 'tok_declined' });
    const again = () => client.post(`/api/orders/${declined.body.order_id}/payments`, { payment_method: 'cod' });
    expect((await again()).body).to.include({ code: 'payment.cod_unavailable', reason: 'digital' });
    expect((await admin.patch(`/api/products/${created.body.id}`, { digital: false })).status).to.equal(200);
    expect((await again()).status).to.equal(201);
  });

  it('is taken up to the limit to the cent (PAY-16)', async () => {
    const ware = await market.ware({ priceMinor: 1500 });
    const { client } = await market.shopper([ware, 2]);
    const { status, body } = await client.post(CHECKOUT, { payment_method: 'cod' });
    expect([status, body.status, body.payment_status, body.total_price]).to.deep.equal([201, 'confirmed', 'unpaid', 30]);
  });
});
