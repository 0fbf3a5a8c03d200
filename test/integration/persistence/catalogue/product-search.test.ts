import { expect } from 'chai';
import fc from 'fast-check';
import type { FoundProducts, ProductFilter } from '../../../../src/application/catalogue/ports/product-search.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { SqlProductSearch } from '../../../../src/infrastructure/persistence/catalogue/sql-product-search.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { productSearchContract } from '../../../contract/product-search.contract.js';
import { InMemoryProductSearch } from '../../../support/fakes/in-memory-product-search.js';
import { aSearchWorld, storeSearchWorld, type SearchedProduct } from '../../../support/search-world.js';
import { testDatabase } from '../../../support/test-database.js';

const NOTHING_HEARD = { subscribe: () => undefined, isCurrent: () => false };

describe('A search through products in PostgreSQL', () => {
  const database = testDatabase();

  productSearchContract(async (world) => {
    await storeSearchWorld(database.knex, world);
    return new SqlProductSearch(new PoolSql(database.knex), NOTHING_HEARD, 'USD');
  });

  it('puts first what sells, of things that fit alike, and last what is sold out, but what fits better before all', async () => {
    const pan = (title: string, given: object = {}) => ({ title, ...given });
    const world = aSearchWorld({}, [
      pan('Iron Skillet', { unitsSold: 400 }),
      pan('Steel Skillet', { unitsSold: 40_000, pieces: 0 }),
      pan('Clay Skillet'),
      pan('Lid', { description: 'Fits every skillet', unitsSold: 1_000_000 }),
      pan('Tin Skillet', { pieces: 0 }),
    ]);
    await storeSearchWorld(database.knex, world);
    const search = new SqlProductSearch(new PoolSql(database.knex), NOTHING_HEARD, 'USD');
    const seen: string[] = [];
    for (const page of [1, 2, 3])
      seen.push(...(await search.find({ status: 'published', text: 'skillet', sort: [] }, { page, limit: 2 })).ids);
    const titles = seen.map((id) => world.products.find((product) => product.id === id)?.title);
    expect(titles, 'whoever sells a hundred times as much may be sold out').to.deep.equal([
      'Iron Skillet',
      'Steel Skillet',
      'Clay Skillet',
      'Tin Skillet',
      'Lid',
    ]);
  });
});

describe('Facets from PostgreSQL', () => {
  const database = testDatabase();
  const TREE = { Home: null, Kitchen: 'Home', Mugs: 'Kitchen', Pans: 'Kitchen', Wear: null, Shirts: 'Wear' };
  const CATEGORIES = Object.keys(TREE);
  const BRANDS = ['Alder', 'Quay', 'Rowan'];
  const TAGS = ['blue', 'warm', 'new', 'gift'];
  const WORDS = ['mug', 'kettle', 'shirt', 'lamp'];

  const product: fc.Arbitrary<Partial<SearchedProduct> & { readonly title: string }> = fc.record({
    title: fc.subarray(WORDS, { minLength: 1 }).map((words) => words.join(' ')),
    status: fc.constantFrom('published', 'published', 'published', 'draft', 'archived'),
    brand: fc.constantFrom(null, ...BRANDS),
    categories: fc.subarray(CATEGORIES, { maxLength: 3 }),
    tags: fc.subarray(TAGS),
    priceMinor: fc.constantFrom(0, 999, 1000, 2499, 2500, 7000, 30000, 99999, 100000, 250000),
    ratingCount: fc.nat(3),
    pieces: fc.nat(1),
  });
  const some = (names: readonly string[]) => fc.option(fc.subarray([...names], { minLength: 1, maxLength: 2 }), { nil: undefined });
  const price = fc.option(
    fc.constantFrom(0, 1000, 2499, 7000, 100000).map((minor) => Money.of(minor, 'USD')),
    { nil: undefined },
  );
  const selection = fc.record({
    status: fc.constantFrom('published' as const, undefined),
    categories: some(CATEGORIES),
    brands: some(BRANDS),
    tags: some(TAGS),
    minPrice: price,
    maxPrice: price,
    minRating: fc.option(fc.constantFrom(1, 2.5, 3, 4), { nil: undefined }),
    inStock: fc.option(fc.boolean(), { nil: undefined }),
    text: fc.option(fc.constantFrom(...WORDS), { nil: undefined }),
    title: fc.option(fc.constantFrom('ug', 'shirt l'), { nil: undefined, freq: 10 }),
  });

  it('are what counting one by one counts, for 200 combinations of filters, and so is the number found (CAT-13)', async () => {
    const sample = fc.sample(product, { numRuns: 160, seed: 5 });
    const rated = sample.map(({ ratingCount = 0, ...rest }, place) => ({
      ...rest,
      ratingCount,
      ratingSum: ratingCount * (1 + (place % 5)),
    }));
    const world = aSearchWorld(TREE, rated);
    await storeSearchWorld(database.knex, world);
    const [stored, counted] = [new SqlProductSearch(new PoolSql(database.knex), NOTHING_HEARD, 'USD'), new InMemoryProductSearch(world)];
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(selection, async (given) => {
        const filter = given as ProductFilter;
        const facets = await stored.facets(filter);
        expect(facets).to.deep.equal(await counted.facets(filter));
        const page = { page: 1, limit: 100 };
        const found = await stored.find({ ...filter, sort: ['newest'] }, page);
        expect(found).to.deep.include(await counted.find({ ...filter, sort: ['newest'] }, page).then(({ ids, total }) => ({ ids, total })));
        seen.add(JSON.stringify(facets));
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(seen.size, 'combinations that differ').to.be.greaterThan(100);
  }).timeout(240_000);
});

describe('Going through products by cursor, page by page', () => {
  const database = testDatabase();
  const SORTS = ['newest', 'price', '-price', 'title', '-rating', '-popularity', 'relevance'] as const;
  const STEADY = 40;
  const ware = (place: number) => ({
    title: `Cup ${'abcde'[place % 5]}`,
    priceMinor: 100 * (place % 4),
    ratingCount: place % 3,
    ratingSum: (place % 3) * (1 + (place % 5)),
    unitsSold: place % 4,
    pieces: 1,
  });
  const sorts = fc.subarray([...SORTS], { minLength: 1, maxLength: 3 }).chain((chosen) => fc.shuffledSubarray(chosen, { minLength: 1 }));
  const walk = fc.record({
    sort: sorts,
    text: fc.constantFrom(undefined, 'cup'),
    limit: fc.integer({ min: 1, max: 17 }),
    steps: fc.array(fc.constantFrom('come', 'go', 'nothing'), { maxLength: 12 }),
  });

  it('shows all that was there all along, once, whatever comes and goes meanwhile (CAT-12)', async () => {
    const search = new SqlProductSearch(new PoolSql(database.knex), NOTHING_HEARD, 'USD');
    const steady = aSearchWorld(
      {},
      Array.from({ length: STEADY }, (_, place) => ware(place)),
    );
    await storeSearchWorld(database.knex, steady);
    let made = STEADY;
    const come = async () => {
      const passing = aSearchWorld({}, [ware((made += 1)), ware((made += 3))]);
      await storeSearchWorld(database.knex, passing);
      return passing.products.map(({ id }) => id);
    };
    const go = async (ids: readonly string[]) => {
      await database.knex('products').whereIn('id', ids).update({ status: 'archived' });
    };
    await fc.assert(
      fc.asyncProperty(walk, async ({ sort, text, limit, steps }) => {
        const passing = [...(await come())];
        const seen: string[] = [];
        let step = 0;
        for (let cursor: string | null = ''; cursor !== null; step += 1) {
          const page = { page: 1, limit, cursor };
          const { ids, nextCursor }: FoundProducts = await search.find({ status: 'published', sort, text }, page);
          seen.push(...ids);
          cursor = nextCursor ?? null;
          if (steps[step] === 'come') passing.push(...(await come()));
          if (steps[step] === 'go') await go(passing.splice(0, 2));
        }
        await go(passing);
        expect(new Set(seen).size, 'none twice').to.equal(seen.length);
        expect(steady.products.filter(({ id }) => !seen.includes(id)).length, 'none left out').to.equal(0);
      }),
      { numRuns: 40, seed: 11 },
    );
  }).timeout(240_000);
});
