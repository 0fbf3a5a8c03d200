import type { Shot } from './load.js';
import type { BenchShop } from './shop.js';

/** What is there to be asked for. */
export interface Stock {
  readonly products: readonly { readonly id: string; readonly slug: string; readonly title: string }[];
  readonly departments: readonly string[];
  readonly aisles: readonly string[];
  readonly brands: readonly string[];
  readonly tags: readonly string[];
}

/** One kind of question that a shopper asks. */
export interface Question {
  readonly key: string;
  readonly name: string;
  /** What shoppers ask over and over: a few, the same for all. */
  warm(stock: Stock): readonly Shot[];
  /** As many questions as there are, none of them twice; `place` counts on. */
  cold(stock: Stock, place: number): Shot;
  /** How many different ones there are, if they may run out during a load. */
  different?(stock: Stock): number;
}

const WARM = 40;
const SAMPLE = 20_000;

const at = <Item>(items: readonly Item[], place: number): Item => items[place % items.length] as Item;
const get = (path: string, query: Readonly<Record<string, string | number>> = {}): Shot => {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { path: text === '' ? path : `${path}?${text}` };
};
const several = (ask: (place: number) => Shot): readonly Shot[] => Array.from({ length: WARM }, (_, place) => ask(place));

/** A price band that nobody asked for before, with something beside it: an aisle, a department, a brand in stock, a tag with its ratings. */
function filterAt({ departments, aisles, brands, tags }: Stock, place: number): Readonly<Record<string, string | number>> {
  const kinds = [
    { category: at(aisles, place >> 2) },
    { category: at(departments, place >> 2) },
    { brand: at(brands, place >> 2), in_stock: 'true' },
    { tag: at(tags, place >> 2), min_rating: 3 },
  ];
  const from = 3 + (place % 4_000) / 100;
  return {
    ...at<Readonly<Record<string, string | number>>>(kinds, place),
    min_price: from.toFixed(2),
    max_price: (from + 60 + Math.floor(place / 4_000)).toFixed(2),
  };
}

/** Words of one product's title: two that many have, one that few have, one of each, one with a letter left out. */
function wordsAt({ products }: Stock, place: number): string {
  const [quality = '', name = '', kind = ''] = at(products, place >> 2).title.split(' ');
  return at([`${quality} ${kind}`, name, `${name} ${kind}`, name.slice(0, 2) + name.slice(3)], place).toLowerCase();
}

/** What stands in the field after each key that is pressed. */
const begunOf = ({ products }: Stock): readonly string[] => {
  const begun = new Set<string>();
  for (const { title } of products)
    for (let letters = 2; letters <= Math.min(14, title.length); letters += 1) begun.add(title.slice(0, letters).toLowerCase().trimEnd());
  return [...begun].filter((text) => text.length > 1);
};
const begunBy = new WeakMap<Stock, readonly string[]>();
const begunAt = (stock: Stock): readonly string[] => {
  const known = begunBy.get(stock) ?? begunOf(stock);
  begunBy.set(stock, known);
  return known;
};

const cursorBehind = (id: string): string => Buffer.from(JSON.stringify(['newest', id])).toString('base64url');
const LIMITS = 80;

export const QUESTIONS: readonly Question[] = [
  {
    key: 'list',
    name: 'list, newest first',
    warm: () => several((place) => get('/api/products/', { page: place + 1, limit: 20 })),
    cold: ({ products }, place) =>
      get('/api/products/', { cursor: cursorBehind(at(products, place).id), limit: 20 + (Math.floor(place / products.length) % LIMITS) }),
  },
  {
    key: 'detail',
    name: 'detail',
    warm: ({ products }) => several((place) => get(`/api/products/${at(products, place).slug}`)),
    cold: ({ products }, place) => {
      const { slug, id } = at(products, place);
      return get(`/api/products/${place < products.length ? slug : id}`);
    },
    different: ({ products }) => products.length * 2,
  },
  {
    key: 'filter',
    name: 'filters and a price band, sorted by price',
    warm: (stock) => several((place) => get('/api/products/', { ...filterAt(stock, place), sort: place % 8 < 4 ? 'price' : '-price' })),
    cold: (stock, place) => get('/api/products/', { ...filterAt(stock, place), sort: place % 8 < 4 ? 'price' : '-price' }),
  },
  {
    key: 'facets',
    name: 'facets under those filters',
    warm: (stock) => several((place) => get('/api/products/facets', filterAt(stock, place))),
    cold: (stock, place) => get('/api/products/facets', filterAt(stock, place)),
  },
  {
    key: 'search',
    name: 'search',
    warm: (stock) => several((place) => get('/api/products/search', { q: wordsAt(stock, place) })),
    cold: (stock, place) => get('/api/products/search', { q: wordsAt(stock, place), max_price: (2_000 + place / 100).toFixed(2) }),
  },
  {
    key: 'suggest',
    name: 'suggest, key by key',
    warm: (stock) => several((place) => get('/api/products/suggest', { q: at(begunAt(stock), place) })),
    cold: (stock, place) => get('/api/products/suggest', { q: at(begunAt(stock), place) }),
    different: (stock) => begunAt(stock).length,
  },
];

/** A sample of what was generated, in no order that means anything. */
export async function stockOf({ database }: Pick<BenchShop, 'database'>): Promise<Stock> {
  const slugs = async (table: string, like: string): Promise<string[]> =>
    database<{ slug: string }>(table).where('slug', 'like', like).orderBy('slug').pluck('slug') as Promise<string[]>;
  const { rows } = await database.raw<{ rows: Stock['products'] }>(
    `select id, slug, title from products where status = 'published' order by md5(id::text) limit ${SAMPLE}`,
  );
  return {
    products: rows,
    departments: await slugs('categories', 'bench-department-%'),
    aisles: await slugs('categories', 'bench-aisle-%'),
    brands: await slugs('brands', 'bench-brand-%'),
    tags: await slugs('tags', 'bench-tag-%'),
  };
}
