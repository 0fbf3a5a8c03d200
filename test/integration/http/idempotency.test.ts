import { expect } from 'chai';
import type { Response } from 'supertest';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import type { RouteDoc } from '../../../src/interfaces/http/shared/route.js';
import { Market } from '../../support/market.js';
import { aPicture } from '../../support/pictures.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { aCustomer, anAdmin, signUp } from '../../support/sign-in.js';

/** Sends what it was made for, whenever it is asked to. */
type Send = (client: Client) => Promise<Response>;
interface Prepared {
  readonly client: Client;
  readonly send: Send;
}

const ADDRESS = {
  address_line1: '1 Market St',
  city: 'San Francisco',
  state: 'CA',
  postal_code: '94105',
  country: 'US',
};
const SAFE: readonly string[] = ['get'];

describe('An Idempotency-Key over HTTP', () => {
  const shop = startShop();
  const market = new Market(shop);
  let words = 0;
  const aWord = (): string => `word-${(words += 1)}`;
  const keyed = (client: Client, key: string): Client => client.with({ 'Idempotency-Key': key });
  const idOf = ({ body }: Response): string => (body as { id: string }).id;
  const isReplay = ({ headers }: Response): boolean => headers['idempotent-replayed'] === 'true';
  const docs = (): readonly RouteDoc[] =>
    shop.container.getAll(TOKENS.httpController).flatMap(({ routes }) => routes.map(({ doc }) => doc));
  const nameOf = ({ method, path }: RouteDoc): string => `${method.toUpperCase()} ${path}`;

  const anAddressId = async (client: Client): Promise<string> => idOf(await client.post('/api/shippings/addresses', ADDRESS));
  const aProductId = async (admin: Client): Promise<string> => idOf(await admin.post('/api/products', { title: aWord(), price: 5 }));
  const aCategoryId = async (admin: Client): Promise<string> => idOf(await admin.post('/api/products/category', { name: aWord() }));
  const aBuyerWithOrder = async (token = 'tok_success', pieces = 1) => {
    const { client } = await market.shopper([await market.ware(), pieces]);
    const bought = await client.post('/api/orders/checkout', { gateway: 'fake', payment_token: token });
    const { id, order_id, payment } = bought.body as { id?: string; order_id: string; payment?: { id: string } };
    return { client, orderId: id ?? order_id, paymentId: payment?.id ?? '' };
  };
  const filledCart = async () => {
    const ware = await market.ware();
    const { client } = await market.shopper([ware, 2]);
    const cart = await client.get('/api/carts');
    return { client, ware, itemId: (cart.body as { items: [{ id: string }] }).items[0].id };
  };
  const pictured = async (admin: Client) => {
    const productId = await aProductId(admin);
    const images = await admin.form('post', `/api/products/${productId}/images`, [['image', await picture()]]);
    return { productId, imageId: (images.body as readonly { id: string }[])[0]?.id ?? '' };
  };
  const aSizedProduct = async (admin: Client) => {
    const sizes = ['M', 'L'].map((Size) => ({ options: { Size }, price: 5 }));
    const { body } = await admin.post('/api/products', { title: aWord(), variants: sizes });
    const { id, variants: made } = body as { id: string; variants: readonly [{ id: string }] };
    const variants = `/api/products/${id}/variants`;
    return { variants, variant: `${variants}/${made[0].id}` };
  };
  const picture = async () => ({ file: await aPicture(), name: 'mug.png', type: 'image/png' });

  /** A request to each route that hears the key: one that would change something, or fail, if it were worked for twice. */
  const REQUESTS: Readonly<Record<string, () => Promise<Prepared>>> = {
    'PATCH /api/account/me': async () => {
      const name = aWord();
      return { client: await aCustomer(shop), send: (client) => client.patch('/api/account/me', { name }) };
    },
    'POST /api/account/verify-request': async () => ({
      client: (await signUp(shop, { isVerified: false })).client,
      send: (client) => client.post('/api/account/verify-request'),
    }),
    'POST /api/account/forgot-password': async () => {
      const { email } = await signUp(shop);
      return { client: shop.anyone, send: (client) => client.post('/api/account/forgot-password', { email }) };
    },
    'PATCH /api/admin/users/{user_id}': async () => {
      const { accountId } = await signUp(shop);
      return { client: await anAdmin(shop), send: (client) => client.patch(`/api/admin/users/${accountId}`, { is_active: false }) };
    },
    'POST /api/admin/catalogue/imports': async () => {
      const file = { file: Buffer.from(`title,price\n${aWord()},5\n`), name: 'goods.csv', type: 'text/csv' };
      return { client: await anAdmin(shop), send: (client) => client.form('post', '/api/admin/catalogue/imports', [['file', file]]) };
    },
    'POST /api/carts/add': async () => {
      const { productId } = await market.ware();
      return { client: await aCustomer(shop), send: (client) => client.post('/api/carts/add', { product_id: productId, quantity: 2 }) };
    },
    'PATCH /api/carts/increase/{product_id}': async () => {
      const { client, ware } = await filledCart();
      return { client, send: (keyedClient) => keyedClient.patch(`/api/carts/increase/${ware.productId}`) };
    },
    'PATCH /api/carts/decrease/{product_id}': async () => {
      const { client, ware } = await filledCart();
      return { client, send: (keyedClient) => keyedClient.patch(`/api/carts/decrease/${ware.productId}`) };
    },
    'PATCH /api/carts/items/{item_id}': async () => {
      const { client, itemId } = await filledCart();
      return { client, send: (keyedClient) => keyedClient.patch(`/api/carts/items/${itemId}`, { quantity: 0 }) };
    },
    'DELETE /api/carts/delete/{item_id}': async () => {
      const { client, itemId } = await filledCart();
      return { client, send: (keyedClient) => keyedClient.delete(`/api/carts/delete/${itemId}`) };
    },
    'POST /api/shippings/addresses': async () => ({
      client: await aCustomer(shop),
      send: (client) => client.post('/api/shippings/addresses', ADDRESS),
    }),
    'PUT /api/shippings/addresses/{address_id}': async () => {
      const client = await aCustomer(shop);
      const addressId = await anAddressId(client);
      return { client, send: (keyedClient) => keyedClient.put(`/api/shippings/addresses/${addressId}`, { ...ADDRESS, city: 'Oakland' }) };
    },
    'PATCH /api/shippings/addresses/{address_id}': async () => {
      const client = await aCustomer(shop);
      const addressId = await anAddressId(client);
      return { client, send: (keyedClient) => keyedClient.patch(`/api/shippings/addresses/${addressId}`, { city: 'Oakland' }) };
    },
    'DELETE /api/shippings/addresses/{address_id}': async () => {
      const client = await aCustomer(shop);
      const addressId = await anAddressId(client);
      return { client, send: (keyedClient) => keyedClient.delete(`/api/shippings/addresses/${addressId}`) };
    },
    'PUT /api/shippings/status/{order_id}': async () => {
      const { orderId } = await aBuyerWithOrder();
      return { client: await anAdmin(shop), send: (client) => client.put(`/api/shippings/status/${orderId}`, { status: 'processing' }) };
    },
    'PATCH /api/shippings/status/{order_id}': async () => {
      const { orderId } = await aBuyerWithOrder();
      return { client: await anAdmin(shop), send: (client) => client.patch(`/api/shippings/status/${orderId}`, { status: 'processing' }) };
    },
    'POST /api/products': async () => {
      const form = [
        ['title', aWord()],
        ['price', '5'],
        ['image', await picture()],
      ] as const;
      return { client: await anAdmin(shop), send: (client) => client.form('post', '/api/products', form) };
    },
    'PATCH /api/products/{product_id}': async () => {
      const [client, title] = [await anAdmin(shop), aWord()];
      const productId = await aProductId(client);
      return { client, send: (keyedClient) => keyedClient.patch(`/api/products/${productId}`, { title, version: 1 }) };
    },
    'DELETE /api/products/{product_id}': async () => {
      const client = await anAdmin(shop);
      const productId = await aProductId(client);
      return { client, send: (keyedClient) => keyedClient.delete(`/api/products/${productId}`) };
    },
    'POST /api/products/{product_id}/images': async () => {
      const client = await anAdmin(shop);
      const productId = await aProductId(client);
      const form = [['image', await picture()]] as const;
      return { client, send: (keyedClient) => keyedClient.form('post', `/api/products/${productId}/images`, form) };
    },
    'PATCH /api/products/{product_id}/images/{image_id}': async () => {
      const client = await anAdmin(shop);
      const { productId, imageId } = await pictured(client);
      return {
        client,
        send: (keyedClient) => keyedClient.patch(`/api/products/${productId}/images/${imageId}`, { alt: 'A mug', version: 2 }),
      };
    },
    'DELETE /api/products/{product_id}/images/{image_id}': async () => {
      const client = await anAdmin(shop);
      const { productId, imageId } = await pictured(client);
      return { client, send: (keyedClient) => keyedClient.delete(`/api/products/${productId}/images/${imageId}`) };
    },
    'POST /api/products/{product_id}/variants': async () => {
      const client = await anAdmin(shop);
      const { variants } = await aSizedProduct(client);
      return { client, send: (keyedClient) => keyedClient.post(variants, { options: { Size: 'XL' }, price: 5 }) };
    },
    'PATCH /api/products/{product_id}/variants/{variant_id}': async () => {
      const client = await anAdmin(shop);
      const { variant } = await aSizedProduct(client);
      return { client, send: (keyedClient) => keyedClient.patch(variant, { price: 6, version: 1 }) };
    },
    'DELETE /api/products/{product_id}/variants/{variant_id}': async () => {
      const client = await anAdmin(shop);
      const { variant } = await aSizedProduct(client);
      return { client, send: (keyedClient) => keyedClient.delete(variant) };
    },
    'POST /api/products/{product_id}/variants/{variant_id}/prices': async () => {
      const client = await anAdmin(shop);
      const { variant } = await aSizedProduct(client);
      return { client, send: (keyedClient) => keyedClient.post(`${variant}/prices`, { price: 4, ends_at: null }) };
    },
    'DELETE /api/products/{product_id}/variants/{variant_id}/prices/{price_id}': async () => {
      const client = await anAdmin(shop);
      const { variant } = await aSizedProduct(client);
      const priceId = idOf(await client.post(`${variant}/prices`, { price: 4, ends_at: null }));
      return { client, send: (keyedClient) => keyedClient.delete(`${variant}/prices/${priceId}`) };
    },
    'POST /api/products/brands': async () => {
      const name = aWord();
      return { client: await anAdmin(shop), send: (client) => client.post('/api/products/brands', { name }) };
    },
    'POST /api/products/tags': async () => {
      const name = aWord();
      return { client: await anAdmin(shop), send: (client) => client.post('/api/products/tags', { name }) };
    },
    ...Object.fromEntries(
      (['brand', 'tag'] as const).flatMap((kind) => {
        const path = `/api/products/${kind}s`;
        const aLabel = async (client: Client): Promise<string> => String((await client.post(path, { name: aWord() })).body.id);
        const revise = async () => {
          const [client, name] = [await anAdmin(shop), aWord()];
          const one = `${path}/${await aLabel(client)}`;
          return { client, send: (keyedClient: Client) => keyedClient.patch(one, { name, version: 1 }) };
        };
        const remove = async () => {
          const client = await anAdmin(shop);
          const one = `${path}/${await aLabel(client)}`;
          return { client, send: (keyedClient: Client) => keyedClient.delete(one) };
        };
        return [
          [`PATCH ${path}/{${kind}_id}`, revise],
          [`DELETE ${path}/{${kind}_id}`, remove],
        ];
      }),
    ),
    'POST /api/admin/search/synonyms': async () => {
      const words = [aWord(), aWord()];
      return { client: await anAdmin(shop), send: (client) => client.post('/api/admin/search/synonyms', { words }) };
    },
    'PATCH /api/admin/search/synonyms/{group_id}': async () => {
      const client = await anAdmin(shop);
      const one = `/api/admin/search/synonyms/${idOf(await client.post('/api/admin/search/synonyms', { words: [aWord(), aWord()] }))}`;
      const words = [aWord(), aWord()];
      return { client, send: (keyedClient) => keyedClient.patch(one, { words, version: 1 }) };
    },
    'DELETE /api/admin/search/synonyms/{group_id}': async () => {
      const client = await anAdmin(shop);
      const one = `/api/admin/search/synonyms/${idOf(await client.post('/api/admin/search/synonyms', { words: [aWord(), aWord()] }))}`;
      return { client, send: (keyedClient) => keyedClient.delete(one) };
    },
    'POST /api/products/category': async () => {
      const name = aWord();
      return { client: await anAdmin(shop), send: (client) => client.post('/api/products/category', { name }) };
    },
    'PATCH /api/products/category/{category_id}': async () => {
      const [client, name] = [await anAdmin(shop), aWord()];
      const categoryId = await aCategoryId(client);
      return { client, send: (keyedClient) => keyedClient.patch(`/api/products/category/${categoryId}`, { name, version: 1 }) };
    },
    'DELETE /api/products/category/{category_id}': async () => {
      const client = await anAdmin(shop);
      const categoryId = await aCategoryId(client);
      return { client, send: (keyedClient) => keyedClient.delete(`/api/products/category/${categoryId}`) };
    },
    'POST /api/orders/checkout': async () => {
      const { client } = await market.shopper([await market.ware(), 1]);
      return {
        client,
        send: (keyedClient) => keyedClient.post('/api/orders/checkout', { gateway: 'fake', payment_token: 'tok_success' }),
      };
    },
    'POST /api/orders/{order_id}/payments': async () => {
      const { client, orderId } = await aBuyerWithOrder('tok_decline');
      return { client, send: (keyedClient) => keyedClient.post(`/api/orders/${orderId}/payments`, { payment_token: 'tok_success' }) };
    },
    'POST /api/admin/payments/{payment_id}/capture': async () => {
      const { paymentId } = await aBuyerWithOrder('tok_authorize_only');
      return { client: await anAdmin(shop), send: (client) => client.post(`/api/admin/payments/${paymentId}/capture`, { amount: 1 }) };
    },
    'POST /api/admin/payments/{payment_id}/void': async () => {
      const { paymentId } = await aBuyerWithOrder('tok_authorize_only');
      return { client: await anAdmin(shop), send: (client) => client.post(`/api/admin/payments/${paymentId}/void`) };
    },
    'POST /api/admin/payments/{payment_id}/refunds': async () => {
      const { paymentId } = await aBuyerWithOrder();
      return { client: await anAdmin(shop), send: (client) => client.post(`/api/admin/payments/${paymentId}/refunds`, { amount: 1 }) };
    },
    'POST /api/admin/refunds/{refund_id}/retry': async () => {
      const [client, { paymentId }] = [await anAdmin(shop), await aBuyerWithOrder('tok_refund_fails')];
      const refundId = idOf(await client.post(`/api/admin/payments/${paymentId}/refunds`, { amount: 1 }));
      await runJobs(shop);
      return { client, send: (keyedClient) => keyedClient.post(`/api/admin/refunds/${refundId}/retry`) };
    },
    'POST /api/admin/refunds/{refund_id}/payout': async () => {
      const [client, { orderId }] = [await anAdmin(shop), await aBuyerWithOrder('tok_decline')];
      const { payment } = (await client.post(`/api/admin/orders/${orderId}/payments`, { reference: 'cheque 42' })).body;
      const refundId = idOf(await client.post(`/api/admin/payments/${payment.id}/refunds`, { amount: 1 }));
      return { client, send: (keyedClient) => keyedClient.post(`/api/admin/refunds/${refundId}/payout`, { reference: 'cheque 43' }) };
    },
    'POST /api/admin/payments/{payment_id}/review': async () => {
      const { paymentId } = await aBuyerWithOrder();
      await shop.knex('payments').where({ id: paymentId }).update({ status: 'needs_review', captured_minor: 0 });
      const decided = { decision: 'accept', reason: 'it is all there' };
      return { client: await anAdmin(shop), send: (client) => client.post(`/api/admin/payments/${paymentId}/review`, decided) };
    },
    'POST /api/admin/inventory/receive': async () => {
      const lines = [{ variant_id: (await market.ware()).variantId, quantity: 3 }];
      return { client: await anAdmin(shop), send: (client) => client.post('/api/admin/inventory/receive', { lines }) };
    },
    'POST /api/admin/inventory/correct': async () => {
      const { variantId } = await market.ware();
      const count = { variant_id: variantId, delta: 3, reason: 'found' };
      return { client: await anAdmin(shop), send: (client) => client.post('/api/admin/inventory/correct', count) };
    },
    'POST /api/admin/inventory/transfer': async () => {
      const [client, { variantId }] = [await anAdmin(shop), await market.ware()];
      const to = aWord();
      await client.post('/api/admin/inventory/locations', { code: to, name: to });
      const wish = { variant_id: variantId, quantity: 1, from: 'main', to };
      return { client, send: (keyedClient) => keyedClient.post('/api/admin/inventory/transfer', wish) };
    },
    'PATCH /api/admin/inventory/{variant_id}': async () => {
      const { variantId } = await market.ware();
      const terms = { low_stock_threshold: 2, version: 1 };
      return { client: await anAdmin(shop), send: (client) => client.patch(`/api/admin/inventory/${variantId}`, terms) };
    },
    'POST /api/admin/inventory/locations': async () => {
      const code = aWord();
      return { client: await anAdmin(shop), send: (client) => client.post('/api/admin/inventory/locations', { code, name: code }) };
    },
    'PATCH /api/admin/inventory/locations/{location_id}': async () => {
      const [client, code] = [await anAdmin(shop), aWord()];
      const locationId = idOf(await client.post('/api/admin/inventory/locations', { code, name: code }));
      const change = { name: aWord(), version: 1 };
      return { client, send: (keyedClient) => keyedClient.patch(`/api/admin/inventory/locations/${locationId}`, change) };
    },
    'DELETE /api/admin/inventory/locations/{location_id}': async () => {
      const [client, code] = [await anAdmin(shop), aWord()];
      const locationId = idOf(await client.post('/api/admin/inventory/locations', { code, name: code }));
      return { client, send: (keyedClient) => keyedClient.delete(`/api/admin/inventory/locations/${locationId}`) };
    },
    'PATCH /api/orders/cancel/{order_id}': async () => {
      const { client, orderId } = await aBuyerWithOrder();
      return { client, send: (keyedClient) => keyedClient.patch(`/api/orders/cancel/${orderId}`) };
    },
    'PATCH /api/admin/orders/{order_id}': async () => {
      const { orderId } = await aBuyerWithOrder();
      return { client: await anAdmin(shop), send: (client) => client.patch(`/api/admin/orders/${orderId}`, { status: 'cancelled' }) };
    },
    'POST /api/admin/orders/{order_id}/cancel': async () => {
      const { client: buyer, orderId } = await aBuyerWithOrder('tok_success', 2);
      const order = (await buyer.get(`/api/orders/${orderId}`)).body as { items: [{ id: string }] };
      const lines = [{ order_item_id: order.items[0].id, quantity: 1 }];
      return { client: await anAdmin(shop), send: (client) => client.post(`/api/admin/orders/${orderId}/cancel`, { lines }) };
    },
    'POST /api/admin/orders/{order_id}/payments': async () => {
      const { orderId } = await aBuyerWithOrder('tok_decline');
      return {
        client: await anAdmin(shop),
        send: (client) => client.post(`/api/admin/orders/${orderId}/payments`, { reference: 'cheque 42' }),
      };
    },
  };

  it('is heard by every route that changes something, or the route says why not', () => {
    const unsafe = docs().filter(({ method }) => !SAFE.includes(method));
    const silent = unsafe.filter(({ idempotent }) => idempotent === undefined || (idempotent !== true && idempotent.never === ''));
    const hearing = unsafe.filter(({ idempotent }) => idempotent === true).map(nameOf);

    expect(silent.map(nameOf), 'neither').to.deep.equal([]);
    expect(docs().filter(({ method, idempotent }) => SAFE.includes(method) && idempotent !== undefined)).to.deep.equal([]);
    expect(Object.keys(REQUESTS), 'tried below').to.have.members(hearing);
  });

  for (const [name, prepare] of Object.entries(REQUESTS)) {
    it(`answers ${name} a second time as it did the first (IDM-01)`, async () => {
      const { client, send } = await prepare();
      const [key, before] = [aWord(), await everything()];

      const first = await send(keyed(client, key));
      const after = await everything();
      const second = await send(keyed(client, key));

      expect(first.status, first.text).to.be.within(200, 299);
      expect([isReplay(first), isReplay(second)]).to.deep.equal([false, true]);
      expect([second.status, second.text]).to.deep.equal([first.status, first.text]);
      for (const header of ['location', 'etag', 'content-type', 'cache-control'])
        expect(second.headers[header], header).to.equal(first.headers[header]);
      expect(after, 'the first did something').to.not.equal(before);
      expect(await everything(), 'the second did nothing').to.equal(after);
    });
  }

  it('is not kept where it would keep a secret', async () => {
    const { email, password, refreshToken } = await signUp(shop);
    const before = await market.count('request_claims');
    const client = keyed(shop.anyone, aWord());

    const login = await client.post('/api/account/login', { email, password });
    const refreshed = await client.post('/api/account/refresh', { refresh_token: refreshToken });
    const registered = await client.post('/api/account/register', { email: 'new@example.com', password });

    expect([login.status, refreshed.status, registered.status]).to.deep.equal([200, 200, 202]);
    expect(await market.count('request_claims')).to.equal(before);
  });

  /** A digest of all that the shop knows, beside the keys. */
  const everything = async (): Promise<string> => {
    const { rows: tables } = await shop.knex.raw<{ rows: readonly { name: string }[] }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'request_claims' order by 1`,
    );
    const digests = tables.map(
      ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from "${name}" t`,
    );
    const { rows } = await shop.knex.raw<{ rows: readonly { name: string; digest: string }[] }>(
      `${digests.join(' union all ')} order by 1`,
    );
    return rows.map(({ name, digest }) => `${name} ${digest}`).join(', ');
  };
});
