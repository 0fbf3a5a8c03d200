import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { id as idOf, type ProductId, type VariantId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { Market } from '../../support/market.js';
import { aPicture } from '../../support/pictures.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { aCustomer, anAdmin } from '../../support/sign-in.js';

const PRODUCTS = '/api/products';
const productId = (text: string) => idOf<ProductId>(text);
const variantId = (text: string) => idOf<VariantId>(text);
const NOBODYS = new UuidGenerator().next<ProductId>();

interface ProductBody {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly created_at: string;
  readonly variants: readonly { readonly id: string; readonly title: string | null }[];
}

describe('The product routes', () => {
  const shop = startShop();
  let admin: Client;

  before(async () => {
    admin = await anAdmin(shop);
  });

  const create = async (given: object = {}): Promise<ProductBody> => {
    const answer = await admin.post(`${PRODUCTS}/`, { title: 'Harbour Mug', price: 19.99, ...given });
    expect(answer.status, answer.text).to.equal(201);
    return answer.body;
  };
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;
  const faultsOf = ({ body }: { body: { errors?: { path: string; code: string }[] } }) =>
    (body.errors ?? []).map(({ path, code }) => `${path} ${code}`);

  describe('for adding', () => {
    it('make a product that is there at once (API-04)', async () => {
      const made = await admin.post(`${PRODUCTS}/`, {
        title: '  Café\u0000 Mug ',
        description: 'Holds coffee',
        price: '24.50',
        compare_at_price: 30,
        stock_quantity: 7,
        tags: ['stoneware', 'blue'],
      });
      expect(made.status, made.text).to.equal(201);
      expect(made.headers['location']).to.equal('/api/products/cafe-mug');
      expect(made.headers['etag']).to.equal('"1"');
      expect(made.body).to.deep.include({
        title: 'Café Mug',
        slug: 'cafe-mug',
        price: 24.5,
        compare_at_price: 30,
        currency: 'USD',
        stock_quantity: 7,
        in_stock: true,
        image_url: 'media/placeholder.webp',
        images: [],
        categories: [],
        brand: null,
        tags: ['stoneware', 'blue'],
        options: [],
        rating_average: null,
        rating_count: 0,
        status: 'published',
        vendor: null,
        version: 1,
      });
      expect(made.body.variants).to.have.lengthOf(1);
      expect(made.body.variants[0]).to.deep.include({ title: null, options: {}, price: 24.5, stock_quantity: 7, in_stock: true });
      expect((await shop.anyone.get('/api/products/cafe-mug')).body).to.deep.equal(made.body);
      expect((await shop.anyone.get(`${PRODUCTS}/${made.body.id}/`)).body).to.deep.equal(made.body);
    });

    it('tell ids as text, times in UTC and money beside its currency (API-05)', async () => {
      const product = await create({ price: 0.1 });
      expect(product).to.include({ price: 0.1, currency: 'USD' });
      expect(product.id).to.match(/^[0-9a-f-]{36}$/);
      expect(product.created_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Math.abs(Date.parse(product.created_at) - Date.now())).to.be.lessThan(60_000);
    });

    it('refuse prices that are none, and hear nothing of what is not theirs to say (CAT-10)', async () => {
      for (const price of [-1, 1.555, 'cheap', null, true, 1e15]) {
        const refused = await admin.post(PRODUCTS, { title: 'Mug', price });
        expect(refused.status, String(price)).to.equal(422);
        expect(faultsOf(refused)[0]).to.match(/^price /);
      }
      const made = await create({
        id: NOBODYS,
        user_id: NOBODYS,
        is_admin: true,
        version: 9,
        slug: 'mine',
        rating_count: 5,
        image_url: 'x',
      });
      expect(made).to.deep.include({ version: 1, rating_count: 0, image_url: 'media/placeholder.webp' });
      expect(made.id).to.not.equal(NOBODYS);
      expect(made.slug).to.match(/^harbour-mug/);
    });

    it('name every fault at once', async () => {
      const refused = await admin.post(PRODUCTS, { price: 'x', stock_quantity: 1.5, status: 'archived', tags: [''], category_ids: [''] });
      expect(codeOf(refused)).to.equal('422 request.invalid');
      expect(faultsOf(refused).map((fault) => fault.split(' ')[0])).to.have.members(['title', 'price', 'stock_quantity', 'status']);
      expect(faultsOf(await admin.post(PRODUCTS, { title: 'Mug' }))).to.deep.equal(['price required']);
      expect(faultsOf(await admin.post(PRODUCTS, { title: 'Mug', price: 1, stock_quantity: '2' }))).to.deep.equal(['stock_quantity type']);
      expect(faultsOf(await admin.post(PRODUCTS, { title: 'Mug', price: 1, sku: '<b>' }))).to.deep.equal(['sku format']);
      const lost = await admin.post(PRODUCTS, { title: 'Mug', price: 1, category_ids: [NOBODYS, '7'], brand_id: NOBODYS });
      expect(codeOf(lost)).to.equal('422 request.invalid');
      expect(faultsOf(lost)).to.deep.equal(['category_ids[0] unknown', 'category_ids[1] unknown', 'brand_id unknown']);
    });

    it('take variants with what they differ in', async () => {
      const shirt = await create({
        title: 'Linen Shirt',
        price: undefined,
        variants: [
          { sku: 'LS-M', options: { Size: 'M', Colour: 'Sand' }, price: 49, stock_quantity: 3 },
          { sku: 'LS-L', options: { Size: 'L', Colour: 'Sand' }, price: 45, compare_at_price: 60, stock_quantity: 4 },
        ],
      });
      expect(shirt).to.deep.include({
        price: 45,
        compare_at_price: 60,
        stock_quantity: 7,
        options: [
          { name: 'Size', values: ['M', 'L'] },
          { name: 'Colour', values: ['Sand'] },
        ],
      });
      expect(shirt.variants.map(({ title }) => title)).to.deep.equal(['M / Sand', 'L / Sand']);

      const again = await admin.post(PRODUCTS, { title: 'Copy', price: 1, sku: 'LS-M' });
      expect(codeOf(again)).to.equal('409 product.sku_taken');
      const unfit = await admin.post(PRODUCTS, {
        title: 'Unfit',
        options: [{ name: 'Size', values: ['M'] }],
        variants: [{ options: { Size: 'XL' }, price: 1 }],
      });
      expect(faultsOf(unfit)).to.deep.equal(['variants[0].options unknown']);
      for (const options of ['M', ['M'], { Size: 1 }])
        expect((await admin.post(PRODUCTS, { title: 'Unfit', variants: [{ options, price: 1 }] })).status).to.equal(422);
    });

    it('give each product a slug of its own, also when many come at once (CAT-01)', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => admin.post(PRODUCTS, { title: 'Shirt', price: 1 })));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(12).fill(201));
      const slugs = answers.map(({ body }) => String(body.slug)).sort();
      const numbered = ['shirt', ...Array.from({ length: 11 }, (_, index) => `shirt-${index + 2}`)].sort();
      expect(slugs).to.deep.equal(numbered);
      expect((await create({ title: 'Search' })).slug, 'a route word').to.equal('search-2');
      expect((await create({ title: '東京' })).slug).to.match(/^[0-9a-f]{12}$/);
    });

    it('ask who is calling, and are for admins', async () => {
      const customer = await aCustomer(shop);
      for (const [client, status] of [
        [shop.anyone, 401],
        [customer, 403],
      ] as const) {
        expect((await client.post(PRODUCTS, { title: 'Mug', price: 1 })).status).to.equal(status);
        expect((await client.patch(`${PRODUCTS}/${NOBODYS}`, { title: 'Mug' })).status).to.equal(status);
        expect((await client.delete(`${PRODUCTS}/${NOBODYS}`)).status).to.equal(status);
        expect((await client.get('/api/admin/products')).status).to.equal(status);
      }
    });

    it('refuse what cannot be read (API-03)', async () => {
      const malformed = await admin.post(PRODUCTS, '{"title":', { 'content-type': 'application/json' });
      expect(codeOf(malformed)).to.equal('400 request.malformed');
      const text = await admin.post(PRODUCTS, 'title=Mug', { 'content-type': 'text/plain' });
      expect(codeOf(text)).to.equal('415 request.unsupported_media_type');
      const put = await admin.put(`${PRODUCTS}/${NOBODYS}`, {});
      expect(codeOf(put)).to.equal('405 request.method_not_allowed');
      expect(put.headers['allow']).to.equal('DELETE, GET, HEAD, OPTIONS, PATCH');
      for (const bad of ['7', 'no-such-thing', '%00', NOBODYS, '..%2f..'])
        expect(codeOf(await shop.anyone.get(`${PRODUCTS}/${bad}`)), bad).to.equal('404 product.not_found');
    });
  });

  describe('for reading', () => {
    it('answer 304 to who has it already, until something changes', async () => {
      const { slug, id } = await create();
      const first = await shop.anyone.get(`${PRODUCTS}/${slug}`);
      expect(first.headers['cache-control']).to.equal('public, max-age=0, must-revalidate');
      const tag = String(first.headers['etag']);
      expect(tag).to.match(/^"1-[\w-]+"$/);
      const second = await shop.anyone.get(`${PRODUCTS}/${slug}`, { 'If-None-Match': tag });
      expect(second.status).to.equal(304);
      expect(second.text).to.equal('');
      await admin.patch(`${PRODUCTS}/${id}`, { stock_quantity: 3 });
      const third = await shop.anyone.get(`${PRODUCTS}/${slug}`, { 'If-None-Match': tag });
      expect(third.status).to.equal(200);
      expect(third.headers['etag'], 'stock is no new version').to.match(/^"1-/);
    });

    it('lead from every old slug to the newest in one hop, and keep it for ever (CAT-02)', async () => {
      const { id, slug } = await create({ title: 'Lantern' });
      for (const title of ['Lamp', 'Light', 'Candle']) await admin.patch(`${PRODUCTS}/${id}`, { title });
      for (const old of [slug, 'lamp', 'light']) {
        const moved = await shop.anyone.get(`${PRODUCTS}/${old}`);
        expect(moved.status).to.equal(301);
        expect(moved.headers['location']).to.equal('/api/products/candle');
        expect(moved.headers['cache-control']).to.equal('public, max-age=0, must-revalidate');
      }
      expect((await shop.anyone.get(`${PRODUCTS}/candle`)).body).to.include({ id, slug: 'candle' });
      expect((await create({ title: 'Lamp' })).slug, 'that one still leads elsewhere').to.equal('lamp-2');
      expect((await admin.patch(`${PRODUCTS}/${id}`, { title: 'Light' })).body.slug, 'its own may come back').to.equal('light');
      expect((await shop.anyone.get(`${PRODUCTS}/candle`)).headers['location']).to.equal('/api/products/light');
      expect((await admin.patch(`${PRODUCTS}/${id}`, { title: 'Light!' })).body.slug).to.equal('light');
    });

    it('show drafts and archived products to admins only (CAT-04)', async () => {
      const customer = await aCustomer(shop);
      const draft = await create({ title: 'Secret Vase', status: 'draft' });
      const archived = await create({ title: 'Old Vase' });
      await admin.delete(`${PRODUCTS}/${archived.id}`);
      for (const { id, slug, status } of [
        { ...draft, status: 'draft' },
        { ...archived, status: 'archived' },
      ]) {
        for (const client of [shop.anyone, customer]) {
          for (const path of [id, slug]) expect(codeOf(await client.get(`${PRODUCTS}/${path}`))).to.equal('404 product.not_found');
          for (const list of [`${PRODUCTS}/?limit=100`, `${PRODUCTS}/search?q=vase`]) {
            const { items } = (await client.get(list)).body as { items: { id: string }[] };
            expect(items.map((item) => item.id)).to.not.include(id);
          }
        }
        const seen = await admin.get(`${PRODUCTS}/${slug}`);
        expect(seen.body).to.include({ id, status });
        expect(seen.headers['cache-control']).to.equal('private, no-store');
        const all = (await admin.get(`/api/admin/products?status=${status}&limit=100`)).body;
        expect(all.items.map((item: { id: string }) => item.id)).to.include(id);
        expect(new Set(all.items.map((item: { status: string }) => item.status))).to.deep.equal(new Set([status]));
      }
      expect((await admin.get('/api/admin/products?limit=100')).body.items.map((item: { id: string }) => item.id)).to.include.members([
        draft.id,
        archived.id,
      ]);
      await admin.patch(`${PRODUCTS}/${draft.id}`, { title: 'Open Vase' });
      expect((await shop.anyone.get(`${PRODUCTS}/${draft.slug}`)).status, 'not even where it went').to.equal(404);
      await admin.patch(`${PRODUCTS}/${draft.id}`, { status: 'published' });
      expect((await shop.anyone.get(`${PRODUCTS}/${draft.slug}`)).status).to.equal(301);
    });
  });

  describe('for changing', () => {
    it('change what is sent and nothing else', async () => {
      const before = await create({ description: 'Old', stock_quantity: 5, tags: ['a'] });
      const answer = await admin.patch(`${PRODUCTS}/${before.id}`, {
        title: 'Harbour Cup',
        price: 17,
        compare_at_price: 20,
        sku: 'CUP-1',
        stock_quantity: 9,
      });
      expect(answer.status, answer.text).to.equal(200);
      expect(answer.headers['etag']).to.equal('"2"');
      expect(answer.body).to.deep.include({ title: 'Harbour Cup', price: 17, compare_at_price: 20, stock_quantity: 9, description: 'Old' });
      expect(answer.body.variants[0]).to.deep.include({ sku: 'CUP-1', price: 17, stock_quantity: 9 });
      expect(answer.body.tags).to.deep.equal(['a']);

      const emptied = await admin.patch(`${PRODUCTS}/${before.id}`, { compare_at_price: null, description: '', tags: [] });
      expect(emptied.body).to.deep.include({ compare_at_price: null, description: '', tags: [], version: 3 });
      const same = await admin.patch(`${PRODUCTS}/${before.id}`, {});
      expect(same.body, 'nothing said, nothing changed').to.deep.equal(emptied.body);
      expect((await admin.patch(`${PRODUCTS}/${before.id}`, emptied.body)).body, 'a whole object echoed').to.deep.equal(emptied.body);
    });

    it('know who has read an old version (CAT-09)', async () => {
      const { id } = await create();
      const one = `${PRODUCTS}/${id}`;
      const { etag = '' } = (await admin.get(one)).headers as { etag?: string };
      const first = await admin.patch(one, { description: 'First', version: 1 }, { 'If-Match': etag });
      expect(first.body).to.include({ description: 'First', version: 2 });

      const stale = await admin.patch(one, { description: 'Second', version: 1 });
      expect(codeOf(stale)).to.equal('409 product.stale_version');
      expect(stale.body.current_version).to.equal(2);
      expect(codeOf(await admin.patch(one, { description: 'Third' }, { 'If-Match': etag }))).to.equal('412 product.stale_version');
      expect(codeOf(await admin.delete(one, { 'If-Match': etag }))).to.equal('412 product.stale_version');
      expect((await admin.get(one)).body).to.include({ description: 'First', version: 2 });

      await admin.patch(one, { stock_quantity: 4 });
      const afterSale = await admin.patch(one, { description: 'Fourth' }, { 'If-Match': `"2-${etag.slice(3)}` });
      expect(afterSale.status, 'only the version of the tag counts').to.equal(200);
      expect((await admin.patch(one, { description: 'Last' })).body).to.include({ description: 'Last', version: 4 });
    });

    it('let exactly one of many win who read the same version (CAT-09)', async () => {
      const { id } = await create();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => admin.patch(`${PRODUCTS}/${id}`, { description: `From ${index}`, version: 1 })),
      );
      const winners = answers.filter(({ status }) => status === 200);
      expect(winners).to.have.lengthOf(1);
      expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).to.deep.equal(new Set(['409 product.stale_version']));
      expect((await admin.get(`${PRODUCTS}/${id}`)).body).to.deep.equal(winners[0]!.body);
    });

    it('let all of many land who name no version', async () => {
      const { id } = await create();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => admin.patch(`${PRODUCTS}/${id}`, { description: `From ${index}` })),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
      expect((await admin.get(`${PRODUCTS}/${id}`)).body.version).to.equal(11);
    });

    it('send price, stock and SKU of several variants to the variants', async () => {
      const shirt = await create({
        title: 'Oxford Shirt',
        variants: [
          { sku: 'OX-M', options: { Size: 'M' }, price: 40, stock_quantity: 1 },
          { sku: 'OX-L', options: { Size: 'L' }, price: 45, stock_quantity: 2 },
        ],
      });
      for (const [field, value] of [
        ['price', 39],
        ['stock_quantity', 9],
        ['sku', 'X'],
        ['compare_at_price', 99],
      ] as const) {
        const refused = await admin.patch(`${PRODUCTS}/${shirt.id}`, { [field]: value });
        expect(codeOf(refused)).to.equal('422 request.invalid');
        expect(faultsOf(refused)).to.deep.equal([`${field} several_variants`]);
        expect(refused.body.detail).to.contain('OX-M (M), OX-L (L)');
      }
      const echoed = await admin.patch(`${PRODUCTS}/${shirt.id}`, { ...shirt, description: 'With buttons' });
      expect(echoed.status, 'what is so already may be said').to.equal(200);
      expect(echoed.body).to.deep.include({ description: 'With buttons', price: 40, stock_quantity: 3 });
    });

    it('do not know what there is not', async () => {
      for (const bad of [NOBODYS, '7', 'harbour-mug']) {
        expect(codeOf(await admin.patch(`${PRODUCTS}/${bad}`, { title: 'X' }))).to.equal('404 product.not_found');
        expect(codeOf(await admin.delete(`${PRODUCTS}/${bad}`))).to.equal('404 product.not_found');
      }
    });
  });

  describe('as a form', () => {
    const mediaOf = async () =>
      (await readdir(join(shop.dataDir, 'media')).catch(() => [])).filter((name) => !name.startsWith('placeholder'));
    const file = async (name = 'mug.png') => ({ file: await aPicture(), name, type: 'image/png' });
    let shelf: string;
    before(async () => {
      shelf = await shop.container.get(TOKENS.createCategory).execute({ name: 'Crockery', description: null, parentId: null });
    });

    it('take the same fields as text, lists by repetition, and a picture', async () => {
      const made = await admin.form('post', `${PRODUCTS}/`, [
        ['title', 'Harbour Bowl'],
        ['price', '12.30'],
        ['stock_quantity', '4'],
        ['compare_at_price', ''],
        ['brand_id', ''],
        ['category_ids[]', shelf],
        ['tags', 'deep'],
        ['tags', 'blue'],
        ['id', NOBODYS],
        ['image', await file()],
      ]);
      expect(made.status, made.text).to.equal(201);
      expect(made.body).to.deep.include({ price: 12.3, compare_at_price: null, stock_quantity: 4, tags: ['deep', 'blue'], brand: null });
      expect(made.body.categories).to.deep.equal([{ id: shelf, name: 'Crockery', slug: 'crockery' }]);
      expect(made.body.image_url).to.match(/^media\/[\w-]+\.webp$/);
      const [picture] = made.body.images;
      expect(made.body.images).to.deep.equal([{ ...picture, url: made.body.image_url, alt: 'Harbour Bowl', position: 0 }]);
      expect(picture.sizes).to.deep.equal([{ url: made.body.image_url, width: 40, height: 30 }]);
      expect((await shop.anyone.get(`/${made.body.image_url}`)).status).to.equal(200);

      const one = `${PRODUCTS}/${made.body.id}`;
      const changed = await admin.form('patch', one, [
        ['price', '11'],
        ['version', '1'],
        ['image_url', await file()],
      ]);
      expect(changed.status, changed.text).to.equal(200);
      expect(changed.body).to.deep.include({ price: 11, version: 2, tags: ['deep', 'blue'], title: 'Harbour Bowl' });
      expect(changed.body.images, 'the first one is replaced').to.have.lengthOf(1);
      expect(changed.body.image_url).to.not.equal(made.body.image_url);
      await runJobs(shop);
      expect((await shop.anyone.get(`/${made.body.image_url}`)).status, 'and its file goes').to.equal(404);
      expect((await shop.anyone.get(`/${changed.body.image_url}`)).status).to.equal(200);
    });

    it('keep no picture of a product that was refused', async () => {
      const before = await mediaOf();
      const unknown = await admin.form('post', PRODUCTS, [
        ['title', 'Bowl'],
        ['price', '1'],
        ['category_ids', NOBODYS],
        ['image', await file()],
      ]);
      expect(faultsOf(unknown)).to.deep.equal(['category_ids[0] unknown']);
      const { id } = await create();
      const stale = await admin.form('patch', `${PRODUCTS}/${id}`, [
        ['version', '7'],
        ['image', await file()],
      ]);
      expect(codeOf(stale)).to.equal('409 product.stale_version');
      expect(await mediaOf()).to.deep.equal(before);
    });

    it('refuse what is no number, and take an empty file for none', async () => {
      const refused = await admin.form('post', PRODUCTS, [
        ['title', ''],
        ['price', '1,50'],
        ['stock_quantity', 'many'],
        ['title', 'Twice'],
      ]);
      expect(refused.status).to.equal(422);
      const bad = await admin.form('post', PRODUCTS, [
        ['title', 'Bowl'],
        ['price', '1,50'],
        ['stock_quantity', 'many'],
      ]);
      expect(faultsOf(bad).map((fault) => fault.split(' ')[0])).to.have.members(['price', 'stock_quantity']);
      const empty = await admin.form('post', PRODUCTS, [
        ['title', 'Bowl'],
        ['price', '1'],
        ['image', { file: Buffer.alloc(0), name: '', type: 'application/octet-stream' }],
      ]);
      expect(empty.status, empty.text).to.equal(201);
      expect(empty.body.images).to.deep.equal([]);
      const fake = await admin.form('post', PRODUCTS, [
        ['title', 'Bowl'],
        ['price', '1'],
        ['image', { file: Buffer.from('<html></html>'), name: 'a.png', type: 'image/png' }],
      ]);
      expect(codeOf(fake)).to.equal('415 request.unsupported_media_type');
    });
  });

  describe('for archiving', () => {
    it('take it out of the shop, once and for all (CAT-05)', async () => {
      const { id, slug } = await create({ title: 'Farewell Bowl' });
      expect((await admin.delete(`${PRODUCTS}/${id}`)).status).to.equal(204);
      expect((await admin.delete(`${PRODUCTS}/${id}`)).status).to.equal(204);
      expect((await shop.anyone.get(`${PRODUCTS}/${slug}`)).status).to.equal(404);
      expect((await admin.get(`${PRODUCTS}/${slug}`)).body).to.include({ status: 'archived', version: 2 });
    });

    it('leave the orders that hold it as they are (CAT-05)', async () => {
      const market = new Market(shop);
      const { id, variants } = await create({ title: 'Ordered Bowl', price: 12.5, stock_quantity: 9 });
      const ware = { productId: productId(id), variantId: variantId(variants[0]!.id), priceMinor: 1250 };
      const { client } = await market.shopper([ware, 2]);
      const order = (await client.post('/api/orders/checkout', {})).body as { id: string; status: string };
      expect(order.status).to.equal('confirmed');

      await admin.patch(`${PRODUCTS}/${id}`, { title: 'Renamed Bowl', price: 99 });
      expect((await admin.delete(`${PRODUCTS}/${id}`)).status).to.equal(204);
      expect((await admin.delete(`${PRODUCTS}/${id}`)).status).to.equal(204);
      const shown = (await client.get(`/api/orders/${order.id}`)).body;
      expect(shown.items[0]).to.deep.include({ product_id: id, price: 12.5, quantity: 2 });
      expect(shown.items[0].product).to.include({ title: 'Ordered Bowl', slug: 'ordered-bowl' });
    });
  });

  describe('for popularity', () => {
    it('count what was bought, once for each order however often it is told', async () => {
      const market = new Market(shop);
      const popular = await create({ title: 'Popular Bowl', stock_quantity: 9 });
      await create({ title: 'Newer Bowl' });
      const ware = { productId: productId(popular.id), variantId: variantId(popular.variants[0]!.id), priceMinor: 1999 };
      const { client } = await market.shopper([ware, 3]);
      await client.post('/api/orders/checkout', {});
      await runJobs(shop);
      await shop.knex('outbox').update({ published_at: null });
      await runJobs(shop);

      const [sold] = await shop.knex('products').where({ id: popular.id }).select('units_sold');
      expect(sold).to.deep.equal({ units_sold: 3 });
      const { items } = (await shop.anyone.get(`${PRODUCTS}?sort=-popularity&limit=1`)).body;
      expect(items[0].id).to.equal(popular.id);
    });
  });
});
