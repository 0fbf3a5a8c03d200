import { expect } from 'chai';
import { Market, type Ware } from '../../support/market.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin, aCustomer } from '../../support/sign-in.js';

const ROOM = '/api/admin/inventory';
const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('The stockroom', () => {
  const shop = startShop();
  const market = new Market(shop);
  let admin: Client;
  before(async () => {
    admin = await anAdmin(shop);
  });
  const receive = (variantId: string, quantity: number, more: object = {}) =>
    admin.post(`${ROOM}/receive`, { lines: [{ variant_id: variantId, quantity }], ...more });
  const correct = (variantId: string, count: object) =>
    admin.post(`${ROOM}/correct`, { variant_id: variantId, reason: 'correction', ...count });
  const levelOf = async (variantId: string) => (await admin.get(`${ROOM}/${variantId}`)).body;
  const place = async (code: string, priority?: number): Promise<string> =>
    (await admin.post(`${ROOM}/locations`, { code, name: code, priority })).body.id;
  const terms = (variantId: string, wish: object) => admin.patch(`${ROOM}/${variantId}`, wish);
  const buy = async (ware: Ware, quantity = 1) => {
    const { client } = await market.shopper([ware, quantity]);
    return { client, order: await client.post('/api/orders/checkout', {}) };
  };
  const eventsOf = async (variantId: string): Promise<string[]> => {
    const rows = await shop.knex('outbox').where({ aggregate_id: variantId }).orderBy('id').select<{ type: string }[]>('type');
    return rows.map(({ type }) => type);
  };

  describe('Counting', () => {
    it('takes in a delivery with its reference, and remembers who took it in', async () => {
      const [mug, lamp] = [await market.ware({ stock: 2 }), await market.ware({ stock: 0 })];
      const sku = (await levelOf(lamp.variantId)).sku as string;
      const lines = [
        { variant_id: mug.variantId, quantity: 5 },
        { sku, quantity: 4 },
        { variant_id: mug.variantId, quantity: 1 },
      ];
      const { status, body } = await admin.post(`${ROOM}/receive`, { lines, reference: 'Note 4711', note: 'one box was wet' });
      expect(status).to.equal(200);
      expect(body.map(({ sku: which, on_hand }: { sku: string; on_hand: number }) => [which, on_hand])).to.have.deep.members([
        [(await levelOf(mug.variantId)).sku, 8],
        [sku, 4],
      ]);

      const movements = await admin.get(`${ROOM}/movements?variant_id=${mug.variantId}&reason=received`);
      expect(movements.headers['x-total-count']).to.equal('1');
      expect(movements.body[0]).to.include({
        delta: 6,
        reason: 'received',
        reference: 'Note 4711',
        note: 'one box was wet',
        order_id: null,
      });
      expect(movements.body[0].location.code).to.equal('main');
      expect(movements.body[0].user_id).to.match(/^[0-9a-f-]{36}$/);
    });

    it('takes in all of a delivery or nothing', async () => {
      const { variantId } = await market.ware({ stock: 2 });
      const lines = [
        { variant_id: variantId, quantity: 5 },
        { variant_id: UNKNOWN, quantity: 5 },
      ];
      expect(codeOf(await admin.post(`${ROOM}/receive`, { lines }))).to.equal('404 inventory.not_found');
      expect(codeOf(await admin.post(`${ROOM}/receive`, { lines: [{ sku: 'no such thing', quantity: 1 }] }))).to.equal(
        '404 inventory.not_found',
      );
      expect(codeOf(await receive(variantId, 5, { location: 'nowhere' }))).to.equal('404 location.not_found');
      expect(await levelOf(variantId)).to.include({ on_hand: 2 });
    });

    it('adds up what two say at once, and refuses a total of somebody who has not seen it (STK-13)', async () => {
      const { variantId } = await market.ware({ stock: 0 });
      const both = await Promise.all(
        [1, 2].map(async () => (await anAdmin(shop)).post(`${ROOM}/correct`, { variant_id: variantId, delta: 5, reason: 'found' })),
      );
      expect(both.map(({ status }) => status)).to.deep.equal([200, 200]);
      const { on_hand, version } = await levelOf(variantId);
      expect(on_hand).to.equal(10);

      expect((await correct(variantId, { on_hand: 7, version })).body).to.include({ on_hand: 7, version: version + 1 });
      expect(codeOf(await correct(variantId, { on_hand: 9, version }))).to.equal('409 inventory.stale_version');
      const stale = await admin.post(
        `${ROOM}/correct`,
        { variant_id: variantId, on_hand: 9, reason: 'correction' },
        { 'If-Match': `"${version}"` },
      );
      expect(codeOf(stale)).to.equal('412 inventory.stale_version');
      await Promise.all([11, 12].map((count) => correct(variantId, { on_hand: count })));
      expect([11, 12], 'without a version the last one counts').to.include((await levelOf(variantId)).on_hand);
    });

    it('is not refused because somebody bought meanwhile', async () => {
      const ware = await market.ware({ stock: 5 });
      const { version } = await levelOf(ware.variantId);
      await buy(ware);
      expect((await correct(ware.variantId, { on_hand: 9, version })).status).to.equal(200);
      expect(await levelOf(ware.variantId)).to.include({ on_hand: 9, reserved: 1, available: 8 });
    });

    it('keeps what is promised in the house (STK-08)', async () => {
      const ware = await market.ware({ stock: 3 });
      await buy(ware, 2);
      expect(codeOf(await correct(ware.variantId, { on_hand: 1 }))).to.equal('409 inventory.below_reserved');
      expect(codeOf(await correct(ware.variantId, { delta: -2, reason: 'damaged' }))).to.equal('409 inventory.below_reserved');
      expect((await correct(ware.variantId, { delta: -1, reason: 'damaged', note: 'fell' })).body).to.include({ on_hand: 2, available: 0 });
    });

    it('says what is wrong with a count', async () => {
      const { variantId } = await market.ware();
      const pathsOf = async (count: object) =>
        ((await correct(variantId, count)).body.errors as { path: string }[] | undefined)?.map(({ path }) => path);
      expect(await pathsOf({})).to.deep.equal(['delta']);
      expect(await pathsOf({ delta: 1, on_hand: 2 })).to.deep.equal(['delta']);
      expect(await pathsOf({ delta: 1.5 })).to.deep.equal(['delta']);
      expect(await pathsOf({ on_hand: -1 })).to.deep.equal(['on_hand']);
      expect(await pathsOf({ delta: 1, reason: 'shipped' })).to.deep.equal(['reason']);
      expect(await pathsOf({ delta: 1, variant_id: '7' })).to.deep.equal(['variant_id']);
      expect(codeOf(await correct(UNKNOWN, { delta: 1 }))).to.equal('404 inventory.not_found');
      expect((await admin.get(`${ROOM}/movements?reason=stolen`)).status).to.equal(422);
      expect((await admin.get(`${ROOM}/movements?from=yesterday`)).status).to.equal(422);
    });
  });

  describe('Looking around', () => {
    it('finds by SKU, words and place, page by page', async () => {
      const [one, two] = [await market.ware({ stock: 1 }), await market.ware({ stock: 1 })];
      const attic = await place('attic');
      await receive(two.variantId, 3, { location: 'ATTIC' });
      const { sku } = await levelOf(one.variantId);
      expect((await admin.get(`${ROOM}?sku=${sku}`)).body).to.deep.equal([await levelOf(one.variantId)]);
      expect((await admin.get(`${ROOM}?q=${String(sku).slice(2)}`)).body.map((level: { sku: string }) => level.sku)).to.include(sku);
      const there = await admin.get(`${ROOM}?location=${attic}`);
      expect(there.body.map(({ variant_id }: { variant_id: string }) => variant_id)).to.deep.equal([two.variantId]);
      expect(there.body[0].locations.map(({ code, on_hand }: { code: string; on_hand: number }) => [code, on_hand])).to.deep.equal([
        ['main', 1],
        ['attic', 3],
      ]);
      expect((await admin.get(`${ROOM}?q=100%25_`)).body).to.deep.equal([]);

      const first = await admin.get(`${ROOM}?limit=1&cursor=`);
      const second = await admin.get(`${ROOM}?limit=1&cursor=${first.headers['x-next-cursor']}`);
      expect(second.body[0].variant_id > first.body[0].variant_id).to.equal(true);
      expect((await admin.get(`${ROOM}/movements?limit=1`)).headers['link']).to.contain('rel="next"');
      expect((await admin.get(`${ROOM}/movements?limit=1&cursor=`)).headers['x-next-cursor']).to.match(/^\d+$/);
      expect((await admin.get(`${ROOM}/movements?cursor=nonsense`)).body).to.deep.equal([]);
    });

    it('is for admins', async () => {
      const customer = await aCustomer(shop);
      expect(codeOf(await customer.get(ROOM))).to.equal('403 account.forbidden');
      expect(codeOf(await shop.anyone.post(`${ROOM}/receive`, { lines: [] }))).to.equal('401 account.not_authenticated');
      expect(codeOf(await admin.get(`${ROOM}/7`))).to.equal('404 inventory.not_found');
    });
  });

  describe('Places', () => {
    it('are opened, renamed, and closed when they are empty', async () => {
      const opened = await admin.post(`${ROOM}/locations`, { code: 'annex', name: 'Annex', priority: 500 });
      expect(opened.status).to.equal(201);
      expect((await admin.get(opened.headers['location'] as string)).body).to.deep.equal(opened.body);
      const one = `${ROOM}/locations/${opened.body.id}`;
      expect(codeOf(await admin.post(`${ROOM}/locations`, { code: 'ANNEX', name: 'Other' }))).to.equal('409 location.code_taken');
      expect((await admin.patch(one, { name: 'Ground floor', version: 1 })).body).to.include({ name: 'Ground floor', version: 2 });
      expect(codeOf(await admin.patch(one, { name: 'Cellar', version: 1 }))).to.equal('409 location.stale_version');

      const { variantId } = await market.ware({ stock: 4 });
      await admin.post(`${ROOM}/transfer`, { variant_id: variantId, quantity: 3, from: 'main', to: 'annex', note: 'for the weekend' });
      expect((await admin.get(one)).body.on_hand).to.equal(3);
      const refusal = await admin.delete(one);
      expect(codeOf(refusal)).to.equal('409 location.in_use');
      expect(refusal.body.on_hand).to.equal(3);
      await admin.post(`${ROOM}/transfer`, { variant_id: variantId, quantity: 3, from: 'annex', to: 'main' });
      expect((await admin.delete(one)).status).to.equal(204);
      expect(codeOf(await admin.get(one))).to.equal('404 location.not_found');
      expect((await admin.post(`${ROOM}/locations`, { code: 'annex', name: 'Annex' })).status, 'its code is free again').to.equal(201);
      const movements = (await admin.get(`${ROOM}/movements?variant_id=${variantId}&reason=transferred`)).body;
      expect(movements).to.have.lengthOf(4);
      expect((await levelOf(variantId)).on_hand).to.equal(4);
    });

    it('are emptied in their order, and never beyond what lies there', async () => {
      const ware = await market.ware({ stock: 2 });
      await place('front', 10);
      await receive(ware.variantId, 1, { location: 'front' });
      const short = await admin.post(`${ROOM}/transfer`, { variant_id: ware.variantId, quantity: 2, from: 'front', to: 'main' });
      expect(codeOf(short)).to.equal('409 inventory.not_enough_there');
      expect((await admin.post(`${ROOM}/transfer`, { variant_id: ware.variantId, quantity: 1, from: 'main', to: 'MAIN' })).status).to.equal(
        422,
      );

      const { order } = await buy(ware, 2);
      await admin.patch(`/api/shippings/status/${order.body.id}`, { status: 'shipped' });
      const { on_hand, locations } = await levelOf(ware.variantId);
      expect([on_hand, locations.map(({ code }: { code: string }) => code)]).to.deep.equal([1, ['main']]);
      const shipped = (await admin.get(`${ROOM}/movements?variant_id=${ware.variantId}&reason=shipped`)).body as {
        location: { code: string };
        delta: number;
        order_id: string;
      }[];
      expect(shipped.map(({ location, delta }) => `${location.code} ${delta}`)).to.have.members(['front -1', 'main -1']);
      expect(shipped[0]?.order_id).to.equal(order.body.id);
    });
  });

  describe('Selling what is not there', () => {
    it('is told on the order and the product, and shipped when it has come in, the oldest first (STK-10)', async () => {
      const ware = await market.ware({ stock: 1 });
      expect((await terms(ware.variantId, { backorder_limit: 3 })).body).to.include({ backorder_limit: 3, backordered: 0 });
      const [first, second] = [await buy(ware, 2), await buy(ware, 2)];
      expect(first.order.body.items[0]).to.include({ quantity: 2, backordered_quantity: 1 });
      expect(second.order.body.items[0].backordered_quantity).to.equal(2);
      expect((await second.client.get(`/api/orders/${second.order.body.id}`)).body.items[0].backordered_quantity).to.equal(2);
      const { client } = await market.shopper();
      const third = await client.post('/api/carts/add', { variant_id: ware.variantId, quantity: 1 });
      expect([codeOf(third), third.body.available]).to.deep.equal(['409 inventory.out_of_stock', 0]);
      expect(await levelOf(ware.variantId)).to.include({ on_hand: 1, reserved: 4, available: 0, backordered: 3 });
      const shown = (await shop.anyone.get(`/api/products/${ware.productId}`)).body;
      expect(shown).to.include({ stock_quantity: 0, in_stock: false });
      expect(shown.variants[0]).to.include({ in_stock: false, backorderable: false, tracked: true });
      expect(codeOf(await terms(ware.variantId, { backorder_limit: 2 }))).to.equal('409 inventory.backorders_open');

      const ship = (order: { body: { id: string } }) => admin.patch(`/api/shippings/status/${order.body.id}`, { status: 'shipped' });
      const waiting = await ship(first.order);
      expect(codeOf(waiting)).to.equal('409 inventory.awaiting_stock');
      expect(waiting.body.items).to.deep.equal([{ variant_id: ware.variantId, waiting: 1 }]);
      await receive(ware.variantId, 2);
      expect(codeOf(await ship(second.order))).to.equal('409 inventory.awaiting_stock');
      expect((await ship(first.order)).status).to.equal(200);
      await receive(ware.variantId, 1);
      expect((await ship(second.order)).status).to.equal(200);
      expect(await levelOf(ware.variantId)).to.include({ on_hand: 0, reserved: 0, backordered: 0 });
      const again = (await shop.anyone.get(`/api/products/${ware.productId}`)).body.variants[0];
      expect(again).to.include({ in_stock: false, backorderable: true });
    });

    it('is always possible with what nobody counts (STK-11)', async () => {
      const made = await admin.post('/api/products', { title: 'Song', price: 2, digital: true });
      const [variant] = made.body.variants as [{ id: string; tracked: boolean; in_stock: boolean; stock_quantity: number }];
      expect(variant).to.include({ tracked: false, in_stock: true, stock_quantity: 999 });
      const before = await levelOf(variant.id);
      const { client } = await market.shopper([
        { productId: made.body.id, variantId: variant.id as Ware['variantId'], priceMinor: 200 },
        999,
      ]);
      const bought = await client.post('/api/orders/checkout', {});
      expect([bought.status, bought.body.items[0].backordered_quantity]).to.deep.equal([201, 0]);
      await admin.patch(`/api/products/${made.body.id}`, { title: 'Song', stock_quantity: 999 });
      expect(await levelOf(variant.id)).to.deep.equal(before);
      expect((await shop.anyone.get('/api/products?in_stock=true&limit=100')).body.items.map(({ id }: { id: string }) => id)).to.include(
        made.body.id,
      );
      expect((await terms(variant.id, { tracked: true })).body).to.include({ tracked: true, on_hand: 0 });
      expect((await shop.anyone.get(`/api/products/${made.body.id}`)).body.in_stock).to.equal(false);
    });
  });

  describe('Watching', () => {
    it('tells once that something runs low, and once that it is back', async () => {
      const ware = await market.ware({ stock: 5 });
      await terms(ware.variantId, { low_stock_threshold: 3 });
      expect((await admin.get(`${ROOM}/low-stock`)).body).to.deep.equal([]);
      const orders = [await buy(ware), await buy(ware), await buy(ware), await buy(ware, 2)];
      expect(await eventsOf(ware.variantId)).to.deep.equal(['inventory.low']);
      const low = await admin.get(`${ROOM}/low-stock`);
      expect(low.body).to.deep.equal([await levelOf(ware.variantId)]);
      expect(low.body[0]).to.include({ is_low: true, available: 0, low_stock_threshold: 3 });
      expect((await admin.get(`${ROOM}?low=false&sku=${low.body[0].sku}`)).body).to.deep.equal([]);

      await orders[0]?.client.patch(`/api/orders/cancel/${orders[0].order.body.id}`);
      expect(await eventsOf(ware.variantId)).to.deep.equal(['inventory.low', 'inventory.back_in_stock']);
      await receive(ware.variantId, 10);
      await correct(ware.variantId, { delta: -8 });
      expect(await eventsOf(ware.variantId)).to.deep.equal(['inventory.low', 'inventory.back_in_stock', 'inventory.low']);
      await terms(ware.variantId, { low_stock_threshold: null });
      expect((await admin.get(`${ROOM}/low-stock`)).body).to.deep.equal([]);
    });

    it('does not call back what is new', async () => {
      const made = await admin.post('/api/products', { title: 'New', price: 2, stock_quantity: 4 });
      expect(await eventsOf(made.body.variants[0].id as string)).to.deep.equal([]);
      const empty = await admin.post('/api/products', { title: 'Announced', price: 2 });
      await receive(empty.body.variants[0].id as string, 2);
      expect(await eventsOf(empty.body.variants[0].id as string)).to.deep.equal(['inventory.back_in_stock']);
    });
  });
});
