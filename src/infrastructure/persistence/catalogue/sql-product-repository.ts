import type { ProductRepository } from '../../../application/catalogue/ports/product-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { ProductEvent } from '../../../domain/catalogue/product-events.js';
import { SkuTaken } from '../../../domain/catalogue/product-errors.js';
import type { Product } from '../../../domain/catalogue/product.js';
import { id, type ProductId } from '../../../domain/shared/ids.js';
import { violatesReference, violatesUnique } from '../shared/database-faults.js';
import type { Statement } from '../shared/sql.js';
import type { Transaction } from '../shared/transaction.js';
import {
  toImageRows,
  toPastPriceRows,
  toProduct,
  toProductValues,
  toScheduledPriceRows,
  toVariantRows,
  type ProductRow,
} from './product-mapper.js';
import { PRODUCT_ROW } from './product-row-sql.js';
import { standingsOfSaved, TAG_BY_RULE, taggingOf } from './tagging-by-rule.js';

/** Apart from the reading: a statement that had to wait for the lock would still see the parts as they were before. */
const HOLD = { name: 'products.hold', text: 'select from products where id = $1 for no key update' };
const FIND = { name: 'products.find', text: `${PRODUCT_ROW} where p.id = $1` };

/** Two at once with the same title take turns, so that each sees what the other took. */
const HOLD_SLUG = { name: 'product_slugs.hold', text: `select pg_advisory_xact_lock(hashtextextended('product_slugs:' || $1, 0))` };
/** '.' follows '-' in the column's collation. */
const SLUGS_LIKE = {
  name: 'product_slugs.like',
  text: `select slug, product_id from product_slugs where slug = $1 or (slug > $1 || '-' and slug < $1 || '.') order by slug`,
};

const INSERT = {
  name: 'products.insert',
  text: `insert into products (id, title, description, slug, status, brand_id, options, price_minor, updated_at, publish_at, priced_at, due_at,
      first_published_at, currency, created_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1) returning id`,
};
/** Only if nobody was faster. */
const UPDATE = {
  name: 'products.update',
  text: `update products set title = $2, description = $3, slug = $4, status = $5, brand_id = $6, options = $7, price_minor = $8, updated_at = $9,
      publish_at = $10, priced_at = $11, due_at = $12, first_published_at = $13, version = version + 1
    where id = $1 and version = $14 returning id`,
};
/** Nothing comes back when it leads to another product. */
const KEEP_SLUG = {
  name: 'product_slugs.keep',
  text: `insert into product_slugs as kept (slug, product_id) values ($1, $2)
    on conflict (slug) do update set slug = kept.slug where kept.product_id = excluded.product_id returning slug`,
};
/** Everything that belongs to a product, made what it is now. */
const SAVE_PARTS = {
  name: 'products.save_parts',
  text: `with parts as (
      select part.* from jsonb_to_recordset($2::jsonb) as part (id uuid, position integer, sku text, title text, options jsonb,
        price_minor bigint, compare_at_minor bigint, digital boolean, image_id uuid, schedule jsonb)
    ), gone_variants as (
      update variants set is_archived = true where product_id = $1 and not is_archived and id not in (select id from parts)
    ), saved_variants as (
      insert into variants as v (id, product_id, position, sku, title, options, price_minor, compare_at_minor, digital, image_id, schedule)
      select id, $1, position, sku, title, options, price_minor, compare_at_minor, digital, image_id, schedule from parts
      on conflict (id) do update set position = excluded.position, sku = excluded.sku, title = excluded.title, options = excluded.options,
        price_minor = excluded.price_minor, compare_at_minor = excluded.compare_at_minor, digital = excluded.digital,
        image_id = excluded.image_id, schedule = excluded.schedule
    ), images as (
      select part.* from jsonb_to_recordset($3::jsonb) as part (id uuid, position integer, url text, alt text)
    ), gone_images as (
      delete from product_images where product_id = $1 and id not in (select id from images)
    ), saved_images as (
      insert into product_images (id, product_id, position, url, alt) select id, $1, position, url, alt from images
      on conflict (id) do update set position = excluded.position, alt = excluded.alt
    ), gone_categories as (
      delete from product_categories where product_id = $1 and category_id <> all ($4::uuid[])
    ), saved_categories as (
      insert into product_categories (product_id, category_id, position)
      select $1, category_id, place from unnest($4::uuid[]) with ordinality as given (category_id, place)
      on conflict (product_id, category_id) do update set position = excluded.position
    ), gone_tags as (
      delete from product_tags where product_id = $1 and tag_id <> all ($5::uuid[]) and not by_rule
    )
    insert into product_tags (product_id, tag_id, position)
    select $1, tag_id, place from unnest($5::uuid[]) with ordinality as given (tag_id, place)
    on conflict (product_id, tag_id) do update set position = excluded.position`,
};
/** What it cost, from now on for ever. */
const WRITE_PRICES = {
  name: 'price_history.write',
  text: `insert into price_history (variant_id, at, price_minor)
    select told.variant_id, told.at, told.price_minor
    from jsonb_to_recordset($1::jsonb) as told (variant_id uuid, at timestamptz, price_minor bigint)`,
};
/** A price that has begun is kept, ended or not. */
const FORGET_SCHEDULED = {
  name: 'scheduled_prices.forget',
  text: `delete from scheduled_prices where variant_id in (select id from variants where product_id = $1) and starts_at >= $2
    and id <> all ($3::uuid[])`,
};
const SAVE_SCHEDULED = {
  name: 'scheduled_prices.save',
  text: `insert into scheduled_prices (id, variant_id, price_minor, starts_at, ends_at, created_at)
    select part.id, part.variant_id, part.price_minor, part.starts_at, part.ends_at, $2
    from jsonb_to_recordset($1::jsonb) as part (id uuid, variant_id uuid, price_minor bigint, starts_at timestamptz, ends_at timestamptz)
    on conflict (id) do update set ends_at = excluded.ends_at`,
};
const DUE: Statement = {
  name: 'products.due',
  text: 'select id from products where due_at <= $1 order by due_at, id limit $2',
  isRead: true,
};
/** What is shown and searched of it. */
const REFRESH_FACE = { name: 'product_faces.refresh', text: 'select refresh_product_faces(array[$1::uuid])' };

/** What changes scheduled prices. */
const PLANS: ReadonlySet<ProductEvent['type']> = new Set([
  'product.price_scheduled',
  'product.price_withdrawn',
  'product.variant_archived',
]);

/** PostgreSQL tells which value was there already. */
const skuIn = (error: unknown): string => /=\((.*)\)/s.exec((error as { detail?: string }).detail ?? '')?.[1] ?? '';

export class SqlProductRepository implements ProductRepository {
  /** @param newForDays how long a product is new after it was published first. */
  constructor(
    private readonly transaction: Pick<Transaction, 'sql' | 'outbox' | 'changes'>,
    private readonly newForDays: number,
  ) {}

  async find(productId: ProductId): Promise<Product | undefined> {
    const { sql } = this.transaction;
    const [, [row]] = await Promise.all([sql.query(HOLD, [productId]), sql.query<ProductRow>(FIND, [productId])]);
    return row && toProduct(row);
  }

  async slugsLike(base: string): Promise<ReadonlyMap<string, ProductId>> {
    const { sql } = this.transaction;
    const [, rows] = await Promise.all([sql.query(HOLD_SLUG, [base]), sql.query<{ slug: string; product_id: string }>(SLUGS_LIKE, [base])]);
    const isNumbered = (slug: string) => /^-\d+$/.test(slug.slice(base.length));
    return new Map(rows.filter(({ slug }) => slug === base || isNumbered(slug)).map(({ slug, product_id }) => [slug, id(product_id)]));
  }

  async due(now: Date, limit: number): Promise<readonly ProductId[]> {
    const rows = await this.transaction.sql.query<{ id: string }>(DUE, [now, limit]);
    return rows.map((row) => id(row.id));
  }

  async save(product: Product): Promise<void> {
    const { sql, outbox, changes } = this.transaction;
    const events = product.pullEvents();
    outbox.append(events);
    changes.add(`product:${product.id}`);
    const { slug, currency, createdAt, categoryIds, tagIds } = product.toState();
    const values = toProductValues(product);
    try {
      const [saved, kept] = await Promise.all([
        product.version === 0 ? sql.query(INSERT, [...values, currency, createdAt]) : sql.query(UPDATE, [...values, product.version]),
        sql.query(KEEP_SLUG, [slug, product.id]),
        sql.query(SAVE_PARTS, [
          product.id,
          JSON.stringify(toVariantRows(product)),
          JSON.stringify(toImageRows(product)),
          [...new Set(categoryIds)],
          [...new Set(tagIds)],
        ]),
        ...this.#savePrices(product, events),
        sql.query(TAG_BY_RULE, taggingOf(standingsOfSaved([product], this.newForDays))),
        sql.query(REFRESH_FACE, [product.id]),
      ]);
      if (saved.length === 0 || kept.length === 0) throw new ConcurrencyConflict('product', product.id);
    } catch (error) {
      if (violatesUnique(error, 'variants_sku')) throw new SkuTaken(skuIn(error));
      // What it refers to went at the same moment: the unit of work looks again, and then says so.
      if (violatesReference(error)) throw new ConcurrencyConflict('product', product.id);
      throw error;
    }
  }

  #savePrices(product: Product, events: readonly ProductEvent[]): readonly Promise<unknown>[] {
    const { sql } = this.transaction;
    const { pricedAt } = product.toState();
    const past = toPastPriceRows(product, events);
    const written = past.length > 0 ? [sql.query(WRITE_PRICES, [JSON.stringify(past)])] : [];
    if (!events.some(({ type }) => PLANS.has(type))) return written;
    const scheduled = toScheduledPriceRows(product);
    return [
      ...written,
      sql.query(FORGET_SCHEDULED, [product.id, pricedAt, scheduled.map((row) => row.id)]),
      sql.query(SAVE_SCHEDULED, [JSON.stringify(scheduled), pricedAt]),
    ];
  }
}
