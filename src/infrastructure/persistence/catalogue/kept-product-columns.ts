import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import type { Currency } from '../../../domain/shared/money.js';
import type { Sql } from '../shared/sql.js';
import { IN_STOCK_OF_FEW } from './product-conditions-sql.js';
import { ProductColumns, type ProductRow, type Shelf, type Shelves } from './product-columns.js';

const ROW = `p.id, p.price_minor, p.rating_sum, p.rating_count, p.brand_id,
  (select string_agg(pc.category_id::text, ' ' order by pc.category_id) from product_categories pc where pc.product_id = p.id) as category_ids,
  (select string_agg(pt.tag_id::text, ' ' order by pt.tag_id) from product_tags pt where pt.product_id = p.id) as tag_ids,
  ${IN_STOCK_OF_FEW} as is_in_stock`;
const PART = {
  name: 'product_columns.part',
  text: `select ${ROW} from products p where p.status = 'published' and p.id > $1 order by p.id limit $2`,
};
const CHANGED = {
  name: 'product_columns.changed',
  text: `select ${ROW} from products p where p.status = 'published'
    and p.id in (select unnest($1::uuid[]) union select v.product_id from variants v where v.id = any ($2::uuid[]))`,
};
const SHELVES = {
  name: 'product_columns.shelves',
  text: `select 'categories' as kind, id, slug, name, lower(name) as lower_name, parent_id from categories
    union all select 'brands', id, slug, name, lower(name), null from brands
    union all select 'tags', id, slug, name, lower(name), null from tags`,
};

interface RowRow {
  readonly id: string;
  readonly price_minor: number;
  readonly rating_sum: number;
  readonly rating_count: number;
  readonly brand_id: string | null;
  readonly category_ids: string | null;
  readonly tag_ids: string | null;
  readonly is_in_stock: boolean;
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const PART_SIZE = 5_000;
/** Read again after this: a process that was killed could not say what it had just sold. */
const KEPT_MS = 10 * 60_000;
/** A refresh that began before a question may have read too early for it; the one after it has not. */
const ROUNDS = 2;
/** So often and so long it is waited for what may not have been heard yet. */
const TURNS = 12;
const TURN_MS = 25;

const toRow = (row: RowRow): ProductRow => ({
  id: row.id,
  priceMinor: row.price_minor,
  ratingSum: row.rating_sum,
  ratingCount: row.rating_count,
  isInStock: row.is_in_stock,
  brandId: row.brand_id,
  categoryIds: row.category_ids ?? '',
  tagIds: row.tag_ids ?? '',
});

/** What was heard and not yet looked up. */
class Heard {
  readonly products = new Set<string>();
  readonly variants = new Set<string>();
  shelves = false;

  add(change: Change): void {
    if (change.startsWith('product:')) this.products.add(change.slice('product:'.length));
    else if (change.startsWith('stock:')) this.variants.add(change.slice('stock:'.length));
    else if (change === 'shelves') this.shelves = true;
  }

  addAll({ products, variants, shelves }: Heard): void {
    for (const product of products) this.products.add(product);
    for (const variant of variants) this.variants.add(variant);
    this.shelves ||= shelves;
  }

  concerns(withStock: boolean): boolean {
    return this.shelves || this.products.size > 0 || (withStock && this.variants.size > 0);
  }
}

/**
 * The columns of all published products, read once and then kept up to date by what is heard of changes: whoever asks waits until all
 * that was heard before is in them, by one statement for any number of changes. While changes may go unheard there are none.
 */
export class KeptProductColumns {
  #columns: { readonly is: ProductColumns; readonly since: number } | undefined;
  #heard = new Heard();
  #loading: { readonly heard: Heard } | undefined;
  #refreshing: Promise<void> | undefined;

  /** @param sql on the database that is written to: a replica may not have yet what was heard. @param now milliseconds that only go forward. */
  constructor(
    private readonly sql: Sql,
    private readonly feed: ChangeFeed,
    private readonly currency: Currency,
    private readonly now: () => number = () => performance.now(),
  ) {
    feed.subscribe((changes) => this.#hear(changes));
  }

  /** Begins to read them, unless they are there. */
  wake(): void {
    const isFresh = this.#columns !== undefined && this.now() - this.#columns.since < KEPT_MS;
    if (isFresh || this.#loading || !this.feed.isCurrent()) return;
    const loading = { heard: new Heard() };
    this.#loading = loading;
    void this.#load(loading)
      .catch(() => undefined) // whoever asks next begins again
      .finally(() => {
        if (this.#loading === loading) this.#loading = undefined;
      });
  }

  /**
   * With everything that was heard until now; read them at once, they go on changing.
   * @param withStock whether it matters what is in stock.
   * @returns undefined while there are none: ask the database.
   */
  async get(withStock: boolean): Promise<ProductColumns | undefined> {
    // A process that has much to do hears late: to ask PostgreSQL for it instead would give both more to do.
    for (let turn = 0; turn < TURNS && this.#columns && !this.feed.isCurrent(); turn += 1) await sleep(TURN_MS);
    if (!this.#columns || !this.feed.isCurrent()) return undefined;
    this.wake();
    for (let round = 0; round < ROUNDS && this.#columns && (this.#refreshing ?? this.#heard.concerns(withStock)); round += 1) {
      this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined));
      await this.#refreshing;
    }
    return this.feed.isCurrent() ? this.#columns?.is : undefined;
  }

  #hear(changes: Iterable<Change> | 'anything'): void {
    if (changes === 'anything') {
      this.#columns = undefined;
      this.#loading = undefined;
      this.#heard = new Heard();
      return;
    }
    if (!this.#columns && !this.#loading) return;
    for (const change of changes) {
      this.#heard.add(change);
      this.#loading?.heard.add(change);
    }
  }

  async #load(loading: { readonly heard: Heard }): Promise<void> {
    const columns = new ProductColumns(await this.#shelves(), this.currency);
    for (let after: string | undefined = BEFORE_ALL; after !== undefined;) {
      const rows: readonly RowRow[] = await this.sql.query<RowRow>(PART, [after, PART_SIZE]);
      if (this.#loading !== loading) return;
      for (const row of rows) columns.put(toRow(row));
      after = rows.length < PART_SIZE ? undefined : rows.at(-1)?.id;
    }
    this.#columns = { is: columns, since: this.now() };
    this.#heard = loading.heard;
  }

  async #refresh(): Promise<void> {
    const heard = this.#heard;
    const columns = this.#columns?.is;
    this.#heard = new Heard();
    try {
      const gone = heard.shelves ? (columns?.know(await this.#shelves()) ?? []) : [];
      for (const product of gone) heard.products.add(product);
      if (heard.products.size === 0 && heard.variants.size === 0) return;
      const rows = await this.sql.query<RowRow>(CHANGED, [[...heard.products], [...heard.variants]]);
      const shown = new Set(rows.map(({ id }) => id));
      for (const row of rows) columns?.put(toRow(row));
      for (const product of heard.products) if (!shown.has(product)) columns?.remove(product);
    } catch (error) {
      this.#heard.addAll(heard);
      throw error;
    }
  }

  async #shelves(): Promise<Shelves> {
    const rows = await this.sql.query<
      Omit<Shelf, 'lowerName' | 'parentId'> & { kind: keyof Shelves; lower_name: string; parent_id: string | null }
    >(SHELVES);
    const of = (kind: keyof Shelves): readonly Shelf[] =>
      rows
        .filter((row) => row.kind === kind)
        .map(({ id, slug, name, lower_name: lowerName, parent_id: parentId }) => ({ id, slug, name, lowerName, parentId }));
    return { categories: of('categories'), brands: of('brands'), tags: of('tags') };
  }
}
