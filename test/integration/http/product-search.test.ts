import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const SEARCH = '/api/products/search';

describe('Searching products', () => {
  const shop = startShop();
  let admin: Client;
  let teaware: string;

  const find = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const answer = await shop.anyone.get(`${SEARCH}?${new URLSearchParams(query).toString()}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body.items.map(({ title }: { title: string }) => title);
  };

  before(async () => {
    admin = await anAdmin(shop);
    const createCategory = shop.container.get(TOKENS.createCategory);
    const kitchen = await createCategory.execute({ name: 'Kitchenware', description: null, parentId: null });
    teaware = await createCategory.execute({ name: 'Teaware', description: null, parentId: kitchen });
    const { brandId } = await shop.container.get(TOKENS.createBrand).execute({ name: 'Lantern & Sons' });
    for (const ware of [
      { title: 'T-Shirt', description: 'Soft cotton, cut wide', price: 20, tags: ['summer'] },
      { title: 'Glass Teapot', description: 'Pours without a drop', price: 40, category_ids: [teaware] },
      { title: 'Storm Light', description: 'Like a lantern, but brighter', price: 30, brand_id: null },
      { title: 'Table Lamp', description: 'Warm light', price: 60, brand_id: brandId },
      { title: 'Paper Lantern', description: 'Folds flat', price: 9 },
      { title: 'Crème Brûlée Torch', description: 'Burns 100%_blue', price: 35 },
      { title: 'The Who Poster', description: 'It is what it is', price: 5 },
      {
        title: 'Rain Jacket',
        price: 90,
        variants: [{ options: { Colour: 'Turquoise' }, price: 90 }],
      },
    ])
      expect((await admin.post('/api/products', ware)).status, ware.title).to.equal(201);
  });

  it('puts the title before the brand before the rest', async () => {
    expect(await find({ q: 'lantern' })).to.deep.equal(['Paper Lantern', 'Table Lamp', 'Storm Light']);
    expect(await find({ q: 'lantern', sort: 'price' })).to.deep.equal(['Paper Lantern', 'Storm Light', 'Table Lamp']);
  });

  it('finds by category and what is above it, by tag, and by what can be chosen', async () => {
    expect(await find({ q: 'teaware' })).to.deep.equal(['Glass Teapot']);
    expect(await find({ q: 'kitchenware' })).to.deep.equal(['Glass Teapot']);
    expect(await find({ q: 'summer' })).to.deep.equal(['T-Shirt']);
    expect(await find({ q: 'turquoise jacket' })).to.deep.equal(['Rain Jacket']);
  });

  it('finds all the words, in any form, with or without accents, begun or whole', async () => {
    expect(await find({ q: 'brulee CREME' })).to.deep.equal(['Crème Brûlée Torch']);
    expect(await find({ q: 'crème' })).to.deep.equal(['Crème Brûlée Torch']);
    expect(await find({ q: 'shirts' })).to.deep.equal(['T-Shirt']);
    expect(await find({ q: 'teap' })).to.deep.equal(['Glass Teapot']);
    expect(await find({ q: 'the who' })).to.deep.equal(['The Who Poster']);
    expect(await find({ q: 'paper teapot' })).to.deep.equal([]);
  });

  it('forgives typos (CAT-15)', async () => {
    for (const q of ['t-shrit', 'tshirt', 'T-SHIRT', 'sihrt', 'shiirt']) expect(await find({ q }), q).to.deep.equal(['T-Shirt']);
    expect(await find({ q: 'glas teepot' })).to.deep.equal(['Glass Teapot']);
    expect(await find({ q: 'jaket turqoise' })).to.deep.equal(['Rain Jacket']);
    expect(await find({ q: 'xylophone' })).to.deep.equal([]);
  });

  it('takes signs literally, nothing as everything, and not too much (CAT-15)', async () => {
    expect(await find({ q: "%_'" })).to.deep.equal([]);
    expect(await find({ q: '%_' }), 'as it stands in a description').to.deep.equal(['Crème Brûlée Torch']);
    for (const q of ["'; drop table products; --", "a' & !b:* | (c", '\\', '<->', ':*', '"', "o'neill", '()', '💥', '東京'])
      expect(await find({ q }), q).to.deep.equal([]);
    expect((await shop.anyone.get(`${SEARCH}?q=%00`)).body.total).to.equal(8);
    expect((await shop.anyone.get(`${SEARCH}?q=${'lamp '.repeat(40).trim()}`)).status).to.equal(200);
    const tooMuch = await shop.anyone.get(`${SEARCH}?q=${'x'.repeat(2000)}`);
    expect(tooMuch.status).to.equal(422);
    expect(tooMuch.body.errors[0]).to.include({ path: 'q' });
    for (const path of [SEARCH, `${SEARCH}?q=`, `${SEARCH}?q=%20%20`]) {
      expect((await shop.anyone.get(path)).body, path).to.deep.equal((await shop.anyone.get('/api/products')).body);
    }
  });

  it('looks into title and description for parts of them', async () => {
    expect(await find({ title: 'LAMP' })).to.deep.equal(['Table Lamp']);
    expect(await find({ description: 'light' })).to.deep.equal(['Table Lamp']);
    expect(await find({ description: '0%_b' })).to.deep.equal(['Crème Brûlée Torch']);
    expect(await find({ description: '0_' })).to.deep.equal([]);
    expect(await find({ title: 'lantern', q: 'folds' })).to.deep.equal(['Paper Lantern']);
  });

  it('narrows as the list does, and goes on by cursor', async () => {
    expect(await find({ q: 'lantern', max_price: '30' })).to.deep.equal(['Paper Lantern', 'Storm Light']);
    expect(await find({ q: 'teepot', category: 'kitchenware' })).to.deep.equal(['Glass Teapot']);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await shop.anyone.get(`${SEARCH}?q=lantern&limit=1&cursor=${encodeURIComponent(cursor)}`);
      seen.push(...body.items.map(({ title }: { title: string }) => title));
      cursor = body.next_cursor as string | null;
    }
    expect(seen).to.deep.equal(['Paper Lantern', 'Table Lamp', 'Storm Light']);
  });

  it('finds words in a row, leaves out what is not wanted, and says how it read a text (CAT-15)', async () => {
    expect(await find({ q: '"warm light"' })).to.deep.equal(['Table Lamp']);
    expect(await find({ q: 'lantern -paper' })).to.deep.equal(['Table Lamp', 'Storm Light']);
    const { body: corrected } = await shop.anyone.get(`${SEARCH}?q=glas+teepot`);
    expect(corrected).to.deep.include({ corrected_to: 'glass teapot', tried: ['glas teepot', 'glass teapot'], suggestions: [] });
    const { body: nothing } = await shop.anyone.get(`${SEARCH}?q=paper+teapot`);
    expect(nothing).to.deep.include({ total: 0, corrected_to: null, tried: ['paper teapot'], suggestions: ['paper', 'teapot'] });
  });

  it('counts what it found by kind, alone and with the products', async () => {
    const { body, headers } = await shop.anyone.get('/api/products/facets?q=lantern&max_price=30');
    expect(headers['etag']).to.match(/^"/);
    expect(body.brand).to.deep.equal([]);
    expect(
      body.price.slice(0, 4).map(({ count }: { count: number }) => count),
      'whatever the price',
    ).to.deep.equal([1, 0, 1, 1]);
    expect(body.price.at(-1)).to.deep.equal({ min: 1000, max: null, count: 0 });
    const { body: found } = await shop.anyone.get(`${SEARCH}?q=lantern&max_price=30&facets=true`);
    expect(found.total).to.equal(2);
    expect(found.facets).to.deep.equal(body);
    const { body: all } = await shop.anyone.get('/api/products/facets/');
    expect(all.category).to.deep.equal([
      { value: 'kitchenware', label: 'Kitchenware', count: 1 },
      { value: 'teaware', label: 'Teaware', count: 1 },
    ]);
    expect(all.brand).to.deep.equal([{ value: 'lantern-and-sons', label: 'Lantern & Sons', count: 1 }]);
    expect(all.in_stock).to.deep.equal([
      { value: true, count: 0 },
      { value: false, count: 8 },
    ]);
    expect(all.rating.map(({ value }: { value: number }) => value)).to.deep.equal([4, 3, 2, 1]);
  });

  it('counts anew what changed or was counted in', async () => {
    const inStock = async () => {
      for (let time = 0; time < 2; time += 1) await shop.anyone.get('/api/products/facets?tag=fresh');
      const { body } = await shop.anyone.get('/api/products/facets?tag=fresh');
      return body.in_stock.map(({ count }: { count: number }) => count);
    };
    expect(await inStock()).to.deep.equal([0, 0]);
    const { body } = await admin.post('/api/products', { title: 'Fresh Thing', price: 1, tags: ['fresh'], stock_quantity: 1 });
    expect(await inStock()).to.deep.equal([1, 0]);
    await admin.patch(`/api/products/${body.id}`, { stock_quantity: 0 });
    expect(await inStock()).to.deep.equal([0, 1]);
    await admin.delete(`/api/products/${body.id}`);
    expect(await inStock()).to.deep.equal([0, 0]);
  });

  it('completes what is being typed', async () => {
    const suggest = async (q: string) => {
      const { body } = await shop.anyone.get(`/api/products/suggest?${new URLSearchParams({ q }).toString()}`);
      const names = (shelves: readonly { name: string }[]) => shelves.map(({ name }) => name);
      const products = body.products.map(({ title }: { title: string }) => title);
      return [products, names(body.categories), names(body.brands), body.corrected_to];
    };
    expect(await suggest('lant')).to.deep.equal([['Paper Lantern', 'Table Lamp'], [], ['Lantern & Sons'], null]);
    expect(await suggest('TE')).to.deep.equal([[], ['Teaware'], [], null]);
    expect(await suggest('gl')).to.deep.equal([['Glass Teapot'], [], [], null]);
    expect(await suggest('glass t')).to.deep.equal([['Glass Teapot'], [], [], null]);
    expect(await suggest('crè')).to.deep.equal([['Crème Brûlée Torch'], [], [], null]);
    expect(await suggest('lantren')).to.deep.equal([['Paper Lantern', 'Table Lamp'], [], ['Lantern & Sons'], 'lantern']);
    for (const q of ['', '  ', '%', "'; drop table products", '(a|b)*', '\\', 'x'.repeat(200), '💥', '.*', '\0'])
      expect(await suggest(q), q).to.deep.equal([[], [], [], null]);
    expect((await shop.anyone.get('/api/products/suggest?q=lamp&limit=1')).body.products).to.have.lengthOf(1);
  });

  it('refuses what it cannot use, and names it (CAT-11)', async () => {
    const refusal = async (path: string) => {
      const { status, body } = await shop.anyone.get(path);
      return `${status} ${body.errors?.map(({ path: field }: { path: string }) => field).join(',')}`;
    };
    for (const route of ['facets', 'suggest', 'search']) {
      expect(await refusal(`/api/products/${route}?q=${'x'.repeat(2000)}`), route).to.equal('422 q');
      expect((await shop.anyone.get(`/api/products/${route}?q=%ff%fe%00`)).status, 'bad UTF-8').to.be.oneOf([200, 400, 422]);
    }
    expect(await refusal('/api/products/suggest?q=a&limit=11')).to.equal('422 limit');
    expect(await refusal('/api/products/facets?min_price=10&max_price=5')).to.equal('422 max_price');
    expect(await refusal('/api/products/facets?min_price=-1&in_stock=x')).to.equal('422 min_price,in_stock');
    expect(await refusal(`${SEARCH}?facets=some`)).to.equal('422 facets');
    for (const category of ["' or 1=1", '%', '\\', '.*', '%00']) {
      const { status, body } = await shop.anyone.get(`/api/products/facets?${new URLSearchParams({ category }).toString()}`);
      expect([status, body.brand], category).to.deep.equal([200, []]);
    }
  });

  it('knows new names at once', async () => {
    const { body } = await admin.post('/api/products', { title: 'Umbrella', price: 1, tags: ['parapluie'] });
    await admin.patch(`/api/products/${body.id}`, { title: 'Parasol' });
    expect(await find({ q: 'umbrella' })).to.deep.equal([]);
    expect(await find({ q: 'parasol' })).to.deep.equal(['Parasol']);
    await shop.knex('brands').update({ name: 'Beacon Works' });
    expect(await find({ q: 'beacon' })).to.deep.equal(['Table Lamp']);
    await shop.knex('tags').where({ name: 'parapluie' }).update({ name: 'ombrelle' });
    expect(await find({ q: 'ombrelle' })).to.deep.equal(['Parasol']);
    await shop.knex('categories').where({ name: 'Kitchenware' }).update({ name: 'Pantry' });
    expect(await find({ q: 'pantry' })).to.deep.equal(['Glass Teapot']);
    await shop.knex('categories').where({ id: teaware }).update({ parent_id: null });
    expect(await find({ q: 'pantry' })).to.deep.equal([]);
    const target = await shop.container.get(TOKENS.createCategory).execute({ name: 'Glassware', description: null, parentId: null });
    expect((await admin.delete(`/api/products/category/${teaware}?move_to=${target}`)).status).to.equal(204);
    expect(await find({ q: 'glassware' })).to.deep.equal(['Glass Teapot']);
    expect((await shop.anyone.get('/api/products/glass-teapot')).body.categories).to.deep.equal([
      { id: target, name: 'Glassware', slug: 'glassware' },
    ]);
    expect(await find({ q: 'teaware' })).to.deep.equal([]);
  });
});
