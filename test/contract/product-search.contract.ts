import { expect } from 'chai';
import type { ProductQuery, ProductSearch } from '../../src/application/catalogue/ports/product-search.js';
import { Money } from '../../src/domain/shared/money.js';
import { aSearchWorld, type SearchWorld } from '../support/search-world.js';

const usd = (minor: number): Money => Money.of(minor, 'USD');

const WORLD = aSearchWorld(
  { Home: null, Kitchen: 'Home', Mugs: 'Kitchen', Wear: null },
  [
    { title: 'Cobalt Mug', brand: 'Alder', categories: ['Mugs', 'Kitchen'], tags: ['blue'], priceMinor: 1200, ratingSum: 9, ratingCount: 2, unitsSold: 5 },
    { title: 'Amber Mug', brand: 'Quay', categories: ['Mugs'], tags: ['warm'], priceMinor: 1200, pieces: 0, ratingSum: 3, ratingCount: 1, unitsSold: 9 },
    { title: 'Slate Kettle', brand: 'Alder', categories: ['Kitchen'], tags: ['warm'], priceMinor: 8000 },
    { title: 'Linen Shirt', categories: ['Wear'], tags: ['blue', 'warm'], priceMinor: 4500, ratingSum: 20, ratingCount: 4, unitsSold: 2 },
    { title: 'Grey Couch', description: 'Where a kettle and a mug are at home', priceMinor: 120000 },
    { title: 'Draft Mug', status: 'draft' },
  ],
  [['sofa', 'couch', 'settee']],
); // prettier-ignore

/** What every search for products keeps to, whatever finds them. */
export function productSearchContract(make: (world: SearchWorld) => Promise<ProductSearch>): void {
  let search: ProductSearch;
  const titles = (ids: readonly string[]) => ids.map((id) => WORLD.products.find((product) => product.id === id)?.title);
  const find = async (query: Partial<ProductQuery>) =>
    titles((await search.find({ status: 'published', sort: [], ...query }, { page: 1, limit: 20 })).ids);
  const counts = (labels: readonly { readonly label: string; readonly count: number }[]) =>
    Object.fromEntries(labels.map(({ label, count }) => [label, count]));

  before(async () => {
    search = await make(WORLD);
  });

  it('finds what fits in every kind, and in one value of each (CAT-13)', async () => {
    expect(await find({})).to.deep.equal(['Grey Couch', 'Linen Shirt', 'Slate Kettle', 'Amber Mug', 'Cobalt Mug']);
    expect(await find({ categories: ['KITCHEN'] })).to.deep.equal(['Slate Kettle', 'Amber Mug', 'Cobalt Mug']);
    expect(await find({ brands: ['alder', 'quay'], tags: ['warm'] })).to.deep.equal(['Slate Kettle', 'Amber Mug']);
    expect(await find({ minPrice: usd(4500), maxPrice: usd(8000) })).to.deep.equal(['Linen Shirt', 'Slate Kettle']);
    expect(await find({ minRating: 4.5, inStock: true })).to.deep.equal(['Linen Shirt', 'Cobalt Mug']);
    expect(await find({ inStock: false })).to.deep.equal(['Amber Mug']);
  });

  it('finds words where they say most first, begun or whole, and what means the same', async () => {
    expect(await find({ text: 'kettle' })).to.deep.equal(['Slate Kettle', 'Grey Couch']);
    expect(await find({ text: 'MUGS cob' })).to.deep.equal(['Cobalt Mug']);
    expect(await find({ text: 'sofa' })).to.deep.equal(['Grey Couch']);
    expect(await find({ text: 'grey settees' })).to.deep.equal(['Grey Couch']);
  });

  it('finds words in a row, and leaves out what is not wanted', async () => {
    expect(await find({ text: '"amber mug"' })).to.deep.equal(['Amber Mug']);
    expect(await find({ text: '"mug amber"' })).to.deep.equal([]);
    expect(await find({ text: 'mug -amber', sort: ['title'] })).to.deep.equal(['Cobalt Mug', 'Grey Couch']);
  });

  it('says what it tried, and what would find something (CAT-15)', async () => {
    const page = { page: 1, limit: 20 };
    const shop = { status: 'published', sort: [] } as const;
    const mistyped = await search.find({ ...shop, text: 'ketlte' }, page);
    expect(titles(mistyped.ids)).to.deep.equal(['Slate Kettle', 'Grey Couch']);
    expect(mistyped.reading).to.deep.equal({ tried: ['ketlte', 'kettle'], correctedTo: 'kettle', suggestions: [] });
    const lost = await search.find({ ...shop, text: 'linen zebra kettle' }, page);
    expect(lost.reading).to.deep.equal({ tried: ['linen zebra kettle'], correctedTo: null, suggestions: ['linen', 'kettle'] });
    expect(await search.find(shop, page)).to.not.have.property('reading');
  });

  it('sorts, and goes on by cursor from where it was (CAT-14)', async () => {
    expect(await find({ sort: ['price', 'title'] })).to.deep.equal([
      'Amber Mug',
      'Cobalt Mug',
      'Linen Shirt',
      'Slate Kettle',
      'Grey Couch',
    ]);
    expect(await find({ sort: ['-popularity'] })).to.deep.equal(['Amber Mug', 'Cobalt Mug', 'Linen Shirt', 'Slate Kettle', 'Grey Couch']);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { ids, total, nextCursor } = await search.find({ status: 'published', sort: ['-rating'] }, { page: 1, limit: 2, cursor });
      expect(total).to.equal(5);
      seen.push(...ids);
      cursor = nextCursor ?? null;
    }
    expect(titles(seen)).to.deep.equal(['Linen Shirt', 'Cobalt Mug', 'Amber Mug', 'Slate Kettle', 'Grey Couch']);
  });

  it('counts each kind as if nothing of it had been asked for', async () => {
    const facets = await search.facets({ status: 'published', categories: ['mugs'], tags: ['blue'], minPrice: usd(1000) });
    expect(counts(facets.categories), 'of what is blue').to.deep.equal({ Home: 1, Kitchen: 1, Mugs: 1, Wear: 1 });
    expect(counts(facets.brands), 'of blue mugs').to.deep.equal({ Alder: 1 });
    expect(counts(facets.tags), 'of mugs').to.deep.equal({ blue: 1, warm: 1 });
    expect(facets.stock).to.deep.equal({ inStock: 1, soldOut: 0 });
    const all = await search.facets({ status: 'published' });
    expect(all.categories).to.deep.equal([
      { value: 'home', label: 'Home', count: 3 },
      { value: 'kitchen', label: 'Kitchen', count: 3 },
      { value: 'mugs', label: 'Mugs', count: 2 },
      { value: 'wear', label: 'Wear', count: 1 },
    ]);
    expect(all.prices.map(({ min, max, count }) => [min.minor, max && max.minor, count])).to.deep.equal([
      [0, 999, 0],
      [1000, 2499, 2],
      [2500, 4999, 1],
      [5000, 9999, 1],
      [10000, 24999, 0],
      [25000, 49999, 0],
      [50000, 99999, 0],
      [100000, null, 1],
    ]);
    expect(all.ratings.map(({ count }) => count)).to.deep.equal([2, 3, 3, 3]);
    expect(all.stock).to.deep.equal({ inStock: 4, soldOut: 1 });
    expect(counts((await search.facets({ status: 'published', text: 'mug' })).brands)).to.deep.equal({ Alder: 1, Quay: 1 });
  });

  it('completes what is being typed, the best sold first, and corrects it', async () => {
    const suggest = async (text: string, limit = 5) => {
      const { products, categories, brands, correctedTo } = await search.suggest(text, limit);
      return [titles(products), categories.map(({ name }) => name), brands.map(({ name }) => name), correctedTo];
    };
    expect(await suggest('li')).to.deep.equal([['Linen Shirt'], [], [], null]);
    expect(await suggest('mug am')).to.deep.equal([['Amber Mug'], [], [], null]);
    expect(await suggest('mug')).to.deep.equal([['Amber Mug', 'Cobalt Mug'], ['Mugs'], [], null]);
    expect(await suggest('mug', 1)).to.deep.equal([['Amber Mug'], ['Mugs'], [], null]);
    expect(await suggest('ald')).to.deep.equal([['Cobalt Mug', 'Slate Kettle'], [], ['Alder'], null]);
    expect(await suggest('ketlte')).to.deep.equal([['Slate Kettle'], [], [], 'kettle']);
    expect(await suggest('  ')).to.deep.equal([[], [], [], null]);
    expect(await suggest('"')).to.deep.equal([[], [], [], null]);
  });
}
