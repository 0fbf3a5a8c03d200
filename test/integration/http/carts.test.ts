import { expect } from 'chai';
import { aStockedVariant } from '../../support/builders/a-stocked-variant.js';

import { startShop } from '../../support/shop.js';
import { aCustomer, signUp } from '../../support/sign-in.js';

const CARTS = '/api/carts';

describe('The cart routes', () => {
  const shop = startShop({ SHIPPING_RATES: 'express:9.90,standard:5.00' });
  const aMug = (given: Parameters<typeof aStockedVariant>[1] = {}) => aStockedVariant(shop.knex, { onHand: 20, ...given });
  const someone = () => aCustomer(shop);
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

  it('sum what is put in twice, by product or by variant, one piece unless said otherwise', async () => {
    const { client, mug } = await withAMug(2);
    const added = await client.post(`${CARTS}/add/`, { variant_id: mug.variantId });
    expect(added.body.item).to.include({ quantity: 3, total: 37.5 });
    expect(added.body.items).to.have.lengthOf(1);
  });

  it('leave the cart of whoever was logged in on this browser before as it is (CART-17)', async () => {
    const [first, second, mug] = [await signUp(shop), await signUp(shop), await aMug()];
    const cookiesOf = (login: { headers: Record<string, unknown> }): string =>
      (login.headers['set-cookie'] as string[]).map((cookie) => cookie.split(';')[0]).join('; ');
    const logIn = ({ email, password }: typeof first, cookie = '') =>
      shop.anyone.post(
        '/api/account/login',
        { email, password },
        { 'Sec-Fetch-Site': 'same-origin', ...(cookie ? { Cookie: cookie } : {}) },
      );
    const before = cookiesOf(await logIn(first));
    const filled = await shop.anyone.post(
      `${CARTS}/add`,
      { product_id: mug.productId },
      { 'Sec-Fetch-Site': 'same-origin', Cookie: before },
    );
    expect(filled.body.total_quantity).to.equal(1);

    const after = cookiesOf(await logIn(second, before));
    expect((await shop.anyone.get(CARTS, { Cookie: after })).body).to.deep.include({ id: null, total_quantity: 0 });
    expect((await first.client.get(CARTS)).body).to.deep.equal({ ...filled.body, item: null });
  });

  it('make one cart and one line of twenty first adds in parallel (CART-01)', async () => {
    const [{ accountId, client }, mug] = [await signUp(shop), await aMug()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.post(`${CARTS}/add`, { product_id: mug.productId })));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 20 }, () => 200));
    expect((await client.get(CARTS)).body).to.deep.include({ total_quantity: 20 });
    expect(await shop.knex('carts').where({ customer_id: accountId })).to.have.lengthOf(1);
    expect(new Set(answers.map(({ body }) => body.item.quantity)).size, 'every answer is a moment of its own').to.equal(20);
  });

  it('increase and decrease by one; the last piece takes the line with it (CART-02)', async () => {
    const { client, mug, cart } = await withAMug();
    expect((await client.patch(`${CARTS}/increase/${mug.productId}`)).body.item.quantity).to.equal(2);
    expect((await client.patch(`${CARTS}/decrease/${mug.productId}/`)).body.item.quantity).to.equal(1);
    const emptied = await client.patch(`${CARTS}/decrease/${mug.productId}`);
    expect(emptied.status).to.equal(200);
    expect(emptied.body).to.deep.include({ id: cart.id, items: [], item: null, total_quantity: 0, total_price: 0, shipping_total: null });
    const nothing = await client.patch(`${CARTS}/decrease/${mug.productId}`);
    expect([nothing.status, nothing.body.code]).to.deep.equal([404, 'cart.item_not_found']);
    const again = await client.patch(`${CARTS}/increase/${mug.productId}`);
    expect(again.body).to.deep.include({ id: cart.id, total_quantity: 1 });
  });

  it('set a quantity: none removes, nonsense is refused (CART-03)', async () => {
    const { client, line, mug } = await withAMug();
    const set = (quantity: unknown) => client.patch(`${CARTS}/items/${line.id}`, { quantity });
    expect((await set(7)).body.item.quantity).to.equal(7);
    for (const quantity of [-1, 1.5, '2', 1e9, 1000, null, true, [1], undefined]) {
      const { status, body } = await set(quantity);
      expect([status, body.code, body.errors?.[0]?.path], String(quantity)).to.deep.equal([422, 'request.invalid', 'quantity']);
    }
    for (const quantity of [0, -1, 1.5, '2', 1e9, 1000]) {
      const { status, body } = await client.post(`${CARTS}/add`, { product_id: mug.productId, quantity });
      expect([status, body.code, body.errors?.[0]?.path], String(quantity)).to.deep.equal([422, 'request.invalid', 'quantity']);
    }
    expect((await client.get(CARTS)).body.total_quantity).to.equal(7);
    expect((await set(0)).body).to.deep.include({ items: [], item: null });
    expect((await set(0)).status).to.equal(404);
  });

  it('stop at 999 pieces, also in sum (CART-03)', async () => {
    const [client, mug] = [await someone(), await aMug({ onHand: 5000 })];
    expect((await client.post(`${CARTS}/add`, { product_id: mug.productId, quantity: 999 })).status).to.equal(200);
    const refused = await client.post(`${CARTS}/add`, { product_id: mug.productId });
    expect([refused.status, refused.body.code, refused.body.errors[0].path]).to.deep.equal([422, 'request.invalid', 'quantity']);
  });

  it('delete a line by its id or by its product', async () => {
    const { client, line, mug } = await withAMug();
    const gone = await client.delete(`${CARTS}/delete/${line.id}`);
    expect([gone.status, gone.text]).to.deep.equal([204, '']);
    expect((await client.delete(`${CARTS}/delete/${line.id}`)).status).to.equal(404);
    await client.post(`${CARTS}/add`, { product_id: mug.productId });
    expect((await client.delete(`${CARTS}/delete/${mug.productId}/`)).status).to.equal(204);
    expect((await client.get(CARTS)).body.items).to.deep.equal([]);
  });

  it("do not admit that somebody else's line exists (CART-04)", async () => {
    const { client, line, cart, mug } = await withAMug(3);
    const mallory = await someone();
    for (const id of [line.id, cart.id, mug.variantId, '7']) {
      for (const answer of [
        await mallory.patch(`${CARTS}/items/${id}`, { quantity: 1 }),
        await mallory.patch(`${CARTS}/items/${id}`, { quantity: 0 }),
        await mallory.delete(`${CARTS}/delete/${id}`),
        await mallory.patch(`${CARTS}/decrease/${id}`),
      ])
        expect([answer.status, answer.body.code], id).to.deep.equal([404, 'cart.item_not_found']);
    }
    expect((await mallory.get(CARTS)).body.items).to.deep.equal([]);
    expect((await client.get(CARTS)).body).to.deep.equal({ ...cart, item: null });
  });

  it('need somebody who is signed in', async () => {
    for (const answer of [
      await shop.anyone.get(CARTS),
      await shop.anyone.post(`${CARTS}/add`, { product_id: 'x' }),
      await shop.anyone.patch(`${CARTS}/increase/x`),
      await shop.anyone.patch(`${CARTS}/decrease/x`),
      await shop.anyone.patch(`${CARTS}/items/x`, { quantity: 1 }),
      await shop.anyone.delete(`${CARTS}/delete/x`),
    ])
      expect([answer.status, answer.body.code]).to.deep.equal([401, 'account.not_authenticated']);
  });

  it('know what is for sale and what is not', async () => {
    const client = await someone();
    const add = async (body: object) => {
      const answer = await client.post(`${CARTS}/add`, body);
      return [answer.status, answer.body.code];
    };
    const [draft, gone] = [await aMug({ status: 'draft' }), await aMug({ status: 'archived' })];
    expect(await add({ product_id: '019b76da-a800-7000-8000-000000000404' })).to.deep.equal([404, 'product.not_found']);
    expect(await add({ variant_id: '019b76da-a800-7000-8000-000000000404' })).to.deep.equal([404, 'product.not_found']);
    expect(await add({ product_id: 'mug' })).to.deep.equal([404, 'product.not_found']);
    expect(await add({ product_id: draft.productId })).to.deep.equal([409, 'cart.item_unavailable']);
    expect(await add({ variant_id: gone.variantId })).to.deep.equal([409, 'cart.item_unavailable']);
    expect(await add({})).to.deep.equal([422, 'request.invalid']);
    expect(await add({ product_id: 7 })).to.deep.equal([422, 'request.invalid']);
    expect(await add({ product_id: null, variant_id: '' })).to.deep.equal([422, 'request.invalid']);
    const increased = await client.patch(`${CARTS}/increase/mug`);
    expect([increased.status, increased.body.code]).to.deep.equal([404, 'product.not_found']);
    expect((await client.get(CARTS)).body.id).to.equal(null);
  });

  it('ask which variant is meant when there are several', async () => {
    const [client, shirt] = [await someone(), await aMug()];
    const large = '019b76da-a800-7000-8000-0000000000f1';
    await shop.knex('variants').insert({
      id: large,
      product_id: shirt.productId,
      position: 1,
      sku: `L-${large}`,
      title: 'L',
      options: '{"size":"L"}',
      price_minor: 2000,
    });
    await shop.knex('stock').insert({ variant_id: large, on_hand: 3, reserved: 0 });
    const unclear = await client.post(`${CARTS}/add`, { product_id: shirt.productId });
    expect([unclear.status, unclear.body.errors[0].path]).to.deep.equal([422, 'variant_id']);
    expect(unclear.body.variant_ids).to.deep.equal([shirt.variantId, large]);

    const { body } = await client.post(`${CARTS}/add`, { variant_id: large });
    expect(body.item).to.include({ variant_title: 'L', price: 20 });
    expect((await client.patch(`${CARTS}/increase/${shirt.productId}`)).body.item).to.include({ variant_id: large, quantity: 2 });
    await client.post(`${CARTS}/add`, { variant_id: shirt.variantId });
    for (const answer of [
      await client.patch(`${CARTS}/increase/${shirt.productId}`),
      await client.patch(`${CARTS}/decrease/${shirt.productId}`),
      await client.delete(`${CARTS}/delete/${shirt.productId}`),
    ]) {
      expect([answer.status, answer.body.code]).to.deep.equal([409, 'cart.several_items']);
      expect(answer.body.items.map((item: { variant_id: string }) => item.variant_id)).to.have.members([large, shirt.variantId]);
    }
  });

  it('put in no more than can be had (STK-09)', async () => {
    const { client, mug, line } = await withAMug(18);
    await shop.knex('stock').where({ variant_id: mug.variantId }).update({ reserved: 1 });
    for (const answer of [
      await client.post(`${CARTS}/add`, { product_id: mug.productId, quantity: 2 }),
      await client.patch(`${CARTS}/items/${line.id}`, { quantity: 20 }),
    ]) {
      expect([answer.status, answer.body.code, answer.body.available]).to.deep.equal([409, 'inventory.out_of_stock', 19]);
      expect(answer.body.items).to.deep.equal([{ variant_id: mug.variantId, requested: 20, available: 19 }]);
    }
    expect((await client.patch(`${CARTS}/increase/${mug.productId}`)).body.item.quantity).to.equal(19);
    expect((await client.patch(`${CARTS}/increase/${mug.productId}`)).status).to.equal(409);
    await shop.knex('stock').where({ variant_id: mug.variantId }).update({ reserved: 20 });
    const [notice] = (await client.get(CARTS)).body.notices;
    expect(notice).to.deep.equal({
      code: 'cart.quantity_unavailable',
      item_id: line.id,
      detail: 'Only 0 of Mug can be had',
      available: 0,
    });
  });

  it('tell of a changed price until its line is touched (CART-09)', async () => {
    const { client, mug, line, cart } = await withAMug(2);
    await shop.knex('variants').where({ id: mug.variantId }).update({ price_minor: 1500 });
    const changed = (await client.get(CARTS)).body;
    expect(changed).to.deep.include({ subtotal: 30, total_price: 35 });
    expect(changed.items[0]).to.include({ price: 15, total: 30 });
    expect(changed.quote_hash).to.not.equal(cart.quote_hash);
    const detail = 'The price of Mug has changed from 12.50 to 15.00 USD';
    expect(changed.notices).to.deep.equal([{ code: 'cart.price_changed', item_id: line.id, detail, from: 12.5, to: 15 }]);
    expect((await client.get(CARTS)).body).to.deep.equal(changed);
    const touched = (await client.patch(`${CARTS}/items/${line.id}`, { quantity: 2 })).body;
    expect(touched.notices).to.deep.equal([]);
    expect(touched.quote_hash).to.equal(changed.quote_hash);
  });

  it('keep ten carts open whose product is archived, until its line is taken out (CAT-06)', async () => {
    const [mug, lamp] = [await aMug(), await aMug()];
    const carts = [];
    for (let count = 0; count < 10; count += 1) {
      const client = await someone();
      await client.post(`${CARTS}/add`, { product_id: mug.productId, quantity: 2 });
      const { body } = await client.post(`${CARTS}/add`, { product_id: lamp.productId });
      carts.push({ client, mugLine: body.items[0].id as string });
    }
    await shop.knex('products').where({ id: mug.productId }).update({ status: 'archived' });
    for (const { client, mugLine } of carts) {
      const { status, body } = await client.get(CARTS);
      expect(status).to.equal(200);
      expect(body).to.deep.include({ total_quantity: 1, subtotal: 12.5, total_price: 17.5 });
      expect(body.items.map((item: { available: boolean }) => item.available)).to.deep.equal([false, true]);
      const detail = 'Mug is not for sale any more: take it out of the cart';
      expect(body.notices).to.deep.equal([{ code: 'cart.item_unavailable', item_id: mugLine, detail }]);
      expect((await client.patch(`${CARTS}/items/${mugLine}`, { quantity: 1 })).body.code).to.equal('cart.item_unavailable');
      expect((await client.delete(`${CARTS}/delete/${mugLine}`)).status).to.equal(204);
      expect((await client.get(CARTS)).body).to.deep.include({ notices: [], total_quantity: 1 });
    }
  });

  it('refuse to change what was checked out, and start anew with the next thing (CART-13)', async () => {
    const { client, mug, line, cart } = await withAMug(2);
    await shop.knex('carts').where({ id: cart.id }).update({ status: 'checked_out' });
    for (const answer of [
      await client.patch(`${CARTS}/items/${line.id}`, { quantity: 3 }),
      await client.patch(`${CARTS}/items/${line.id}`, { quantity: 0 }),
      await client.delete(`${CARTS}/delete/${line.id}`),
    ])
      expect([answer.status, answer.body.code]).to.deep.equal([409, 'cart.checked_out']);
    expect((await (await someone()).delete(`${CARTS}/delete/${line.id}`)).status).to.equal(404);
    expect((await client.get(CARTS)).body).to.deep.include({ id: null, items: [] });
    const next = (await client.post(`${CARTS}/add`, { product_id: mug.productId })).body;
    expect(next.id).to.not.equal(cart.id);
    expect(next.total_quantity).to.equal(1);
    expect((await client.patch(`${CARTS}/items/${line.id}`, { quantity: 3 })).body.code).to.equal('cart.checked_out');
  });

  it('let two devices change a cart at once and lose nothing (CART-16)', async () => {
    const { client, mug, line } = await withAMug(10);
    const lamp = await aMug();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        turn % 2 === 0 ? client.patch(`${CARTS}/decrease/${mug.productId}`) : client.post(`${CARTS}/add`, { product_id: lamp.productId }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
    const { items } = (await client.get(CARTS)).body;
    expect(items).to.have.lengthOf(1);
    expect(items[0]).to.include({ product_id: lamp.productId, quantity: 10 });
    expect((await client.delete(`${CARTS}/delete/${line.id}`)).status).to.equal(404);
  });

  it('refuse bodies that are no JSON object, and more than they can read', async () => {
    const client = await someone();
    const { productId } = await aMug();
    expect((await client.post(`${CARTS}/add`, [productId])).status).to.equal(422);
    const html = await client.post(`${CARTS}/add`, 'product_id=1', { 'content-type': 'text/html' });
    expect([html.status, html.body.code]).to.deep.equal([415, 'request.unsupported_media_type']);
    const broken = await client.post(`${CARTS}/add`, '{"product_id":', { 'content-type': 'application/json' });
    expect([broken.status, broken.body.code]).to.deep.equal([400, 'request.malformed']);
    expect((await client.put(CARTS, {})).status).to.equal(405);
    const echoed = await client.post(`${CARTS}/add`, { product_id: productId, price: 0.01, id: 'mine', user_id: 'theirs', total: 0 });
    expect(echoed.body.item.price, 'what a client says of prices is not heard').to.equal(12.5);
  });
});
