import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';
import { createTestDatabase, dropTestDatabase } from '../../support/test-server.js';

const ADMIN = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'blue-kettle-42-horizon' };

/** Else `fetch` asks for an answer from the source whenever it is given a tag. */
const ASKING = { 'cache-control': 'max-age=0' };

interface Product {
  readonly id: string;
  readonly slug: string;
  readonly price: number;
  readonly stock_quantity: number;
}

describe('What two processes on one database keep ready', function () {
  this.timeout(60_000);

  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  let dataDir: string;
  let database: pg.Client;
  let processes: readonly ShopProcess[] = [];
  let here: string;
  let there: string;
  let token: string;

  const ask = async <Body>(base: string, method: string, path: string, body?: object): Promise<Body> => {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  };
  const seen = async (base: string, { slug, id }: Product): Promise<readonly Product[]> => {
    const [detail, list, found] = await Promise.all([
      ask<Product>(base, 'GET', `/api/products/${slug}`),
      ask<{ items: Product[] }>(base, 'GET', '/api/products/'),
      ask<{ items: Product[] }>(base, 'GET', '/api/products/search?q=kettle'),
    ]);
    return [detail, ...[list, found].flatMap(({ items }) => items.filter((item) => item.id === id))];
  };
  const prices = async (base: string, product: Product) => (await seen(base, product)).map(({ price }) => price);
  const aProduct = () => ask<Product>(here, 'POST', '/api/products/', { title: 'Kettle', price: 10, stock_quantity: 50 });
  /** Often enough to be kept, if it is kept at all. */
  const warm = async (product: Product): Promise<void> => {
    for (let time = 0; time < 3; time += 1) await Promise.all([prices(here, product), prices(there, product)]);
  };

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'portico-kept-'));
    const url = await createTestDatabase(name);
    database = new pg.Client({ connectionString: url });
    await database.connect();
    const env = { DATABASE_URL: url, DATA_DIR: dataDir, JWT_SECRET: 'only-for-tests-0123456789-abcdefghij', ...ADMIN };
    const first = new ShopProcess('main.ts', [], env);
    processes = [first];
    here = await first.open();
    const second = new ShopProcess('http/main.ts', [], env);
    processes = [first, second];
    there = await second.open();
    token = '';
    token = (
      await ask<{ access_token: string }>(here, 'POST', '/api/account/login', {
        email: ADMIN.ADMIN_EMAIL,
        password: ADMIN.ADMIN_PASSWORD,
      })
    ).access_token;
  });
  after(async () => {
    await Promise.all(processes.map((shop) => shop.kill()));
    await database.end();
    await dropTestDatabase(name);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('answers what it keeps without the database, and as it did before: with 304, and to HEAD without a body', async () => {
    const product = await aProduct();
    const url = `${here}/api/products/${product.slug}`;
    const list = `${here}/api/products/?limit=3`;
    const fresh = await fetch(url);
    const body = await fresh.text();
    await warm(product);
    for (let time = 0; time < 3; time += 1) await (await fetch(list)).text();
    await database.query('begin');
    await database.query('lock table products in access exclusive mode');
    const [whole, again, head, same, other] = await Promise.all([
      fetch(list),
      fetch(url),
      fetch(url, { method: 'HEAD' }),
      fetch(url, { headers: { ...ASKING, 'if-none-match': `"stale", ${fresh.headers.get('etag')}` } }),
      fetch(url, { headers: { ...ASKING, 'if-none-match': '"stale"' } }),
    ]).finally(() => database.query('rollback'));
    const told = ({ headers }: Response) =>
      [...headers].filter(([header]) => !['date', 'x-request-id', 'connection', 'keep-alive'].includes(header)).sort();

    expect(whole.status, 'under its trailing slash too').to.equal(200);
    expect(await again.text()).to.equal(body);
    expect([told(again), told(head)]).to.deep.equal([told(fresh), told(fresh)]);
    expect(again.headers.get('cache-control')).to.equal('public, max-age=0, must-revalidate');
    expect(again.headers.get('vary')).to.equal('Origin');
    expect(again.headers.get('x-request-id')).to.not.equal(fresh.headers.get('x-request-id'));
    expect([head.status, await head.text()]).to.deep.equal([200, '']);
    expect([same.status, await same.text(), same.headers.get('etag')]).to.deep.equal([304, '', fresh.headers.get('etag')]);
    expect([other.status, await other.text()]).to.deep.equal([200, body]);
  });

  it('shows a new price at the next read where it was set, and a moment later elsewhere', async () => {
    const product = await aProduct();
    for (let price = 11; price < 31; price += 1) {
      await warm(product);
      await ask(here, 'PATCH', `/api/products/${product.id}`, { price });
      expect(await prices(here, product), 'at once').to.deep.equal([price, price, price]);
      await eventually('the other process shows it', async () => (await prices(there, product)).every((seen) => seen === price), 5_000);
    }
  });

  it('shows what was bought at the next read where it was bought, and a moment later elsewhere', async () => {
    const product = await aProduct();
    const address = { address_line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };
    await ask(here, 'POST', '/api/shippings/addresses', address);
    await warm(product);
    await ask(here, 'POST', '/api/carts/add', { product_id: product.id, quantity: 3 });
    await ask(here, 'POST', '/api/orders/checkout', {});
    const left = async (base: string) => (await seen(base, product)).map(({ stock_quantity }) => stock_quantity);

    expect(await left(here)).to.deep.equal([47, 47, 47]);
    await eventually('the other process shows it', async () => (await left(there)).every((stock) => stock === 47), 5_000);
  });

  it('shows what was changed in SQL, past every process', async () => {
    const product = await aProduct();
    await warm(product);
    await database.query('update products set rating_sum = 9, rating_count = 2 where id = $1', [product.id]);

    await eventually('both show it', async () => {
      const all = [...(await seen(here, product)), ...(await seen(there, product))] as unknown as { rating_count: number }[];
      return all.every(({ rating_count }) => rating_count === 2);
    });
  });

  it('shows no old price to anybody who asks a second after it was set, though nobody can hear of it', async () => {
    const product = await aProduct();
    let price = 40;
    for (let round = 0; round < 5; round += 1) {
      await warm(product);
      price += 1;
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'portico-ear' and datname = $1`,
        [name],
      );
      await ask(here, 'PATCH', `/api/products/${product.id}`, { price });
      expect(await prices(here, product)).to.deep.equal([price, price, price]);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await prices(there, product)).to.deep.equal([price, price, price]);
    }
  });
});
