/**
 * `npm run plans`: how PostgreSQL goes about the catalogue's hottest statements at 100,000 products, written to docs/query-plans.md without
 * costs, so that the page changes only when a plan does. It fails when one of them reads a whole large table.
 * `--keep=<folder>` leaves the database there for the next time; the bench uses the same one.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { ProductQuery } from '../src/application/catalogue/ports/product-search.js';
import type { Change, ChangeFeed } from '../src/application/shared/ports/change-feed.js';
import { Money } from '../src/domain/shared/money.js';
import { createConnection } from '../src/infrastructure/database/connection.js';
import { startEmbeddedPostgres } from '../src/infrastructure/database/embedded-postgres.js';
import { migrateToLatest } from '../src/infrastructure/database/migrator.js';
import { KeptProductColumns } from '../src/infrastructure/persistence/catalogue/kept-product-columns.js';
import { SqlCatalogueQueries } from '../src/infrastructure/persistence/catalogue/sql-catalogue-queries.js';
import { SqlProductSearch } from '../src/infrastructure/persistence/catalogue/sql-product-search.js';
import { PoolSql, type Sql, type Statement } from '../src/infrastructure/persistence/shared/sql.js';
import { SystemClock } from '../src/infrastructure/system/system-clock.js';
import { makeBigCatalogue } from './big-catalogue.js';
import { stockOf } from './catalogue-questions.js';

const { values: flags } = parseArgs({
  options: { products: { type: 'string', default: '100000' }, keep: { type: 'string' } },
});
const PRODUCTS = Number(flags.products);
const LARGE_TABLES = ['products', 'product_faces', 'variants', 'stock', 'product_slugs'];
const NOTHING_HEARD = { subscribe: () => undefined, isCurrent: () => true };

/** Told by hand. */
const FEED = new (class implements ChangeFeed {
  tell: (changes: readonly Change[]) => void = () => undefined;

  subscribe(heard: (changes: readonly Change[]) => void): void {
    this.tell = heard;
  }

  isCurrent(): boolean {
    return true;
  }
})();

/** Remembers what is asked while it is told why. */
class NotingSql implements Sql {
  readonly noted: { readonly why: string; readonly statement: Statement }[] = [];
  why = '';

  constructor(private readonly sql: Sql) {}

  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
    if (!this.noted.some((known) => known.statement.text === statement.text)) this.noted.push({ why: this.why, statement });
    return this.sql.query<Row>(statement, values);
  }
}

/** The shop's own adapters ask, so that the statements are those that are asked in truth. */
async function hottest(sql: Sql, shop: Parameters<typeof stockOf>[0]): Promise<NotingSql['noted']> {
  const noting = new NotingSql(sql);
  const search = new SqlProductSearch(noting, NOTHING_HEARD, 'USD');
  const catalogue = new SqlCatalogueQueries(noting, NOTHING_HEARD, search, new SystemClock());
  const { products, aisles, brands, tags } = await stockOf(shop);
  const [product] = products;
  if (!product) throw new Error('There is no product to ask for');
  const [word = ''] = product.title.split(' ');
  const sale = { status: 'published', sort: [] } as const;
  const usd = (minor: number): Money => Money.of(minor, 'USD');
  const first = { page: 1, limit: 20 };
  const list =
    (query: Partial<ProductQuery>, page: Parameters<typeof search.find>[1] = first) =>
    () =>
      search.find({ ...sale, ...query }, page);
  const asked: readonly (readonly [why: string, ask: () => Promise<unknown>])[] = [
    ['the page of a product, by its slug', () => catalogue.detailsOf(product.slug)],
    ['the page of a product, by its id', () => catalogue.detailsOf(product.id)],
    ['what is shown of the products of a list', () => catalogue.search({ ...sale }, first)],
    [
      'the newest, from a cursor on',
      list({}, { page: 1, limit: 20, cursor: Buffer.from(JSON.stringify(['newest', product.id])).toString('base64url') }),
    ],
    ['an aisle, cheapest first', list({ categories: aisles.slice(0, 1), sort: ['price'] })],
    ['a price band, dearest first', list({ minPrice: usd(1_000), maxPrice: usd(2_000), sort: ['-price'] })],
    ['a brand, best rated first', list({ brands: brands.slice(0, 1), sort: ['-rating'] })],
    ['a tag', list({ tags: tags.slice(0, 1) })],
    ['a search', list({ text: word })],
    ['a search that was mistyped', list({ text: `${word.slice(0, 2)}q${word.slice(3)}` })],
    ['a completion', () => search.suggest(word.slice(0, 3), 10)],
  ];
  for (const [why, ask] of asked) {
    noting.why = why;
    await ask();
  }
  noting.why = 'the columns in memory';
  const columns = new KeptProductColumns(noting, FEED, 'USD');
  columns.wake();
  while (!(await columns.get(true))) await new Promise((done) => setTimeout(done, 100));
  noting.why = 'the columns in memory after a change';
  FEED.tell([`product:${product.id}`]);
  await columns.get(true);
  return noting.noted;
}

async function run(): Promise<void> {
  const folder =
    flags.keep === undefined ? mkdtempSync(join(tmpdir(), 'portico-plans-')) : join(resolve(flags.keep), `catalogue-${PRODUCTS}`);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // the database's own account has to get there when root runs this
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: (message) => process.stderr.write(`${message}\n`) });
  const database = createConnection(postgres.url);
  const client = new pg.Client({
    connectionString: postgres.url,
    options: '-c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0',
  });
  try {
    await migrateToLatest(database);
    await makeBigCatalogue(database, { products: PRODUCTS, lanes: 2, told: (made) => process.stderr.write(`\r${made} products made`) });
    await database.raw(
      'vacuum analyze products, product_faces, variants, stock, product_categories, product_tags, product_slugs, search_words',
    );
    const noted = await hottest(new PoolSql(database), { database });
    await client.connect();
    const plans: { why: string; name: string; plan: string }[] = [];
    for (const { why, statement } of noted) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (generic_plan, costs off) ${statement.text}`);
      plans.push({ why, name: statement.name, plan: rows.map((row) => row['QUERY PLAN']).join('\n') });
    }
    const whole = plans.flatMap(({ name, plan }) =>
      LARGE_TABLES.filter((table) => new RegExp(`Seq Scan on ${table}\\b`).test(plan)).map(
        (table) => `${name} reads the whole of ${table}`,
      ),
    );
    writeFileSync('docs/query-plans.md', page(plans));
    for (const fault of whole) process.stderr.write(`${fault}\n`);
    if (whole.length > 0) process.exitCode = 1;
  } finally {
    await client.end();
    await database.destroy();
    await postgres.stop();
    if (flags.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const page = (plans: readonly { why: string; name: string; plan: string }[]): string =>
  [
    `# How the catalogue is read, at ${PRODUCTS.toLocaleString('en')} products`,
    '',
    '`npm run plans` makes this page, and fails when one of these reads a whole large table. Plans are generic, as the shop asks for them (`plan_cache_mode = force_generic_plan`), and come without costs, so that the page changes only when a plan does. From 5,000 products on filters, sorts and counts without words are answered from columns in memory (see [performance.md](performance.md)); the statements for them are asked until those are read, and whenever changes cannot be heard.',
    '',
    ...plans.flatMap(({ why, name, plan }) => [`## ${name === '' ? 'without a name' : `\`${name}\``}: ${why}`, '', '```', plan, '```', '']),
  ].join('\n');

await run();
