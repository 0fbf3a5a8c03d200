import { expect } from 'chai';
import fc from 'fast-check';
import type { ProductFilter, ProductSort } from '../../../../src/application/catalogue/ports/product-search.js';
import type { Change } from '../../../../src/application/shared/ports/change-feed.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { ColumnarProductSearch } from '../../../../src/infrastructure/persistence/catalogue/columnar-product-search.js';
import { KeptProductColumns } from '../../../../src/infrastructure/persistence/catalogue/kept-product-columns.js';
import { SqlProductSearch } from '../../../../src/infrastructure/persistence/catalogue/sql-product-search.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { productSearchContract } from '../../../contract/product-search.contract.js';
import { aSearchWorld, storeSearchWorld } from '../../../support/search-world.js';
import { statementsOf } from '../../../support/statements-of.js';
import { testDatabase } from '../../../support/test-database.js';

/** Changes as somebody tells them. */
class ToldFeed {
  isHeard = true;
  readonly #heard: ((changes: Iterable<Change> | 'anything') => void)[] = [];

  subscribe(heard: (changes: Iterable<Change> | 'anything') => void): void {
    this.#heard.push(heard);
  }

  isCurrent(): boolean {
    return this.isHeard;
  }

  tell(...changes: Change[]): void {
    for (const heard of this.#heard) heard(changes);
  }

  tellAnything(): void {
    for (const heard of this.#heard) heard('anything');
  }
}

const TREE = { Home: null, Kitchen: 'Home', Mugs: 'Kitchen', Pans: 'Kitchen', Wear: null, Shirts: 'Wear' };
const CATEGORIES = Object.keys(TREE);
const BRANDS = ['Alder', 'Quay', 'Rowan'];
const TAGS = ['blue', 'warm', 'new', 'gift'];
const PRICES = [0, 999, 1000, 2499, 2500, 7000, 30000, 99999, 100000, 250000];
const page = { page: 1, limit: 100 };
const shop = { status: 'published' as const, sort: [] };

const columnsReady = async (columns: KeptProductColumns): Promise<void> => {
  columns.wake();
  while (!(await columns.get(true))) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('A search through columns in memory, beside PostgreSQL', () => {
  const database = testDatabase();

  productSearchContract(async (world) => {
    await storeSearchWorld(database.knex, world);
    const sql = new PoolSql(database.knex);
    const columns = new KeptProductColumns(sql, new ToldFeed(), 'USD');
    await columnsReady(columns);
    return new ColumnarProductSearch(new SqlProductSearch(sql, new ToldFeed(), 'USD'), columns, 'USD');
  });
});

describe('The columns of a large catalogue', () => {
  const database = testDatabase();
  const feed = new ToldFeed();
  const world = aSearchWorld(
    TREE,
    Array.from({ length: 150 }, (_, place) => ({
      title: `Thing ${place}`,
      status: place % 11 === 0 ? ('draft' as const) : ('published' as const),
      brand: [null, ...BRANDS][place % 4] ?? null,
      categories: CATEGORIES.filter((_name, index) => (place * 7 + index * 5) % 4 === 0).slice(0, 3),
      tags: TAGS.filter((_name, index) => (place + index) % 3 === 0),
      priceMinor: PRICES[(place * 7) % PRICES.length] ?? 0,
      ratingCount: place % 5,
      ratingSum: (place % 5) * (1 + (place % 3)),
      pieces: place % 2,
    })),
  );
  let inSql: SqlProductSearch;
  let columns: KeptProductColumns;
  let inColumns: ColumnarProductSearch;

  before(async () => {
    await storeSearchWorld(database.knex, world);
    const sql = new PoolSql(database.knex);
    inSql = new SqlProductSearch(sql, new ToldFeed(), 'USD');
    columns = new KeptProductColumns(sql, feed, 'USD');
    inColumns = new ColumnarProductSearch(inSql, columns, 'USD');
    await columnsReady(columns);
  });

  const some = (names: readonly string[]) => fc.option(fc.subarray([...names], { minLength: 1, maxLength: 2 }), { nil: undefined });
  const price = fc.option(
    fc.constantFrom(0, 1000, 2499, 7000, 100000).map((minor) => Money.of(minor, 'USD')),
    { nil: undefined },
  );
  const filters = fc.record({
    status: fc.constant('published' as const),
    categories: some([...CATEGORIES, 'kitchen', 'nowhere']),
    brands: some(BRANDS),
    tags: some(TAGS),
    minPrice: price,
    maxPrice: price,
    minRating: fc.option(fc.constantFrom(1, 1.1, 2.5, 3, 4), { nil: undefined }),
    inStock: fc.option(fc.boolean(), { nil: undefined }),
  });
  const sorts = fc.subarray<ProductSort>(['price', '-rating', '-price', 'newest', 'relevance']);

  it('find, count and go on as PostgreSQL does, for 200 combinations of filters and sorts (CAT-13, CAT-14)', async () => {
    await fc.assert(
      fc.asyncProperty(filters, sorts, fc.integer({ min: 1, max: 30 }), async (given, sort, limit) => {
        const filter = given as ProductFilter;
        expect(await inColumns.facets(filter)).to.deep.equal(await inSql.facets(filter));
        const query = { ...filter, sort };
        for (const number of [1, 2, 3])
          expect(await inColumns.find(query, { page: number, limit })).to.deep.equal(await inSql.find(query, { page: number, limit }));
        for (let cursor: string | null = ''; cursor !== null;) {
          const asked: { page: number; limit: number; cursor: string } = { page: 1, limit, cursor };
          const part = await inColumns.find(query, asked);
          expect(part).to.deep.equal(await inSql.find(query, asked));
          cursor = part.nextCursor ?? null;
        }
      }),
      { numRuns: 200, seed: 11 },
    );
  }).timeout(120_000);

  it('ask PostgreSQL nothing, however long the page, and one statement after any number of changes', async () => {
    const asked = (limit: number) =>
      statementsOf(async () => void (await Promise.all([inColumns.find(shop, { page: 1, limit }), inColumns.facets(shop)])));
    expect([await asked(1), await asked(100)]).to.deep.equal([[], []]);
    feed.tell(...world.products.map(({ id }) => `product:${id}`));
    expect(await asked(100)).to.deep.equal(['product_columns.changed']);
  });

  it('show what was changed as soon as it is told: prices, shelves, stock, what comes and what goes', async () => {
    const [changed, sold, gone, drafted] = [1, 3, 5, 11].map((place) => world.products[place]?.id ?? '') as [
      string,
      string,
      string,
      string,
    ];
    const [variant] = await database.knex('variants').where({ product_id: sold });
    const [mugs, wear] = ['Mugs', 'Wear'].map((name) => world.categories.find((category) => category.name === name)?.id ?? '');
    await database.knex('products').where({ id: changed }).update({ price_minor: 123_456 });
    await database.knex('product_categories').where({ product_id: changed }).delete();
    await database.knex('product_categories').insert({ product_id: changed, category_id: mugs, position: 0 });
    await database.knex('stock').where({ variant_id: variant.id }).update({ reserved: 1 });
    await database.knex('products').where({ id: gone }).update({ status: 'archived' });
    await database.knex('products').where({ id: drafted }).update({ status: 'published' });
    await database.knex('categories').where({ id: mugs }).update({ parent_id: wear });
    feed.tell(`product:${changed}`, `product:${gone}`, `product:${drafted}`, `stock:${variant.id}`, 'shelves');
    for (const filter of [
      {},
      { categories: ['wear'] },
      { categories: ['kitchen'] },
      { inStock: true },
      { minPrice: Money.of(123_456, 'USD') },
    ]) {
      expect(await inColumns.find({ ...shop, ...filter }, page)).to.deep.equal(await inSql.find({ ...shop, ...filter }, page));
      expect(await inColumns.facets({ ...shop, ...filter })).to.deep.equal(await inSql.facets({ ...shop, ...filter }));
    }
  });

  it('follow a shelf that is taken away though nobody tells of its products', async () => {
    const [from, to] = ['Pans', 'Shirts'].map((name) => world.categories.find((category) => category.name === name)?.id ?? '');
    await database.knex.raw(
      `update product_categories set category_id = :to where category_id = :from
        and product_id not in (select product_id from product_categories where category_id = :to)`,
      { from: from ?? '', to: to ?? '' },
    );
    await database.knex('product_categories').where({ category_id: from }).delete();
    await database.knex('categories').where({ id: from }).delete();
    feed.tell('shelves');
    expect(await inColumns.facets(shop)).to.deep.equal(await inSql.facets(shop));
    expect(await inColumns.find({ ...shop, categories: ['shirts'] }, page)).to.deep.equal(
      await inSql.find({ ...shop, categories: ['shirts'] }, page),
    );
  });

  it('are not used while changes may go unheard, and read again after anything may have changed', async () => {
    feed.isHeard = false;
    expect(await columns.get(false)).to.equal(undefined);
    expect(await inColumns.find(shop, page)).to.deep.equal(await inSql.find(shop, page));
    feed.isHeard = true;
    feed.tellAnything();
    expect(await columns.get(false)).to.equal(undefined);
    await columnsReady(columns);
    expect(await inColumns.facets(shop)).to.deep.equal(await inSql.facets(shop));
  });
});
