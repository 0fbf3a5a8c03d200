import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const PRODUCTS = '/api/products';

interface PageBody {
  readonly items: readonly { readonly id: string; readonly title: string }[];
  readonly total: number;
  readonly next_cursor?: string | null;
}

describe('Listing products', () => {
  const shop = startShop();
  let admin: Client;

  /** In the order of their making. */
  const WARES = [
    { title: 'Cobalt Mug', price: 12, categories: ['Mugs'], brand: 'Alder', tags: ['blue'], stock_quantity: 5, rating: [9, 2] },
    { title: 'Amber Mug', price: 12, categories: ['Mugs'], brand: 'Quay', tags: ['warm'], stock_quantity: 0, rating: [3, 1] },
    { title: 'Slate Kettle', price: 80, categories: ['Kitchen'], brand: 'Alder', tags: ['warm'], stock_quantity: 2, rating: [0, 0] },
    { title: 'Linen Shirt', price: 45, categories: ['Wear'], brand: null, tags: ['blue', 'warm'], stock_quantity: 9, rating: [20, 4] },
    { title: 'Birch Chair', price: 150.5, categories: ['Home'], brand: null, tags: [], stock_quantity: 1, rating: [8, 2] },
  ];

  const list = async (query: string): Promise<readonly string[]> => {
    const answer = await shop.anyone.get(`${PRODUCTS}/?${query}`);
    expect(answer.status, answer.text).to.equal(200);
    const { items, total } = answer.body as PageBody;
    if (!query.includes('limit')) expect(total).to.equal(items.length);
    return items.map(({ title }) => title);
  };
  const everyone = WARES.map(({ title }) => title).reverse();

  before(async () => {
    admin = await anAdmin(shop);
    const [createCategory, createBrand] = [shop.container.get(TOKENS.createCategory), shop.container.get(TOKENS.createBrand)];
    const home = await createCategory.execute({ name: 'Home', description: null, parentId: null });
    const kitchen = await createCategory.execute({ name: 'Kitchen', description: null, parentId: home });
    const mugs = await createCategory.execute({ name: 'Mugs', description: null, parentId: kitchen });
    const wear = await createCategory.execute({ name: 'Wear', description: null, parentId: null });
    const categories: Record<string, string> = { Home: home, Kitchen: kitchen, Mugs: mugs, Wear: wear };
    const brands: Record<string, string> = {};
    for (const name of ['Alder', 'Quay']) brands[name] = (await createBrand.execute({ name })).brandId;
    for (const { categories: names, brand, rating, ...ware } of WARES) {
      const category_ids = names.map((name) => categories[name]);
      const { status, body, text } = await admin.post(PRODUCTS, { ...ware, category_ids, brand_id: brand && brands[brand] });
      expect(status, text).to.equal(201);
      const [rating_sum, rating_count] = rating;
      await shop.knex('products').where({ id: body.id }).update({ rating_sum, rating_count, units_sold: rating_count });
    }
    await admin.post(PRODUCTS, { title: 'Draft Mug', price: 1, status: 'draft' });
  });

  it('shows what is for sale, the newest first, in pages', async () => {
    const { body } = await shop.anyone.get(`${PRODUCTS}/`);
    expect(body).to.include({ total: 5, page: 1, limit: 20, pages: 1 });
    expect(body.items.map(({ title }: { title: string }) => title)).to.deep.equal(everyone);
    expect(body).to.not.have.property('next_cursor');

    const second = await shop.anyone.get(`${PRODUCTS}?page=2&limit=2`);
    expect(second.body).to.include({ total: 5, page: 2, limit: 2, pages: 3 });
    expect(second.body.items.map(({ title }: { title: string }) => title)).to.deep.equal(everyone.slice(2, 4));
    expect((await shop.anyone.get(`${PRODUCTS}?page=9`)).body).to.deep.include({ items: [], total: 5, page: 9, pages: 1 });
  });

  it('shows in the list what the product itself shows', async () => {
    const [first] = (await shop.anyone.get(PRODUCTS)).body.items;
    expect((await shop.anyone.get(`${PRODUCTS}/${first.slug}`)).body).to.deep.equal(first);
    expect(first).to.deep.include({ rating_average: 4, rating_count: 2 });
  });

  it('answers 304 to who has it already', async () => {
    for (const path of [`${PRODUCTS}/?limit=2`, `${PRODUCTS}/search?q=mug`]) {
      const { headers } = await shop.anyone.get(path);
      expect(headers['cache-control']).to.equal('public, max-age=0, must-revalidate');
      expect(headers['etag']).to.match(/^"[\w-]+"$/);
      expect((await shop.anyone.get(path, { 'If-None-Match': String(headers['etag']) })).status).to.equal(304);
    }
  });

  it('narrows by every kind, and widens within one (CAT-13)', async () => {
    expect(await list('category=mugs')).to.deep.equal(['Amber Mug', 'Cobalt Mug']);
    expect(await list('categories=KITCHEN'), 'and what is below').to.deep.equal(['Slate Kettle', 'Amber Mug', 'Cobalt Mug']);
    expect(await list('category=mugs&category=wear')).to.deep.equal(['Linen Shirt', 'Amber Mug', 'Cobalt Mug']);
    expect(await list('brand=alder&brand=Quay')).to.deep.equal(['Slate Kettle', 'Amber Mug', 'Cobalt Mug']);
    expect(await list('tag=blue')).to.deep.equal(['Linen Shirt', 'Cobalt Mug']);
    expect(await list('min_price=45&max_price=80'), 'bounds belong').to.deep.equal(['Linen Shirt', 'Slate Kettle']);
    expect(await list('min_rating=4.5')).to.deep.equal(['Linen Shirt', 'Cobalt Mug']);
    expect(await list('min_rating=0')).to.deep.equal(everyone);
    expect(await list('in_stock=false')).to.deep.equal(['Amber Mug']);
    expect(await list('category=home&brand=alder&min_price=10&min_rating=4&in_stock=true&tag=blue')).to.deep.equal(['Cobalt Mug']);
    expect(await list('category=nowhere')).to.deep.equal([]);
    expect(await list('category=&brand=&min_price=&in_stock=&sort=&min_rating='), 'what is empty says nothing').to.deep.equal(everyone);
  });

  it('sorts, with the id for equals (CAT-14)', async () => {
    expect(await list('sort=price')).to.deep.equal(['Cobalt Mug', 'Amber Mug', 'Linen Shirt', 'Slate Kettle', 'Birch Chair']);
    expect(await list('sort=-price')).to.deep.equal(['Birch Chair', 'Slate Kettle', 'Linen Shirt', 'Cobalt Mug', 'Amber Mug']);
    expect(await list('sort=title')).to.deep.equal([...everyone].sort());
    expect(await list('sort=-rating')).to.deep.equal(['Linen Shirt', 'Cobalt Mug', 'Birch Chair', 'Amber Mug', 'Slate Kettle']);
    expect(await list('sort=-popularity,-price')).to.deep.equal(['Linen Shirt', 'Birch Chair', 'Cobalt Mug', 'Amber Mug', 'Slate Kettle']);
    expect(await list('sort=price,newest')).to.deep.equal(['Amber Mug', 'Cobalt Mug', 'Linen Shirt', 'Slate Kettle', 'Birch Chair']);
  });

  it('goes through every order in the same steps, by page and by cursor (CAT-14)', async () => {
    for (const sort of ['newest', 'price', '-price', 'title', '-rating', '-popularity', '-rating,price', 'price,newest']) {
      const whole = await list(`sort=${sort}`);
      const byPage: string[] = [];
      for (const page of [1, 2, 3, 4, 5]) byPage.push(...(await list(`sort=${sort}&limit=1&page=${page}`)));
      expect(byPage, sort).to.deep.equal(whole);

      const byCursor: string[] = [];
      for (let cursor: string | null | undefined = ''; cursor !== null && cursor !== undefined;) {
        const { body } = await shop.anyone.get(`${PRODUCTS}?sort=${sort}&limit=2&cursor=${encodeURIComponent(cursor)}`);
        byCursor.push(...(body as PageBody).items.map(({ title }) => title));
        expect(body.total).to.equal(5);
        cursor = (body as PageBody).next_cursor;
      }
      expect(byCursor, sort).to.deep.equal(whole);
    }
  });

  it('refuses what is no page and no order, and names what is (CAT-11)', async () => {
    const refusal = async (query: string) => {
      const { status, body } = await shop.anyone.get(`${PRODUCTS}?${query}`);
      return `${status} ${body.errors?.map(({ path }: { path: string }) => path).join(',')} ${body.detail}`;
    };
    expect(await refusal('limit=100000')).to.match(/^422 limit .*1 to 100/);
    expect(await refusal('limit=0')).to.match(/^422 limit /);
    expect(await refusal('page=-1')).to.match(/^422 page .*from 1/);
    expect(await refusal('page=x')).to.match(/^422 page /);
    expect(await refusal('sort=password')).to.match(/^422 sort .*newest, price, -price, title, -rating, -popularity/);
    expect(await refusal('sort=price,')).to.match(/^422 sort /);
    expect(await refusal('min_price=10&max_price=5')).to.match(/^422 max_price /);
    expect(await refusal('min_price=-1')).to.match(/^422 min_price /);
    expect(await refusal('min_price=1.555')).to.match(/^422 min_price /);
    expect(await refusal('min_rating=6&in_stock=maybe')).to.match(/^422 min_rating,in_stock /);
    expect(await refusal('cursor=nonsense')).to.match(/^422 cursor /);
    expect(await refusal('sort=price&sort=title')).to.match(/^422 sort /);
    const { body } = await shop.anyone.get(`${PRODUCTS}?sort=price&limit=1&cursor=`);
    expect(await refusal(`sort=-price&cursor=${body.next_cursor}`), 'of another order').to.match(/^422 cursor /);
    const forged = Buffer.from(JSON.stringify(['price', "1'; drop table products", 'x'])).toString('base64url');
    expect(await refusal(`sort=price&cursor=${forged}`)).to.match(/^422 cursor /);
  });

  it('asks a constant number of statements, however long the page', async () => {
    const statements: number[] = [];
    for (const limit of [1, 5]) {
      let asked = 0;
      const count = () => (asked += 1);
      const sql = shop.container.get(TOKENS.poolSql);
      const queries = shop.container.get(TOKENS.catalogueQueries);
      const original = sql.query.bind(sql);
      sql.query = ((...given: Parameters<typeof original>) => (count(), original(...given))) as typeof sql.query;
      await queries.search({ status: 'published', sort: [] }, { page: 1, limit });
      sql.query = original;
      statements.push(asked);
    }
    expect(statements, 'one that finds, one that gathers').to.deep.equal([2, 2]);
  });

  it('asks any number of filters at once without an error', async () => {
    const all = 'category=a&brand=b&tag=c&min_price=1&max_price=2&min_rating=1&in_stock=true&sort=-rating,price,-popularity&cursor=';
    expect((await shop.anyone.get(`${PRODUCTS}?${all}`)).status).to.equal(200);
    expect((await shop.anyone.get(`${PRODUCTS}/search?${all}&q=mug&title=a%25_'&description=b`)).status).to.equal(200);
    expect((await admin.get(`/api/admin/products?${all}&q=mug&status=draft`)).status).to.equal(200);
    expect((await admin.get('/api/admin/products?q=mug')).body.total).to.equal(3);
  });
});

describe('Paging through products by cursor', () => {
  const shop = startShop();

  it('shows everything that was there all along, once, while products come and go (CAT-12)', async () => {
    const { knex } = shop;
    const row = (place: number) => ({
      id: knex.raw(`('019b76da-a800-7000-8000-' || lpad(to_hex(${place}), 12, '0'))::uuid`),
      title: `Pebble ${place}`,
      description: '',
      slug: `pebble-${place}`,
      status: 'published',
      options: '[]',
      currency: 'USD',
      price_minor: place % 7,
      created_at: new Date(),
      updated_at: new Date(),
      version: 1,
    });
    const put = async (places: readonly number[]) => {
      await knex('products').insert(places.map(row));
      await knex.raw(
        `insert into variants (id, product_id, position, sku, options, price_minor)
         select gen_random_uuid(), p.id, 0, p.slug, '{}', p.price_minor from products p
         where not exists (select from variants v where v.product_id = p.id)`,
      );
    };
    const steady = Array.from({ length: 1000 }, (_, index) => 2 * index + 2);
    await put(steady);
    const passing = Array.from({ length: 50 }, (_, index) => 40 * index + 1);

    for (const sort of ['newest', 'price']) {
      const seen: string[] = [];
      let step = 0;
      for (let cursor: string | null = ''; cursor !== null; step += 1) {
        const { body } = await shop.anyone.get(`/api/products?sort=${sort}&limit=100&cursor=${encodeURIComponent(cursor)}`);
        seen.push(...(body as PageBody).items.map(({ title }) => title));
        cursor = (body as PageBody).next_cursor ?? null;
        const some = passing.slice(step * 5, step * 5 + 5);
        if (some.length > 0) await put(some);
        if (step > 1) {
          const gone = passing.slice((step - 2) * 5, (step - 2) * 5 + 5).map((place) => `pebble-${place}`);
          await knex('variants').whereIn('sku', gone).delete();
          await knex('products').whereIn('slug', gone).delete();
        }
      }
      const titles = new Set(seen);
      expect(seen, 'none twice').to.have.lengthOf(titles.size);
      expect(steady.filter((place) => !titles.has(`Pebble ${place}`))).to.deep.equal([]);
      await knex('variants')
        .whereNotIn(
          'sku',
          steady.map((place) => `pebble-${place}`),
        )
        .delete();
      await knex('products')
        .whereNotIn(
          'slug',
          steady.map((place) => `pebble-${place}`),
        )
        .delete();
    }
  }).timeout(20_000);
});
