import { expect } from 'chai';
import { KeepUpWithTime } from '../../../src/application/catalogue/keep-up-with-time.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { Market } from '../../support/market.js';
import { aPicture } from '../../support/pictures.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const PRODUCTS = '/api/products';
const HOUR = 3_600_000;
const NOBODYS = new UuidGenerator().next();

interface Variant {
  readonly id: string;
  readonly sku: string;
  readonly title: string | null;
  readonly price: number;
  readonly compare_at_price: number | null;
}
interface Product {
  readonly id: string;
  readonly slug: string;
  readonly price: number;
  readonly version: number;
  readonly options: readonly unknown[];
  readonly variants: readonly [Variant, ...Variant[]];
}

describe('The variant routes', () => {
  const shop = startShop();
  const market = new Market(shop);
  let admin: Client;
  let products = 0;

  before(async () => {
    admin = await anAdmin(shop);
  });

  const create = async (given: object = {}): Promise<Product> => {
    const answer = await admin.post(PRODUCTS, { title: `Linen Shirt ${(products += 1)}`, price: 49, ...given });
    expect(answer.status, answer.text).to.equal(201);
    return answer.body as Product;
  };
  const inSizes = (given: object = {}) =>
    create({
      variants: [
        { options: { Size: 'M' }, price: 49, stock_quantity: 3 },
        { options: { Size: 'L' }, price: 45, stock_quantity: 4 },
      ],
      ...given,
    });
  const read = async (product: { readonly id: string }): Promise<Product> => (await shop.anyone.get(`${PRODUCTS}/${product.id}`)).body;
  const variantsOf = ({ id }: { readonly id: string }) => `${PRODUCTS}/${id}/variants`;
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;
  const faultsOf = ({ body }: { body: { errors?: { path: string; code: string }[] } }) =>
    (body.errors ?? []).map(({ path, code }) => `${path} ${code}`);

  describe('for variants', () => {
    it('add one that is there at once, with its stock, its price and its place (API-04)', async () => {
      const shirt = await inSizes();
      const added = await admin.post(variantsOf(shirt), {
        sku: `XL-${shirt.slug}`,
        options: { Size: 'XL' },
        price: '44.50',
        compare_at_price: 60,
        stock_quantity: 5,
        position: 0,
        digital: true,
        id: NOBODYS,
        is_archived: true,
      });
      expect(added.status, added.text).to.equal(201);
      expect(added.headers['location']).to.equal(`/api/products/${shirt.slug}`);
      expect(added.headers['etag']).to.equal('"2"');
      expect(added.body).to.deep.include({ title: 'XL', price: 44.5, compare_at_price: 60, stock_quantity: 5, position: 0, digital: true });
      expect(added.body).to.deep.include({ currency: 'USD', product_id: shirt.id, version: 2, image_id: null });
      expect(added.body.id).to.not.equal(NOBODYS);
      const after = await read(shirt);
      expect(after).to.deep.include({ price: 44.5, options: [{ name: 'Size', values: ['M', 'L', 'XL'] }] });
      expect(after.variants.map(({ title }) => title)).to.deep.equal(['XL', 'M', 'L']);
    });

    it('turn a product without choices into one with, step by step', async () => {
      const plain = await create({ title: 'Plain Shirt' });
      const early = await admin.post(variantsOf(plain), { options: { Size: 'L' }, price: 1 });
      expect(codeOf(early)).to.equal('422 request.invalid');
      expect(faultsOf(early)).to.deep.equal(['options required']);
      const [only] = plain.variants;
      const sized = await admin.patch(`${variantsOf(plain)}/${only.id}`, { options: { Size: 'M' } });
      expect(sized.status, sized.text).to.equal(200);
      expect(sized.body.title, 'still the only one').to.equal(null);
      expect((await admin.post(variantsOf(plain), { options: { Size: 'L' }, price: 1 })).status).to.equal(201);
      expect((await read(plain)).variants.map(({ title }) => title)).to.deep.equal(['M', 'L']);
    });

    it('refuse what does not fit, and say what', async () => {
      const shirt = await inSizes();
      const add = (body: object) => admin.post(variantsOf(shirt), body);
      expect(faultsOf(await add({ options: { Colour: 'Red' }, price: 1 }))).to.deep.equal(['options unknown']);
      expect(faultsOf(await add({ options: { Size: 'S', Colour: 'Red' }, price: 1 }))).to.deep.equal(['options unknown']);
      expect(faultsOf(await add({ options: {}, price: 1 }))).to.deep.equal(['options unknown']);
      expect(faultsOf(await add({}))).to.have.members(['options required', 'price required']);
      for (const price of [-1, 1.555, 'cheap', null, 1e15])
        expect(faultsOf(await add({ options: { Size: 'S' }, price }))[0], String(price)).to.match(/^price /);
      expect(faultsOf(await add({ options: { Size: 'S' }, price: 1, image_id: NOBODYS }))).to.deep.equal(['image_id unknown']);
      expect(faultsOf(await add({ options: { Size: 'S' }, price: 1, sku: '<b>', position: -1 }))).to.deep.equal(['position min']);
      const taken = await add({ options: { Size: 'M' }, price: 1 });
      expect(codeOf(taken)).to.equal('409 variant.options_taken');
      expect(taken.body.variant_id).to.equal(shirt.variants[0].id);
      const other = await create({ sku: `OTHER-${shirt.id.slice(-6)}` });
      const sold = await add({ options: { Size: 'S' }, price: 1, sku: other.variants[0].sku });
      expect(codeOf(sold)).to.equal('409 product.sku_taken');
      expect(sold.body).to.include({ sku: other.variants[0].sku });
      expect(sold.body.detail).to.contain(other.variants[0].sku);
      expect((await read(shirt)).version, 'nothing of it was kept').to.equal(1);
      for (const [id, code] of [
        [NOBODYS, '404 product.not_found'],
        ['7', '404 product.not_found'],
      ] as const)
        expect(codeOf(await admin.post(`${PRODUCTS}/${id}/variants`, { options: {}, price: 1 }))).to.equal(code);
      for (const id of [NOBODYS, '7', other.variants[0].id])
        expect(codeOf(await admin.patch(`${variantsOf(shirt)}/${id}`, { price: 1 }))).to.equal('404 variant.not_found');
    });

    it('keep one of many that come at once with the same options', async () => {
      const shirt = await inSizes();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => admin.post(variantsOf(shirt), { options: { Size: 'XL' }, price: 1, stock_quantity: 1 })),
      );
      expect(answers.map(codeOf).sort()).to.deep.equal(['201 undefined', ...Array(7).fill('409 variant.options_taken')]);
      expect((await read(shirt)).variants).to.have.lengthOf(3);
    });

    it('change what is sent and nothing else, and tell whose version is old (CAT-09)', async () => {
      const shirt = await inSizes();
      const [medium] = shirt.variants;
      const path = `${variantsOf(shirt)}/${medium.id}`;
      const images = await admin.form('post', `${PRODUCTS}/${shirt.id}/images`, [
        ['image', { file: await aPicture(), name: 'm.png', type: 'image/png' }],
      ]);
      const [{ id: imageId }] = images.body as [{ id: string }];
      const answer = await admin.patch(path, { price: 40, image_id: imageId, stock_quantity: 9, position: 9, version: 2 });
      expect(answer.status, answer.text).to.equal(200);
      expect(answer.body).to.deep.include({ price: 40, image_id: imageId, stock_quantity: 9, position: 1, sku: medium.sku, version: 3 });
      expect(codeOf(await admin.patch(path, { price: 41, version: 2 }))).to.equal('409 product.stale_version');
      expect(codeOf(await admin.patch(path, { price: 41 }, { 'If-Match': '"2"' }))).to.equal('412 product.stale_version');
      expect(codeOf(await admin.delete(path, { 'If-Match': '"2"' }))).to.equal('412 product.stale_version');
      expect((await admin.patch(path, answer.body)).body, 'a whole object echoed').to.deep.equal(answer.body);
      expect(codeOf(await admin.patch(path, { options: { Size: 'L' } }))).to.equal('409 variant.options_taken');
      const other = (await read(shirt)).variants[0];
      expect(codeOf(await admin.patch(path, { sku: other.sku }))).to.equal('409 product.sku_taken');
      await admin.delete(`${PRODUCTS}/${shirt.id}/images/${imageId}`);
      expect((await read(shirt)).variants[1]).to.include({ image_id: null, price: 40 });
    });

    it('archive all but the last, and what was only theirs to choose', async () => {
      const shirt = await inSizes();
      const [medium, large] = shirt.variants;
      expect((await admin.delete(`${variantsOf(shirt)}/${medium.id}`)).status).to.equal(204);
      const after = await read(shirt);
      expect(after.options).to.deep.equal([{ name: 'Size', values: ['L'] }]);
      expect(after.variants.map(({ id, title }) => [id, title])).to.deep.equal([[large?.id, null]]);
      expect(codeOf(await admin.delete(`${variantsOf(shirt)}/${large?.id}`))).to.equal('409 variant.last_one');
      expect(codeOf(await admin.delete(`${variantsOf(shirt)}/${medium.id}`))).to.equal('404 variant.not_found');
      const again = await admin.post(variantsOf(shirt), { options: { Size: 'M' }, price: 1, sku: medium.sku });
      expect(codeOf(again), 'a SKU names one thing for ever').to.equal('409 product.sku_taken');
      expect((await admin.post(variantsOf(shirt), { options: { Size: 'M' }, price: 1 })).status).to.equal(201);
    });

    it('leave carts that hold an archived one open, and orders as they are (CAT-05, CAT-06)', async () => {
      const shirt = await inSizes();
      const [medium, large] = shirt.variants;
      const { client } = await market.shopper();
      for (const variant of [medium, large])
        expect((await client.post('/api/carts/add', { variant_id: variant?.id })).status).to.equal(200);
      const several = await client.patch(`/api/carts/increase/${shirt.id}`);
      expect(several.status, 'which of the two').to.equal(409);
      expect(codeOf(await client.post('/api/carts/add', { product_id: shirt.id }))).to.match(/^422 /);
      await admin.delete(`${variantsOf(shirt)}/${medium.id}`);
      const cart = await client.get('/api/carts');
      expect(cart.status).to.equal(200);
      expect(cart.body.notices.map(({ code }: { code: string }) => code)).to.include('cart.item_unavailable');
      const gone = (cart.body.items as { id: string; variant_id: string }[]).find((item) => item.variant_id === medium.id);
      expect(codeOf(await client.post('/api/orders/checkout', {}))).to.equal('409 cart.item_unavailable');
      await client.delete(`/api/carts/delete/${gone?.id}`);
      const order = await client.post('/api/orders/checkout', {});
      expect(order.status, order.text).to.equal(201);
      expect(order.body.items[0]).to.include({ variant_id: large?.id, price: 45, variant_title: null });
      await admin.patch(`${variantsOf(shirt)}/${large?.id}`, { price: 99 });
      expect((await client.get(`/api/orders/${order.body.id}`)).body.items).to.deep.equal(order.body.items);
    });
  });

  describe('for prices', () => {
    const later = (ms: number): string => new Date(Math.floor(shop.clock.now().getTime() / 1000) * 1000 + ms).toISOString();
    const schedule = (product: Product, body: object, place = 0) =>
      admin.post(`${variantsOf(product)}/${product.variants[place]?.id}/prices`, body);
    const moveTo = (time: string, ms = 0) => shop.clock.advance(Date.parse(time) + ms - shop.clock.now().getTime());
    const keepUp = () => new KeepUpWithTime(shop.container.get(TOKENS.unitOfWork), shop.container.get(TOKENS.clock)).execute();

    it('hold from their first moment on and no longer at their last, shown and charged (CAT-19)', async () => {
      const mug = await create({ stock_quantity: 9 });
      const { client } = await market.shopper();
      await client.post('/api/carts/add', { product_id: mug.id });
      const [starts, ends] = [later(HOUR), later(2 * HOUR)];
      const made = await schedule(mug, { price: 39, starts_at: starts, ends_at: ends });
      expect(made.status, made.text).to.equal(201);
      expect(made.body).to.include({ price: 39, currency: 'USD', starts_at: starts, ends_at: ends, status: 'upcoming' });
      const shown = async () => {
        const [detail, list, cart] = [
          await read(mug),
          await shop.anyone.get(`${PRODUCTS}/?limit=100`),
          (await client.get('/api/carts')).body as { items: [{ price: number }]; subtotal: number },
        ];
        const listed = (list.body.items as Product[]).find(({ id }) => id === mug.id);
        return [detail.price, detail.variants[0].compare_at_price, listed?.price, cart.items[0].price, cart.subtotal];
      };
      for (const [moment, ms, expected] of [
        [starts, -1000, [49, null, 49, 49, 49]],
        [starts, 0, [39, 49, 39, 39, 39]],
        [ends, -1000, [39, 49, 39, 39, 39]],
        [ends, 0, [49, null, 49, 49, 49]],
      ] as const) {
        await shown();
        await shown(); // kept by now
        moveTo(moment, ms);
        expect(await shown(), `${moment} ${ms}`).to.deep.equal(expected);
      }
      const second = await schedule(mug, { price: 35, ends_at: later(HOUR) });
      expect(second.body.status).to.equal('running');
      const order = await client.post('/api/orders/checkout', {});
      expect(order.body.items[0].price, 'what holds is charged').to.equal(35);
    });

    it('are what lists filter and sort by, a moment later (CAT-13)', async () => {
      const [cheap, dear] = [await create({ price: 700 }), await create({ price: 710 })];
      const ids = async (query: string) => {
        const { items } = (await shop.anyone.get(`${PRODUCTS}/?min_price=600&limit=100&${query}`)).body as {
          items: Product[];
        };
        return items.map(({ id }) => id).filter((id) => id === cheap.id || id === dear.id);
      };
      expect(await ids('sort=price&max_price=710')).to.deep.equal([cheap.id, dear.id]);
      const [starts, ends] = [later(HOUR), later(2 * HOUR)];
      await schedule(dear, { price: 650, starts_at: starts, ends_at: ends });
      await schedule(cheap, { price: 500, starts_at: ends, ends_at: null });
      moveTo(starts);
      await keepUp();
      expect(await ids('sort=price&max_price=710')).to.deep.equal([dear.id, cheap.id]);
      expect(await ids('sort=-price&max_price=650')).to.deep.equal([dear.id]);
      moveTo(ends);
      expect(await keepUp()).to.be.greaterThan(0);
      expect(await ids('sort=price')).to.deep.equal([dear.id]);
      expect(await keepUp(), 'nothing is left to do').to.equal(0);
    });

    it('do not overlap, and may follow one another', async () => {
      const mug = await create();
      const made = await schedule(mug, { price: 30, starts_at: later(HOUR), ends_at: later(3 * HOUR) });
      for (const [starts, ends] of [
        [later(0.5 * HOUR), later(1.5 * HOUR)],
        [later(2 * HOUR), later(2.5 * HOUR)],
        [later(2 * HOUR), null],
        [undefined, null],
      ]) {
        const other = await schedule(mug, { price: 20, starts_at: starts, ends_at: ends });
        expect(codeOf(other)).to.equal('409 price.overlap');
        expect(other.body.price_id).to.equal(made.body.id);
      }
      expect((await schedule(mug, { price: 20, starts_at: later(3 * HOUR), ends_at: later(4 * HOUR) })).status).to.equal(201);
      expect((await schedule(mug, { price: 20, ends_at: later(HOUR) })).status).to.equal(201);
      const parallel = await Promise.all(
        Array.from({ length: 6 }, (_, place) => schedule(mug, { price: 10 + place, starts_at: later(5 * HOUR), ends_at: later(6 * HOUR) })),
      );
      expect(parallel.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409, 409, 409]);
    });

    it('refuse what is no price, no time, or over already', async () => {
      const mug = await create();
      const faults = async (body: object) => faultsOf(await schedule(mug, body));
      expect(await faults({})).to.deep.equal(['price required']);
      expect(await faults({ price: -1, starts_at: 'tomorrow', ends_at: '2026-01-31' })).to.have.members([
        'price money',
        'starts_at moment',
        'ends_at moment',
      ]);
      expect(await faults({ price: 1.555 })).to.deep.equal(['price money']);
      expect(await faults({ price: 1, starts_at: later(-HOUR) })).to.deep.equal(['starts_at past']);
      expect(await faults({ price: 1, starts_at: later(HOUR), ends_at: later(HOUR) })).to.deep.equal(['ends_at format']);
      expect(codeOf(await schedule(mug, { price: 1, version: 7 }))).to.equal('409 product.stale_version');
      expect((await read(mug)).version).to.equal(1);
      for (const id of [NOBODYS, '7'])
        for (const path of ['/prices', '/prices/history'])
          expect(codeOf(await admin.get(`${variantsOf(mug)}/${id}${path}`))).to.equal('404 variant.not_found');
    });

    it('can be taken back, or ended, and what it cost stays written', async () => {
      const mug = await create({ price: 50 });
      const path = `${variantsOf(mug)}/${mug.variants[0].id}/prices`;
      const waiting = (await schedule(mug, { price: 30, starts_at: later(5 * HOUR), ends_at: null })).body.id as string;
      const running = (await schedule(mug, { price: 40, ends_at: later(4 * HOUR) })).body.id as string;
      expect((await read(mug)).price).to.equal(40);
      shop.clock.advance(HOUR);
      expect((await admin.delete(`${path}/${waiting}`)).status).to.equal(204);
      expect((await admin.delete(`${path}/${running}`)).status).to.equal(204);
      expect((await read(mug)).price).to.equal(50);
      for (const id of [waiting, running, NOBODYS, '7'])
        expect(codeOf(await admin.delete(`${path}/${id}`))).to.equal('404 price.not_found');
      const list = await admin.get(path);
      expect(list.headers['x-total-count']).to.equal('1');
      expect(list.body.map(({ id, status }: { id: string; status: string }) => [id, status])).to.deep.equal([[running, 'ended']]);
      const history = await admin.get(`${path}/history`);
      expect(history.body.map(({ price }: { price: number }) => price)).to.deep.equal([50, 40, 50]);
      expect(history.body[0].until).to.equal(null);
      expect(history.body[1].until).to.equal(history.body[0].from);
      const rewritten = shop.knex('price_history').where({ variant_id: mug.variants[0].id });
      expect(await rewritten.clone().update({ price_minor: 1 }).then(String, String)).to.contain('never rewritten');
      expect(await rewritten.clone().delete().then(String, String)).to.contain('never rewritten');
    });

    it('write down when each began and ended, however late somebody looks', async () => {
      const mug = await create({ price: 50 });
      const [starts, ends] = [later(HOUR), later(2 * HOUR)];
      await schedule(mug, { price: 40, starts_at: starts, ends_at: ends });
      await schedule(mug, { price: 45, starts_at: ends, ends_at: null });
      moveTo(ends, 5 * HOUR);
      await keepUp();
      const { body } = await admin.get(`${variantsOf(mug)}/${mug.variants[0].id}/prices/history`);
      expect(body.map(({ price, from }: { price: number; from: string }) => [price, from]).slice(0, 2)).to.deep.equal([
        [45, ends],
        [40, starts],
      ]);
    });

    it('take the price that is shown for no wish, and any other for the regular one', async () => {
      const mug = await create({ price: 50 });
      await schedule(mug, { price: 40, ends_at: later(4 * HOUR) });
      const shown = await read(mug);
      expect(shown).to.include({ price: 40, compare_at_price: 50 });
      const echoed = await admin.patch(`${PRODUCTS}/${mug.id}`, { ...shown, description: 'New' });
      expect(echoed.body, 'a whole object echoed').to.include({ price: 40, compare_at_price: 50, description: 'New' });
      const raised = await admin.patch(`${variantsOf(mug)}/${mug.variants[0].id}`, { price: 60 });
      expect(raised.body).to.include({ price: 40, compare_at_price: 60 });
      shop.clock.advance(5 * HOUR);
      expect(await read(mug)).to.include({ price: 60, compare_at_price: null });
    });

    it('tell the lowest of the thirty days before a reduction', async () => {
      const mug = await create({ price: 50 });
      const path = `${PRODUCTS}/${mug.id}`;
      const lowest = async () => (await shop.anyone.get(path)).body.lowest_price_30d as number | null;
      expect(await lowest(), 'not reduced').to.equal(null);
      const waitDays = async (days: number): Promise<void> => {
        shop.clock.advance(days * 24 * HOUR);
        admin = await anAdmin(shop);
      };
      await waitDays(40);
      await admin.patch(path, { price: 44 });
      await waitDays(5);
      await admin.patch(path, { price: 60 });
      await waitDays(5);
      const [starts, ends] = [later(24 * HOUR), later(48 * HOUR)];
      await schedule(mug, { price: 48, starts_at: starts, ends_at: ends });
      moveTo(starts);
      expect(await lowest(), 'also before anybody has seen to it').to.equal(44);
      await keepUp();
      expect(await lowest()).to.equal(44);
      moveTo(ends);
      expect(await lowest()).to.equal(null);
      await waitDays(40);
      await keepUp();
      await admin.patch(path, { price: 55, compare_at_price: 60 });
      expect((await read(mug)).variants[0]).to.include({ price: 55, compare_at_price: 60, lowest_price_30d: 60 });
    });
  });

  describe('for being published later', () => {
    const keepUp = () => new KeepUpWithTime(shop.container.get(TOKENS.unitOfWork), shop.container.get(TOKENS.clock)).execute();
    const soon = (ms: number) => new Date(shop.clock.now().getTime() + ms).toISOString();
    const told = async (productId: string, type: string) =>
      (await shop.knex('outbox').where({ aggregate_id: productId, type }).select('type')).length;

    it('publish a draft when its moment has come, and say so once (CAT-04)', async () => {
      const publish_at = soon(HOUR);
      const draft = await create({ publish_at });
      expect(draft).to.include({ status: 'draft', publish_at });
      expect((await shop.anyone.get(`${PRODUCTS}/${draft.id}`)).status).to.equal(404);
      await keepUp();
      expect((await shop.anyone.get(`${PRODUCTS}/${draft.id}`)).status).to.equal(404);
      shop.clock.advance(HOUR);
      await Promise.all([keepUp(), keepUp(), keepUp()]);
      expect(await read(draft)).to.include({ status: 'published', publish_at: null });
      expect(await told(draft.id, 'product.published')).to.equal(1);
      await runJobs(shop);
    });

    it('can be put off or called off, and is for drafts', async () => {
      const draft = await create({ status: 'draft' });
      const path = `${PRODUCTS}/${draft.id}`;
      expect((await admin.patch(path, { publish_at: soon(HOUR) })).body.publish_at).to.not.equal(null);
      expect((await admin.patch(path, { publish_at: null })).body).to.include({ publish_at: null, status: 'draft' });
      shop.clock.advance(2 * HOUR);
      await keepUp();
      expect((await admin.get(path)).body.status).to.equal('draft');
      expect((await admin.patch(path, { publish_at: soon(-HOUR) })).body, 'that has passed').to.include({ status: 'published' });
      expect(faultsOf(await admin.patch(path, { publish_at: soon(HOUR) }))).to.deep.equal(['publish_at not_a_draft']);
      expect(faultsOf(await admin.patch(path, { publish_at: 'soon' }))).to.deep.equal(['publish_at moment']);
      expect((await admin.patch(path, { status: 'draft', publish_at: soon(HOUR) })).body.status).to.equal('draft');
      expect((await admin.patch(path, { status: 'published' })).body).to.include({ status: 'published', publish_at: null });
      const both = await admin.post(PRODUCTS, { title: 'Both', price: 1, status: 'published', publish_at: soon(HOUR) });
      expect(faultsOf(both)).to.deep.equal(['publish_at not_a_draft']);
    });
  });

  describe('for slugs', () => {
    it('take one that is chosen, and lead to it from the old one in one hop (CAT-02)', async () => {
      const lamp = await create({ title: 'Desk Lamp' });
      const path = `${PRODUCTS}/${lamp.id}`;
      for (const slug of ['work-lamp', 'night-lamp', 'reading-lamp']) expect((await admin.patch(path, { slug })).body.slug).to.equal(slug);
      for (const old of ['desk-lamp', 'work-lamp', 'night-lamp'])
        expect((await shop.anyone.get(`${PRODUCTS}/${old}`)).headers['location']).to.equal('/api/products/reading-lamp');
      const shown = await admin.get(path);
      expect((await admin.patch(path, { ...shown.body, description: 'New' })).body.slug, 'a whole object echoed').to.equal('reading-lamp');
      expect((await admin.patch(path, { slug: 'desk-lamp' })).body.slug, 'its own may come back').to.equal('desk-lamp');

      const other = await create({ title: 'Reading Lamp' });
      expect(other.slug).to.equal('reading-lamp-2');
      expect(codeOf(await admin.patch(`${PRODUCTS}/${other.id}`, { slug: 'night-lamp' }))).to.equal('409 product.slug_taken');
      for (const slug of ['Lamp', 'a b', 'search', 'lamp-', NOBODYS, 'ü', '../x'])
        expect(faultsOf(await admin.patch(path, { slug })), slug).to.deep.equal(['slug format']);
    });
  });
});
