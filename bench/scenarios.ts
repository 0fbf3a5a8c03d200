import { perform, send, type Measured, type Shot } from './load.js';
import type { BenchShop } from './shop.js';
import type { BenchProduct } from './stock.js';

type Headers = Readonly<Record<string, string>>;

export interface World {
  readonly shop: BenchShop;
  readonly products: readonly BenchProduct[];
  /** One session for each connection that will ever be open at once. */
  readonly customers: readonly Headers[];
}

export interface Scenario {
  readonly name: string;
  /** The short name for `--only`. */
  readonly key: string;
  /** What issue and README promise at 32 connections, a second; null: only watched. */
  readonly goal: number | null;
  /** Promised for the 99th percentile at 32 connections, milliseconds. */
  readonly p99Goal?: number;
  /** Compared with bare Koa that serialises the list, so that machines do not matter. */
  readonly read: boolean;
  prepare?(world: World): Promise<void>;
  load(world: World, size: { connections: number; seconds: number }): Promise<Measured>;
}

export const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

const gets = (paths: readonly string[], headers: Headers = {}): Shot[] => paths.map((path) => ({ path, headers }));

/** The same paths for everybody, each connection beginning somewhere else. */
const reading =
  (pathsOf: (world: World) => readonly string[]) =>
  (world: World, size: { connections: number; seconds: number }): Promise<Measured> => {
    const paths = pathsOf(world);
    return perform(world.shop.base, size, (connection) => {
      const from = (connection * 7) % paths.length;
      return gets([...paths.slice(from), ...paths.slice(0, from)]);
    });
  };

const asCustomer =
  (shotsOf: (headers: Headers, world: World, connection: number) => readonly Shot[], steps = 1) =>
  (world: World, size: { connections: number; seconds: number }): Promise<Measured> =>
    perform(world.shop.base, { ...size, steps }, (connection) => shotsOf(pick(world.customers, connection), world, connection));

const add = (headers: Headers, productId: string): Shot => ({
  method: 'POST',
  path: '/api/carts/add',
  headers,
  body: { product_id: productId },
});
const checkout = (headers: Headers): Shot => ({ method: 'POST', path: '/api/orders/checkout', headers, body: {} });

const ROUNDS = 200;

const purchases =
  (productsOf: (world: World, connection: number, round: number) => readonly [string, string]) =>
  (headers: Headers, world: World, connection: number): Shot[] =>
    Array.from({ length: ROUNDS }, (_, round) => {
      const [first, second] = productsOf(world, connection, round);
      return [add(headers, first), add(headers, second), checkout(headers)];
    }).flat();

const fillCarts = async ({ shop, customers, products }: World): Promise<void> => {
  for (const [index, headers] of customers.entries())
    for (const offset of [0, 1]) await send(shop.base, add(headers, pick(products, index + offset).id));
};

const SEARCHES = ['amber lamp', 'cobalt mug', 'lnen chair', 'tent', 'ember notebook', 'slate kettle'];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'list, pages of 20',
    key: 'list',
    goal: null,
    read: true,
    load: reading(() => Array.from({ length: 40 }, (_, page) => `/api/products/?page=${page + 1}&limit=20`)),
  },
  {
    name: 'detail',
    key: 'detail',
    goal: null,
    read: true,
    load: reading(({ products }) => products.slice(0, 200).map(({ slug }) => `/api/products/${slug}`)),
  },
  {
    name: 'search, six questions that repeat',
    key: 'search',
    goal: null,
    read: true,
    load: reading(() => SEARCHES.map((q) => `/api/products/search?q=${encodeURIComponent(q)}`)),
  },
  {
    name: 'search, never the same question twice',
    key: 'search-cold',
    goal: 3000,
    read: false,
    load: (world, size) =>
      perform(world.shop.base, size, (connection) =>
        gets(
          Array.from(
            { length: 2000 },
            (_, round) =>
              `/api/products/search?q=${encodeURIComponent(pick(SEARCHES, round))}&max_price=${1000 + connection * 2000 + round}`,
          ),
        ),
      ),
  },
  { name: 'categories', key: 'categories', goal: null, read: true, load: reading(() => ['/api/products/category/']) },
  { name: 'who am I', key: 'me', goal: null, read: false, load: asCustomer((headers) => gets(['/api/account/me'], headers)) },
  {
    name: 'cart view, 2 lines',
    key: 'cart-view',
    goal: 5000,
    read: false,
    prepare: fillCarts,
    load: asCustomer((headers) => gets(['/api/carts/'], headers)),
  },
  {
    name: 'cart change',
    key: 'cart-change',
    goal: 3000,
    read: false,
    prepare: fillCarts,
    load: asCustomer((headers, { products }, connection) =>
      (['increase', 'decrease'] as const).map((step) => ({
        method: 'PATCH',
        path: `/api/carts/${step}/${pick(products, connection).id}`,
        headers,
      })),
    ),
  },
  {
    name: 'purchase: two adds and a checkout',
    key: 'purchase',
    goal: 450,
    p99Goal: 120,
    read: false,
    load: asCustomer(
      purchases(({ products }, connection, round) => [
        pick(products, connection * 61 + round * 7).id,
        pick(products, connection * 61 + round * 7 + 1).id,
      ]),
      3,
    ),
  },
  {
    name: 'purchase, everybody the same two products',
    key: 'purchase-hot',
    goal: 300,
    read: false,
    load: asCustomer(
      purchases(({ products }) => [pick(products, 0).id, pick(products, 1).id]),
      3,
    ),
  },
  { name: 'my orders', key: 'orders', goal: null, read: false, load: asCustomer((headers) => gets(['/api/orders/?limit=20'], headers)) },
  {
    name: 'my payments',
    key: 'payments',
    goal: null,
    read: false,
    load: asCustomer((headers) => gets(['/api/payments/?limit=20'], headers)),
  },
  {
    name: 'my addresses',
    key: 'addresses',
    goal: null,
    read: false,
    load: asCustomer((headers) => gets(['/api/shippings/addresses'], headers)),
  },
  {
    name: 'back office: orders',
    key: 'admin-orders',
    goal: null,
    read: false,
    load: ({ shop }, size) => perform(shop.base, size, () => gets(['/api/admin/orders?limit=20'], shop.admin)),
  },
  {
    name: 'log-in (bcrypt, cost 10)',
    key: 'login',
    goal: null,
    read: false,
    load: ({ shop }, size) =>
      perform(shop.base, size, (connection) => [
        {
          method: 'POST',
          path: '/api/account/login',
          body: { email: `bench-${connection % 32}@portico.example`, password: 'bench-password-4711-long' },
        },
      ]),
  },
];
