import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { id } from '../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { anOrder, anOrderLine } from '../../support/builders/an-order.js';
import { aProduct } from '../../support/builders/a-product.js';
import { aStockedVariant } from '../../support/builders/a-stocked-variant.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aDecompressionBomb, aPhotoFromBerlin, aPicture } from '../../support/pictures.js';
import { startShop, type Client } from '../../support/shop.js';

const CATEGORIES = '/api/products/category/';
const MANY = 100_000;

describe('What products stand on', () => {
  const ids = new UuidGenerator();
  const shop = startShop({}, (container) => {
    if (container.isBound(TOKENS.authenticate)) container.unbind(TOKENS.authenticate);
    container.bind(TOKENS.authenticate).toConstantValue((ctx) => {
      const role = ctx.get('x-role');
      return Promise.resolve(role ? { accountId: id(ids.next()), sessionId: id('s'), roles: [role as 'admin'] } : undefined);
    });
  });
  let admin: Client;
  before(() => {
    admin = shop.anyone.with({ 'x-role': 'admin' });
  });
  const created = async (name: string, parent_id: string | null = null) => {
    const answer = await admin.post(CATEGORIES, { name, parent_id });
    expect(answer.status).to.equal(201);
    return answer.body as { id: string; name: string; slug: string; version: number };
  };
  const listed = async () => (await shop.anyone.get(CATEGORIES)).body as { id: string; parent_id: string | null; product_count: number }[];

  describe('categories', () => {
    it('are made, told, renamed, moved and deleted', async () => {
      const home = await admin.post(CATEGORIES, { name: 'Home', description: '', id: 'mine', product_count: 7 });
      expect(home.status).to.equal(201);
      expect(home.headers['location']).to.equal(`/api/products/category/${home.body.id}`);
      expect(home.headers['etag']).to.equal('"1"');
      expect(home.body).to.deep.include({ name: 'Home', slug: 'home', description: null, parent_id: null, product_count: 0, version: 1 });
      const lamps = await created('Lamps', home.body.id);

      const one = `/api/products/category/${lamps.id}`;
      const moved = await admin.patch(one, { ...lamps, name: 'Lights', parent_id: null });
      expect(moved.status).to.equal(200);
      expect(moved.body).to.deep.include({ name: 'Lights', slug: 'lamps', parent_id: null, version: 2 });
      expect((await admin.patch(one, { description: 'Bright' })).body).to.deep.include({ name: 'Lights', description: 'Bright' });
      expect((await admin.patch(one, {})).status).to.equal(200);

      expect((await listed()).map((category) => category.id)).to.include.members([home.body.id, lamps.id]);
      expect((await admin.delete(one)).status).to.equal(204);
      expect((await admin.delete(one)).status).to.equal(404);
      expect((await listed()).map((category) => category.id)).to.not.include(lamps.id);
    });

    it('are shown one by one, with what leads to them', async () => {
      const top = await created('Outdoor living');
      const child = await created('Hammocks', top.id);
      const byId = await shop.anyone.get(`${CATEGORIES}${child.id}`);
      expect(byId.body.path).to.deep.equal([top, child].map(({ id: stepId, name, slug }) => ({ id: stepId, name, slug })));
      expect(byId.body).to.deep.include({ parent_id: top.id, position: 0, product_count: 0, total_product_count: 0 });
      expect(byId.headers['etag']).to.match(/^"1-/);
      expect((await shop.anyone.get(`${CATEGORIES}hammocks`)).body).to.deep.equal(byId.body);
      expect((await shop.anyone.get(`${CATEGORIES}hammocks`, { 'If-None-Match': String(byId.headers['etag']) })).status).to.equal(304);

      await admin.patch(`${CATEGORIES}${top.id}`, { name: 'Under the sky' });
      expect((await shop.anyone.get(`${CATEGORIES}hammocks`)).body.path[0].name, 'a kept answer ends').to.equal('Under the sky');
      const nobody = await shop.anyone.get(`${CATEGORIES}nobody`);
      expect([nobody.status, nobody.body.code]).to.deep.equal([404, 'category.not_found']);
    });

    it('stand where they are put', async () => {
      const top = await created('Rooms');
      const rooms = [await created('Hall', top.id), await created('Bath', top.id)];
      const first = await admin.post(CATEGORIES, { name: 'Attic', parent_id: top.id, position: 0 });
      expect(first.body.position).to.equal(0);
      expect((await admin.patch(`${CATEGORIES}${rooms[1]!.id}`, { position: 1, version: 1 })).body).to.include({ position: 1, version: 2 });
      const shown = (await shop.anyone.get(CATEGORIES)).body as { name: string; parent_id: string; position: number; version: number }[];
      const under = shown.filter(({ parent_id }) => parent_id === top.id);
      expect(under.map(({ name, position }) => [name, position])).to.deep.equal([['Attic', 0], ['Bath', 1], ['Hall', 2]]); // prettier-ignore
      expect(under[2]!.version, 'who makes room has not changed').to.equal(1);
      for (const position of [-1, 0.5, '0'])
        expect((await admin.patch(`${CATEGORIES}${rooms[0]!.id}`, { position })).body.errors[0].path).to.equal('position');
    });

    it('come whole unless a limit is given, and are kept by who has read them', async () => {
      await created('One of many');
      await created('Two of many');
      const all = await shop.anyone.get('/api/products/category');
      expect(all.headers['x-total-count']).to.equal(String(all.body.length));
      expect(all.headers['cache-control']).to.equal('public, max-age=0, must-revalidate');
      expect((await shop.anyone.get('/api/products/category?limit=1')).body).to.deep.equal(all.body.slice(0, 1));
      expect((await shop.anyone.get('/api/products/category?limit=0')).status).to.equal(422);

      const etag = String(all.headers['etag']);
      expect((await shop.anyone.get('/api/products/category', { 'If-None-Match': etag })).status).to.equal(304);
      await created('Three of many');
      expect((await shop.anyone.get('/api/products/category', { 'If-None-Match': etag })).status).to.equal(200);
    });

    it('differ in their names where they are side by side', async () => {
      const { id: first } = await created('Garden');
      const again = await admin.post(CATEGORIES, { name: ' GARDEN ' });
      expect(again.status).to.equal(409);
      expect(again.body.code).to.equal('category.name_taken');
      await created('Garden', first);

      const answers = await Promise.all(Array.from({ length: 10 }, () => admin.post(CATEGORIES, { name: 'Kitchen' })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, ...Array<number>(9).fill(409)]);
    });

    it('are never under themselves (CAT-08)', async () => {
      const a = await created('Ring A');
      const b = await created('Ring B', a.id);
      const c = await created('Ring C', b.id);
      const refused = await admin.patch(`/api/products/category/${a.id}`, { parent_id: c.id });
      expect(refused.status).to.equal(409);
      expect(refused.body.code).to.equal('category.cycle');
    });

    it('are not deleted while something hangs on them, unless it is said where that goes (CAT-07)', async () => {
      const [from, to] = [await created('From'), await created('To')];
      const child = await created('Under from', from.id);
      const { productId } = await aStockedVariant(shop.knex, { categoryId: from.id });
      const one = `/api/products/category/${from.id}`;

      const refused = await admin.delete(one);
      expect(refused.status).to.equal(409);
      expect(refused.body).to.include({ code: 'category.in_use', products: 1, children: 1 });
      expect((await admin.delete(`${one}?move_to=nowhere`)).body.code).to.equal('category.unknown');
      expect((await admin.delete(`${one}?move_to=${child.id}`)).body.code).to.equal('category.cycle');

      expect((await admin.delete(`${one}?move_to=${to.id}`)).status).to.equal(204);
      const after = await listed();
      expect(after.find((category) => category.id === child.id)?.parent_id).to.equal(to.id);
      expect(after.find((category) => category.id === to.id)?.product_count).to.equal(1);
      expect(await shop.knex('products').where({ id: productId })).to.have.lengthOf(1);
    });

    it("keep the other admin's change (CAT-09)", async () => {
      const { id: categoryId } = await created('Watched');
      const one = `/api/products/category/${categoryId}`;
      expect((await admin.patch(one, { name: 'Theirs', version: 1 })).status).to.equal(200);

      const late = await admin.patch(one, { name: 'Mine', version: 1 });
      expect([late.status, late.body.code, late.body.current_version]).to.deep.equal([409, 'category.stale_version', 2]);
      for (const tag of ['"1"', 'W/"1"', '"1-abc", "nonsense"', 'nonsense']) {
        const refused = await admin.send('patch', one, { name: 'Mine' }, { 'If-Match': tag });
        expect([refused.status, refused.body.code], tag).to.deep.equal([412, 'category.stale_version']);
      }
      expect((await admin.delete(one, { 'If-Match': '"1"' })).status).to.equal(412);
      expect((await admin.send('patch', one, { name: 'Mine' }, { 'If-Match': '"7", "2-whatever"' })).body.name).to.equal('Mine');
      expect((await admin.send('patch', one, { name: 'Last wins' }, { 'If-Match': '*' })).status).to.equal(200);
    });

    it('refuse what is no category, and whoever is no admin', async () => {
      for (const body of [{}, { name: '' }, { name: ' ' }, { name: 7 }, { name: 'x'.repeat(81) }, { name: '\u0000' }, { name: null }]) {
        expect((await admin.post(CATEGORIES, body)).status, JSON.stringify(body)).to.equal(422);
      }
      for (const parent_id of ['x', ids.next()]) {
        const refused = await admin.post(CATEGORIES, { name: 'Lost', parent_id });
        expect([refused.status, refused.body.code]).to.deep.equal([422, 'category.unknown']);
      }
      for (const path of [`${CATEGORIES}${ids.next()}`, `${CATEGORIES}x`]) {
        expect((await admin.patch(path, { name: 'X' })).body.code).to.equal('category.not_found');
        expect((await admin.delete(path)).status).to.equal(404);
      }
      expect((await shop.anyone.post(CATEGORIES, { name: 'X' })).status).to.equal(401);
      expect((await shop.anyone.with({ 'x-role': 'customer' }).post(CATEGORIES, { name: 'X' })).status).to.equal(403);
    });
  });

  describe('brands and tags', () => {
    it('are made once and listed by name', async () => {
      const made = await admin.post('/api/products/brands', { name: ' Kestrel  & Co ' });
      expect(made.status).to.equal(201);
      expect(made.body).to.deep.include({ name: 'Kestrel & Co', slug: 'kestrel-and-co', product_count: 0 });
      expect(made.headers['location']).to.equal(`/api/products/brands/${made.body.id}`);
      const again = await admin.post('/api/products/brands', { name: 'KESTREL & CO' });
      expect([again.status, again.body.id]).to.deep.equal([200, made.body.id]);
      await admin.post('/api/products/brands', { name: 'Alder' });

      const brands = await shop.anyone.get('/api/products/brands/');
      expect(brands.body.map(({ name }: { name: string }) => name)).to.deep.equal(['Alder', 'Kestrel & Co']);
      expect(brands.headers['etag']).to.match(/^"/);
      expect((await admin.post('/api/products/brands', { name: ' ' })).status).to.equal(422);
      expect((await shop.anyone.post('/api/products/brands', { name: 'X' })).status).to.equal(401);

      await shop.container.get(TOKENS.unitOfWork).run(({ tags }) => tags.named(['summer', 'Gift']));
      const tags = await shop.anyone.get('/api/products/tags');
      expect(tags.body.map(({ name }: { name: string }) => name)).to.deep.equal(['Gift', 'summer']);
      expect(tags.headers['x-total-count']).to.equal('2');
    });

    it('are shown by id and by slug, renamed and described', async () => {
      const made = await admin.post('/api/products/brands', { name: 'Heron' });
      const one = `/api/products/brands/${made.body.id}`;
      const revised = await admin.patch(one, { name: 'Heron & Daughters', description: 'Boats', version: 1 });
      expect([revised.status, revised.headers['etag']]).to.deep.equal([200, '"2"']);
      for (const path of [one, '/api/products/brands/heron']) {
        const shown = await shop.anyone.get(path);
        expect(shown.body).to.deep.include({ name: 'Heron & Daughters', slug: 'heron', description: 'Boats', version: 2 });
        expect((await shop.anyone.get(path, { 'If-None-Match': String(shown.headers['etag']) })).status).to.equal(304);
      }
      expect((await admin.patch(one, { name: 'Late', version: 1 })).body.code).to.equal('brand.stale_version');
      expect((await admin.send('patch', one, { name: 'Late' }, { 'If-Match': '"1"' })).status).to.equal(412);
      expect((await admin.patch(one, { description: '' })).body.description).to.equal(null);
      await admin.post('/api/products/brands', { name: 'Wren' });
      expect((await admin.patch(one, { name: 'WREN' })).body.code).to.equal('brand.name_taken');
      for (const path of ['/api/products/brands/nobody', `/api/products/brands/${ids.next()}`, '/api/products/brands/%00'])
        expect((await shop.anyone.get(path)).status, path).to.equal(404);
      expect((await shop.anyone.with({ 'x-role': 'customer' }).patch(one, { name: 'Mine' })).status).to.equal(403);
    });

    it('show their new name on their products at once', async () => {
      const brand = (await admin.post('/api/products/brands', { name: 'Finch' })).body as { id: string };
      const tag = (await admin.post('/api/products/tags', { name: 'garden' })).body as { id: string };
      const product = (await admin.post('/api/products', { title: 'A bird house', price: 10, brand_id: brand.id, tags: ['garden'] }))
        .body as { slug: string };
      const shown = async () =>
        (await shop.anyone.get(`/api/products/${product.slug}`)).body as { brand: { name: string } | null; tags: string[] };
      expect(await shown()).to.deep.include({ tags: ['garden'] });
      await admin.patch(`/api/products/brands/${brand.id}`, { name: 'Goldfinch' });
      await admin.patch(`/api/products/tags/${tag.id}`, { name: 'outdoors' });
      expect((await shown()).brand?.name).to.equal('Goldfinch');
      expect((await shown()).tags).to.deep.equal(['outdoors']);

      const refused = await admin.delete(`/api/products/brands/${brand.id}`);
      expect(refused.status).to.equal(409);
      expect(refused.body).to.include({ code: 'brand.in_use', products: 1 });
      const other = (await admin.post('/api/products/brands', { name: 'Robin' })).body as { id: string };
      expect((await admin.delete(`/api/products/brands/${brand.id}?move_to=${ids.next()}`)).body.code).to.equal('brand.unknown');
      expect((await admin.delete(`/api/products/brands/${brand.id}?move_to=x`)).body.code).to.equal('brand.unknown');
      expect((await admin.delete(`/api/products/brands/${brand.id}?move_to=${other.id}`)).status).to.equal(204);
      expect((await admin.delete(`/api/products/tags/${tag.id}`)).status).to.equal(204);
      expect((await shown()).brand?.name).to.equal('Robin');
      expect((await shown()).tags).to.deep.equal([]);
      expect((await admin.delete(`/api/products/tags/${tag.id}`)).body.code).to.equal('tag.not_found');
    });

    it('come and go by themselves when they have a rule', async () => {
      const sale = await admin.post('/api/products/tags', { name: 'Reduced', rule: 'reduced' });
      expect(sale.status).to.equal(201);
      expect(sale.body).to.deep.include({ name: 'Reduced', slug: 'reduced', rule: 'reduced', product_count: 0 });
      expect((await admin.post('/api/products/tags', { name: 'REDUCED', rule: 'reduced' })).status).to.equal(200);
      expect((await admin.post('/api/products/tags', { name: 'reduced' })).body.id).to.equal(sale.body.id);
      const rival = await admin.post('/api/products/tags', { name: 'Bargains', rule: 'reduced' });
      expect([rival.status, rival.body.code]).to.deep.equal([409, 'tag.rule_taken']);
      const plain = (await admin.post('/api/products/tags', { name: 'plain', rule: null })).body as { id: string; rule: null };
      expect(plain.rule).to.equal(null);
      expect((await admin.post('/api/products/tags', { name: 'plain', rule: 'new' })).body.code).to.equal('tag.name_taken');
      expect((await admin.post('/api/products/tags', { name: 'old', rule: 'old' })).body.errors[0].path).to.equal('rule');
      expect((await admin.delete(`/api/products/tags/${plain.id}?move_to=${sale.body.id}`)).body.code).to.equal('tag.has_rule');

      const made = await admin.post('/api/products', { title: 'A sun hat', price: 8, compare_at_price: 10, tags: ['summer'] });
      expect(made.body.tags).to.deep.equal(['summer', 'Reduced']);
      const one = `/api/products/${made.body.id}`;
      const found = async () => {
        await shop.anyone.get('/api/products?tag=reduced'); // what is asked for twice is kept
        const [list, tag] = [await shop.anyone.get('/api/products?tag=reduced'), await shop.anyone.get('/api/products/tags/reduced')];
        return [list.body.total, tag.body.product_count];
      };
      expect(await found()).to.deep.equal([1, 1]);
      const echoed = await admin.patch(one, { ...made.body, compare_at_price: null });
      expect(echoed.body.tags, 'a name that is sent back is ignored').to.deep.equal(['summer']);
      expect(await found()).to.deep.equal([0, 0]);

      await admin.patch(one, { compare_at_price: 9, tags: [] });
      expect((await shop.anyone.get(one)).body.tags, 'nobody takes it off').to.deep.equal(['Reduced']);
      expect(await found()).to.deep.equal([1, 1]);
      expect((await admin.delete(`/api/products/tags/${sale.body.id}`)).status).to.equal(204);
      expect((await shop.anyone.get(one)).body.tags).to.deep.equal([]);
    });

    it('leave by time alone, also what is kept ready', async () => {
      await admin.post('/api/products/tags', { name: 'Fresh', rule: 'new' });
      const { id: productId } = (await admin.post('/api/products', { title: 'A spring hat', price: 8 })).body as { id: string };
      const shown = async () => (await shop.anyone.get(`/api/products/${productId}`)).body.tags as string[];
      expect([await shown(), await shown(), await shown()]).to.deep.equal(Array(3).fill(['Fresh']));
      const duty = shop.container.get(TOKENS.duties).find(({ name }) => name === 'tag-by-rule');
      shop.clock.advance(30 * 24 * 3_600_000);
      await duty!.run();
      expect(await shown()).to.deep.equal([]);
    });

    it('are not taken from under a product that is being saved', async () => {
      const brand = (await admin.post('/api/products/brands', { name: 'Fleeting' })).body as { id: string };
      const answers = await Promise.all([
        ...Array.from({ length: 6 }, (_, index) =>
          admin.post('/api/products', { title: `Fleeting ${index}`, price: 1, brand_id: brand.id }),
        ),
        admin.delete(`/api/products/brands/${brand.id}`),
      ]);
      const removal = answers.pop();
      expect([204, 409]).to.include(removal?.status);
      for (const { status } of answers) expect([201, 422]).to.include(status);
      const carried = await shop.knex('products').where({ brand_id: brand.id });
      if (removal?.status === 204) expect(carried).to.have.lengthOf(0);
      else expect(carried.length).to.be.greaterThan(0);
    });
  });

  describe('pictures', () => {
    const upload = (path: string, files: readonly Buffer[], fields: Readonly<Record<string, string>> = {}, name = 'picture.png') =>
      admin.form('post', path, [
        ...Object.entries(fields).map(([field, value]) => [field, value] as const),
        ...files.map((file) => ['image', { file, name, type: 'image/png' }] as const),
      ]);
    const aSavedProduct = async () => {
      const product = aProduct();
      await shop.container.get(TOKENS.unitOfWork).run(({ products }) => products.save(product));
      return { product, images: `/api/products/${product.id}/images` };
    };
    const mediaFolder = () => join(shop.dataDir, 'media');
    const filesKept = async () => (await readdir(mediaFolder()).catch(() => [])).filter((name) => name !== 'placeholder.webp');
    const contentAt = async (url: string): Promise<Buffer> => readFile(join(shop.dataDir, url));
    /** What the worker does after the commit. */
    const runImageJobs = async () => {
      const handlers = shop.container.getAll(TOKENS.eventHandler).filter(({ on }) => on === 'product.image_detached');
      expect(handlers).to.have.length.greaterThan(0);
      for (const event of await shop.knex('outbox').where({ type: 'product.image_detached' })) {
        for (const handler of handlers) {
          const { type, aggregate_id: aggregateId, occurred_at: occurredAt, payload } = event;
          await handler.handle({ type, aggregateId, occurredAt, payload }, event.id);
        }
      }
    };

    it('are added, several at once, described, put in order and taken away', async () => {
      const { product, images } = await aSavedProduct();
      const first = await upload(images, [await aPicture('png'), await aPicture('jpeg')], { alt: 'A mug', position: '0' });
      expect(first.status).to.equal(201);
      expect(first.body).to.have.lengthOf(2);
      expect(first.body[0]).to.deep.include({ alt: 'A mug', position: 0 });
      expect(first.headers['location']).to.equal(`/${first.body[0].url}`);
      const second = await upload(images, [await aPicture('gif')], { position: '0' });
      expect(second.body.map(({ alt }: { alt: string }) => alt)).to.deep.equal(['Mug', 'A mug', 'A mug']);

      const last = second.body[2];
      const revised = await admin.patch(`${images}/${last.id}`, { alt: 'Its handle', position: 0, url: 'media/evil.webp' });
      expect(revised.status).to.equal(200);
      expect(revised.body[0]).to.deep.equal({ ...last, alt: 'Its handle', position: 0 });
      expect((await admin.patch(`${images}/${last.id}`, { position: MANY })).body[2].id).to.equal(last.id);

      expect((await admin.delete(`${images}/${last.id}`)).status).to.equal(204);
      expect((await admin.delete(`${images}/${last.id}`)).body.code).to.equal('image.not_found');
      const stored = await shop.container.get(TOKENS.unitOfWork).run(({ products }) => products.find(product.id));
      expect(stored?.images).to.have.lengthOf(2);
    });

    it('stand in the order in which they were sent, however long each takes', async () => {
      const { images } = await aSavedProduct();
      const widths = [900, 30, 600, 20, 300, 10];
      const sent = widths.map(async (width) => Buffer.concat([await aPicture('png', width, 10), Buffer.alloc(width * 1_000)]));
      const made = await upload(images, await Promise.all(sent));
      const shown = (made.body as { sizes: { width: number }[] }[]).map(({ sizes }) => sizes.at(-1)?.width);
      expect(shown).to.deep.equal(widths);
    });

    it('are shown for ever, under names that are safe', async () => {
      const { images } = await aSavedProduct();
      const [{ url }] = (await upload(images, [await aPicture()])).body as [{ url: string }];
      const shown = await shop.anyone.get(`/${url}`);
      expect(shown.status).to.equal(200);
      expect(shown.headers).to.include({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-length': String((await contentAt(url)).byteLength),
      });
      expect(Buffer.compare(shown.body as Buffer, await contentAt(url))).to.equal(0);
      expect((await shop.anyone.get(`/${url}`, { 'If-None-Match': String(shown.headers['etag']) })).status).to.equal(304);
      const head = await shop.anyone.send('head', `/${url}`);
      expect([head.status, head.headers['content-type'], head.headers['content-length']]).to.deep.equal([
        200,
        'image/webp',
        shown.headers['content-length'],
      ]);

      const placeholder = await shop.anyone.get('/media/placeholder.webp');
      expect((await sharp(placeholder.body as Buffer).metadata()).format).to.equal('webp');
      for (const path of ['/media/no.webp', '/media/..%2fjwt-secret', '/media/%2e%2e/%2e%2e/etc/passwd', '/media/a/b.webp', '/media/%zz']) {
        const refused = await shop.anyone.get(path);
        expect(refused.status, path).to.equal(404);
        expect(refused.headers['content-type']).to.contain('application/problem+json');
      }
    });

    it('are refused when they are something else, and leave nothing behind (CAT-16)', async () => {
      const { images } = await aSavedProduct();
      const before = (await filesKept()).length;
      for (const file of [A_PAGE, A_DRAWING_WITH_SCRIPT, Buffer.alloc(0)]) {
        const refused = await upload(images, [file]);
        expect([refused.status, refused.body.code]).to.deep.equal([415, 'request.unsupported_media_type']);
      }
      const bomb = await upload(images, [aDecompressionBomb()]);
      expect([bomb.status, bomb.body.code]).to.deep.equal([413, 'request.too_large']);
      const mixed = await upload(images, [await aPicture(), A_PAGE]);
      expect(mixed.status, 'all or none').to.equal(415);
      expect(await filesKept()).to.have.lengthOf(before);
    });

    it('are refused when they weigh 11 MB (CAT-16)', async () => {
      const { images } = await aSavedProduct();
      const refused = await upload(images, [Buffer.concat([await aPicture('jpeg'), Buffer.alloc(11 * 1024 * 1024)])]);
      expect([refused.status, refused.body.code]).to.deep.equal([413, 'request.too_large']);
    });

    it('do not tell where they were taken (CAT-16)', async () => {
      const { images } = await aSavedProduct();
      const [{ url }] = (await upload(images, [await aPhotoFromBerlin()], {}, 'photo.jpg')).body as [{ url: string }];
      const kept = await sharp(await contentAt(url)).metadata();
      expect([kept.exif, kept.xmp, kept.iptc]).to.deep.equal([undefined, undefined, undefined]);
    });

    it('leave no dead address: the file goes after the commit (CAT-17)', async () => {
      const { product, images } = await aSavedProduct();
      const added = (await upload(images, [await aPicture(), await aPicture()])).body as { id: string; url: string }[];
      const [gone, stays] = added as [{ id: string; url: string }, { id: string; url: string }];
      expect((await admin.delete(`${images}/${gone.id}`)).status).to.equal(204);
      const left = (await admin.patch(`${images}/${stays.id}`, {})).body as { url: string }[];
      expect(left.map(({ url }) => url)).to.deep.equal([stays.url]);
      const read = (await shop.anyone.get(`/api/products/${product.id}`)).body;
      expect([read.image_url, read.images]).to.deep.equal([stays.url, left]);

      await runImageJobs();
      expect((await shop.anyone.get(`/${gone.url}`)).status).to.equal(404);
      expect((await shop.anyone.get(`/${stays.url}`)).status).to.equal(200);
      await runImageJobs();
    });

    it('stay on the orders that were placed with them (ORD-05)', async () => {
      const { images } = await aSavedProduct();
      const [{ id: imageId, url }] = (await upload(images, [await aPicture()])).body as [{ id: string; url: string }];
      await shop.container.get(TOKENS.unitOfWork).run(({ orders }) => orders.save(anOrder({ lines: [anOrderLine({ imageUrl: url })] })));
      expect((await admin.delete(`${images}/${imageId}`)).status).to.equal(204);
      await runImageJobs();

      expect((await shop.anyone.get(`/${url}`)).status).to.equal(200);
    });

    it('stay when the transaction that takes them away does not happen (CAT-17)', async () => {
      const { product, images } = await aSavedProduct();
      const [{ id: imageId, url }] = (await upload(images, [await aPicture()])).body as [{ id: string; url: string }];
      const failed = shop.container.get(TOKENS.unitOfWork).run(async ({ products }) => {
        const found = await products.find(product.id);
        found!.detachImage(id(imageId), new Date());
        await products.save(found!);
        throw new Error('the power is out');
      });
      await failed.catch(() => undefined);
      await runImageJobs();

      expect((await shop.anyone.get(`/${url}`)).status).to.equal(200);
      expect((await admin.patch(`${images}/${imageId}`, {})).body).to.have.lengthOf(1);
    });

    it('are forgotten when the product does not take them (CAT-17)', async () => {
      const before = (await filesKept()).length;
      const missing = await upload(`/api/products/${ids.next()}/images`, [await aPicture()]);
      expect([missing.status, missing.body.code]).to.deep.equal([404, 'product.not_found']);
      expect((await upload('/api/products/x/images', [await aPicture()])).status).to.equal(404);
      expect(await filesKept()).to.have.lengthOf(before);
    });

    it('are taken away once, however many ask at the same moment (CAT-17)', async () => {
      const { images } = await aSavedProduct();
      const added = (await upload(images, [await aPicture(), await aPicture()])).body as { id: string; url: string }[];
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => admin.delete(`${images}/${added[index % 2]!.id}`)));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([204, 204, ...Array<number>(8).fill(404)]);
    });

    it('are all there when several come at the same moment', async () => {
      const { product, images } = await aSavedProduct();
      const picture = await aPicture();
      const answers = await Promise.all(Array.from({ length: 6 }, () => upload(images, [picture])));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(6).fill(201));
      const stored = await shop.container.get(TOKENS.unitOfWork).run(({ products }) => products.find(product.id));
      expect(stored?.images).to.have.lengthOf(6);
    });

    it('need a file, an admin, and a version that is still so', async () => {
      const { images } = await aSavedProduct();
      const nothing = await upload(images, [], { alt: 'x' });
      expect([nothing.status, nothing.body.errors[0].path]).to.deep.equal([422, 'image']);
      expect((await upload(images, [await aPicture()], { position: '-1' })).status).to.equal(422);
      expect((await admin.post(images, {})).status).to.equal(422);
      expect((await shop.anyone.form('post', images, [['alt', 'x']])).status).to.equal(401);

      const [{ id: imageId }] = (await upload(images, [await aPicture()])).body as [{ id: string }];
      const late = await admin.patch(`${images}/${imageId}`, { alt: 'x', version: 1 });
      expect([late.status, late.body.code]).to.deep.equal([409, 'product.stale_version']);
      expect((await admin.delete(`${images}/${imageId}`, { 'If-Match': '"1"' })).status).to.equal(412);
      expect((await admin.patch(`${images}/${ids.next()}`, { alt: 'x' })).body.code).to.equal('image.not_found');
      expect((await admin.delete(`${images}/x`)).status).to.equal(404);
    });
  });
});
