import type {
  CatalogueIntake,
  CategoryPlace,
  IntakeChange,
  KnownProducts,
  StockWish,
} from '../../../application/catalogue/ports/catalogue-intake.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { id, type BrandId, type CategoryId, type ProductId, type TagId, type VariantId } from '../../../domain/shared/ids.js';
import { violatesReference, violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { NamedRows } from './named-rows.js';
import { toImageRows, toPastPriceRows, toProduct, toProductValues, toVariantRows, type ProductRow } from './product-mapper.js';
import { REFRESH_FACES } from './product-faces-sql.js';
import { PRODUCT_ROW } from './product-row-sql.js';
import { standingsOfSaved, TAG_BY_RULE, taggingOf } from './tagging-by-rule.js';

/** In id order, as everybody takes them; who reads them reads afterwards. */
const HOLD = {
  name: 'intake.hold',
  text: `select id from products where id in (
      select product_id from product_slugs where slug = any ($1::text[]) union select product_id from variants where sku = any ($2::text[])
    ) order by id for no key update`,
};
const FIND = { name: 'intake.find', text: `${PRODUCT_ROW} where p.id = any ($1::uuid[])` };
const SLUGS = { name: 'intake.slugs', text: 'select slug, product_id from product_slugs where slug = any ($1::text[])' };
const SKUS = {
  name: 'intake.skus',
  text: `select sku, product_id, is_archived from variants where sku = any ($1::text[]) or product_id = any ($2::uuid[])`,
};
const AVAILABLE = {
  name: 'intake.available',
  text: `select variant_id, greatest(0, on_hand - reserved) as available from stock join variants v on v.id = variant_id
    where v.product_id = any ($1::uuid[]) and is_tracked`,
};
/** '.' follows '-' in the column's collation. */
const SLUGS_LIKE = {
  name: 'intake.slugs_like',
  text: `select kept.slug, kept.product_id from (select distinct base from unnest($1::text[]) base) asked
    join product_slugs kept on kept.slug = asked.base or (kept.slug > asked.base || '-' and kept.slug < asked.base || '.')`,
};
const LABELS = {
  brands: {
    name: 'intake.brands',
    text: `select wanted.name, known.id from unnest($1::text[]) wanted (name) join brands known on lower(known.name) = lower(wanted.name)`,
  },
  tags: {
    name: 'intake.tags',
    text: `select wanted.name, known.id from unnest($1::text[]) wanted (name)
      join tags known on lower(known.name) = lower(wanted.name) where known.rule is null`,
  },
};
const CATEGORIES = { name: 'intake.categories', text: 'select id, parent_id, name from categories' };

const INSERT = {
  name: 'intake.insert',
  text: `insert into products (id, title, description, slug, status, brand_id, options, price_minor, updated_at, publish_at, priced_at, due_at,
      first_published_at, currency, created_at, version)
    select part.*, 1 from jsonb_to_recordset($1::jsonb) as part (id uuid, title text, description text, slug text, status text, brand_id uuid,
      options jsonb, price_minor bigint, updated_at timestamptz, publish_at timestamptz, priced_at timestamptz, due_at timestamptz,
      first_published_at timestamptz, currency text, created_at timestamptz)
    returning id`,
};
/** Only those that nobody was faster with. */
const UPDATE = {
  name: 'intake.update',
  text: `update products p set title = part.title, description = part.description, slug = part.slug, status = part.status,
      brand_id = part.brand_id, options = part.options, price_minor = part.price_minor, updated_at = part.updated_at,
      publish_at = part.publish_at, priced_at = part.priced_at, due_at = part.due_at, first_published_at = part.first_published_at,
      version = p.version + 1
    from jsonb_to_recordset($1::jsonb) as part (id uuid, title text, description text, slug text, status text, brand_id uuid, options jsonb,
      price_minor bigint, updated_at timestamptz, publish_at timestamptz, priced_at timestamptz, due_at timestamptz,
      first_published_at timestamptz, version integer)
    where p.id = part.id and p.version = part.version
    returning p.id`,
};
/** One that leads to another product does not come back. */
const KEEP_SLUGS = {
  name: 'intake.keep_slugs',
  text: `insert into product_slugs as kept (slug, product_id)
    select part.slug, part.product_id from jsonb_to_recordset($1::jsonb) as part (slug text, product_id uuid) order by part.slug
    on conflict (slug) do update set slug = kept.slug where kept.product_id = excluded.product_id returning slug`,
};
const SAVE_VARIANTS = {
  name: 'intake.save_variants',
  text: `insert into variants as v (id, product_id, position, sku, title, options, price_minor, compare_at_minor, digital, image_id, schedule)
    select part.* from jsonb_to_recordset($1::jsonb) as part (id uuid, product_id uuid, position integer, sku text, title text, options jsonb,
      price_minor bigint, compare_at_minor bigint, digital boolean, image_id uuid, schedule jsonb)
    on conflict (id) do update set position = excluded.position, sku = excluded.sku, title = excluded.title, options = excluded.options,
      price_minor = excluded.price_minor, compare_at_minor = excluded.compare_at_minor, digital = excluded.digital,
      image_id = excluded.image_id, schedule = excluded.schedule`,
};
const SAVE_IMAGES = {
  name: 'intake.save_images',
  text: `with images as (
      select part.* from jsonb_to_recordset($2::jsonb) as part (id uuid, product_id uuid, position integer, url text, alt text)
    ), gone as (
      delete from product_images where product_id = any ($1::uuid[]) and id not in (select id from images)
    )
    insert into product_images (id, product_id, position, url, alt) select id, product_id, position, url, alt from images
    on conflict (id) do update set position = excluded.position, alt = excluded.alt`,
};
const SAVE_CATEGORIES = {
  name: 'intake.save_categories',
  text: `with shelves as (
      select part.* from jsonb_to_recordset($2::jsonb) as part (product_id uuid, category_id uuid, position integer)
    ), gone as (
      delete from product_categories pc where product_id = any ($1::uuid[])
        and not exists (select from shelves s where s.product_id = pc.product_id and s.category_id = pc.category_id)
    )
    insert into product_categories (product_id, category_id, position) select product_id, category_id, position from shelves
    on conflict (product_id, category_id) do update set position = excluded.position`,
};
const SAVE_TAGS = {
  name: 'intake.save_tags',
  text: `with labels as (
      select part.* from jsonb_to_recordset($2::jsonb) as part (product_id uuid, tag_id uuid, position integer)
    ), gone as (
      delete from product_tags pt where product_id = any ($1::uuid[]) and not by_rule
        and not exists (select from labels l where l.product_id = pt.product_id and l.tag_id = pt.tag_id)
    )
    insert into product_tags (product_id, tag_id, position) select product_id, tag_id, position from labels
    on conflict (product_id, tag_id) do update set position = excluded.position`,
};
const WRITE_PRICES = {
  name: 'intake.write_prices',
  text: `insert into price_history (variant_id, at, price_minor)
    select part.variant_id, part.at, part.price_minor
    from jsonb_to_recordset($1::jsonb) as part (variant_id uuid, at timestamptz, price_minor bigint)`,
};
/** What is there of variants that nobody has counted yet; digital goods need not be counted. */
const NEW_STOCK = {
  name: 'intake.new_stock',
  text: `with opened as (
      insert into stock (variant_id, on_hand, reserved, version, is_tracked)
      select part.variant_id, part.on_hand, 0, 1, part.is_tracked
      from jsonb_to_recordset($1::jsonb) as part (variant_id uuid, on_hand integer, is_tracked boolean) order by part.variant_id
      on conflict (variant_id) do nothing returning variant_id, on_hand
    )
    insert into stock_movements (variant_id, location_id, delta, reason, at)
    select variant_id, first_stock_location(), on_hand, 'received', $2 from opened where on_hand > 0 order by variant_id`,
};
const HOLD_STOCK = {
  name: 'intake.hold_stock',
  text: 'select from stock where variant_id = any ($1::uuid[]) order by variant_id for update',
};
/**
 * What is promised stays promised; how much more or less there is than before is written down, and where: more comes to the first place,
 * less is taken from the places in their order, as the trigger of the table does.
 */
const SET_STOCK = {
  name: 'intake.set_stock',
  text: `with step as (
      select variant_id, reserved + wish.available - on_hand as delta
      from stock join unnest($1::uuid[], $2::integer[]) as wish (variant_id, available) using (variant_id)
      where is_tracked and greatest(on_hand - reserved, 0) <> wish.available
    ), shelves as (
      select at.variant_id, at.location_id, at.on_hand, coalesce(sum(at.on_hand) over (
          partition by at.variant_id order by place.priority, place.id rows between unbounded preceding and 1 preceding), 0) as nearer
      from step join stock_at at using (variant_id) join stock_locations place on place.id = at.location_id where at.on_hand > 0
    ), moves as (
      select variant_id, first_stock_location() as location_id, delta from step where delta > 0
      union all
      select variant_id, location_id, -least(on_hand, -delta - nearer) from step join shelves using (variant_id) where -delta > nearer
    ), counted as (
      update stock set on_hand = on_hand + delta, version = version + 1 from step where stock.variant_id = step.variant_id and delta <> 0
    )
    insert into stock_movements (variant_id, location_id, delta, reason, at) select variant_id, location_id, delta, 'correction', $3 from moves`,
};
/** Seen one by one by those who keep pictures; everything else is told once for all. */
const OF_PICTURES: ReadonlySet<string> = new Set(['product.image_attached', 'product.image_detached']);

const VALUES = [
  'id',
  'title',
  'description',
  'slug',
  'status',
  'brand_id',
  'options',
  'price_minor',
  'updated_at',
  'publish_at',
  'priced_at',
  'due_at',
  'first_published_at',
];

/** A batch of products in PostgreSQL: a statement for each table, however many products there are. */
export class SqlCatalogueIntake implements CatalogueIntake {
  /** @param newForDays how long a product is new after it was published first. */
  constructor(
    private readonly transaction: Pick<Transaction, 'sql' | 'ids' | 'outbox' | 'changes'>,
    private readonly newForDays: number,
  ) {}

  async find({ slugs, skus }: { readonly slugs: readonly string[]; readonly skus: readonly string[] }): Promise<KnownProducts> {
    const { sql } = this.transaction;
    const held = await sql.query<{ id: string }>(HOLD, [slugs, skus]);
    const productIds = held.map((row) => row.id);
    const [rows, slugRows, skuRows, stockRows] = await Promise.all([
      sql.query<ProductRow>(FIND, [productIds]),
      sql.query<{ slug: string; product_id: string }>(SLUGS, [slugs]),
      sql.query<{ sku: string; product_id: string; is_archived: boolean }>(SKUS, [skus, productIds]),
      sql.query<{ variant_id: string; available: number }>(AVAILABLE, [productIds]),
    ]);
    return {
      products: new Map(rows.map((row) => [id<ProductId>(row.id), toProduct(row)])),
      slugs: new Map(slugRows.map((row) => [row.slug, id<ProductId>(row.product_id)])),
      skus: new Map(skuRows.map((row) => [row.sku, { productId: id<ProductId>(row.product_id), isArchived: row.is_archived }])),
      available: new Map(stockRows.map((row) => [id<VariantId>(row.variant_id), row.available])),
    };
  }

  async slugsLike(bases: readonly string[]): Promise<ReadonlyMap<string, ProductId>> {
    const rows = await this.transaction.sql.query<{ slug: string; product_id: string }>(SLUGS_LIKE, [bases]);
    return new Map(rows.map((row) => [row.slug, id(row.product_id)]));
  }

  async labels({ brands, tags }: { readonly brands: readonly string[]; readonly tags: readonly string[] }): Promise<{
    readonly brands: ReadonlyMap<string, BrandId>;
    readonly tags: ReadonlyMap<string, TagId>;
  }> {
    return { brands: await this.#named<BrandId>('brands', brands), tags: await this.#named<TagId>('tags', tags) };
  }

  async categories(): Promise<readonly CategoryPlace[]> {
    const rows = await this.transaction.sql.query<{ id: string; parent_id: string | null; name: string }>(CATEGORIES);
    return rows.map((row) => ({ id: id(row.id), parentId: row.parent_id === null ? null : id<CategoryId>(row.parent_id), name: row.name }));
  }

  async save(changes: readonly IntakeChange[], stock: readonly StockWish[], at: Date): Promise<void> {
    const products = changes.map(({ product }) => product);
    const productIds = products.map((product) => product.id);
    this.#tell(changes, stock, at);
    try {
      await this.#write(changes, stock, at);
      const { sql } = this.transaction;
      await Promise.all([
        sql.query(TAG_BY_RULE, taggingOf(standingsOfSaved(products, this.newForDays))),
        sql.query(REFRESH_FACES, [productIds]),
      ]);
    } catch (error) {
      // Somebody took the SKU, or what it refers to went: the unit of work looks again, and then finds what is wrong.
      if (violatesUnique(error, 'variants_sku') || violatesReference(error)) throw new ConcurrencyConflict('product', productIds[0] ?? '');
      throw error;
    }
  }

  async #write(changes: readonly IntakeChange[], stock: readonly StockWish[], at: Date): Promise<void> {
    const { sql } = this.transaction;
    const products = changes.map(({ product }) => product);
    const productIds = products.map((product) => product.id);
    const states = products.map((product) => product.toState());
    const fresh = products.filter(({ version }) => version === 0);
    const known = products.filter(({ version }) => version > 0);
    const valuesOf = (product: (typeof products)[number]) => {
      const { currency, createdAt, options } = product.toState();
      const values = Object.fromEntries(toProductValues(product).map((value, place) => [VALUES[place] ?? '', value]));
      return { ...values, options, currency, created_at: createdAt, version: product.version };
    };
    const past = changes.flatMap(({ product, events }) => toPastPriceRows(product, events));
    const ofEach = <Part extends object>(partsOf: (product: (typeof products)[number]) => readonly Part[]) =>
      JSON.stringify(products.flatMap((product) => partsOf(product).map((part) => ({ ...part, product_id: product.id }))));
    const [made, changed, kept] = await Promise.all([
      fresh.length === 0 ? [] : sql.query(INSERT, [JSON.stringify(fresh.map(valuesOf))]),
      known.length === 0 ? [] : sql.query(UPDATE, [JSON.stringify(known.map(valuesOf))]),
      sql.query(KEEP_SLUGS, [JSON.stringify(states.map(({ slug, id: productId }) => ({ slug, product_id: productId })))]),
      sql.query(SAVE_IMAGES, [productIds, ofEach(toImageRows)]),
      sql.query(SAVE_VARIANTS, [ofEach(toVariantRows)]),
      sql.query(SAVE_CATEGORIES, [
        productIds,
        ofEach((product) =>
          [...new Set(product.toState().categoryIds)].map((categoryId, place) => ({ category_id: categoryId, position: place + 1 })),
        ),
      ]),
      sql.query(SAVE_TAGS, [
        productIds,
        ofEach((product) => [...new Set(product.toState().tagIds)].map((tagId, place) => ({ tag_id: tagId, position: place + 1 }))),
      ]),
      ...(past.length === 0 ? [] : [sql.query(WRITE_PRICES, [JSON.stringify(past)])]),
      ...this.#setStock(changes, stock, at),
    ]);
    if (made.length + changed.length < products.length || kept.length < products.length)
      throw new ConcurrencyConflict('product', productIds[0] ?? '');
  }

  #setStock(changes: readonly IntakeChange[], stock: readonly StockWish[], at: Date): readonly Promise<unknown>[] {
    const { sql } = this.transaction;
    const rows = new Map<VariantId, object>();
    for (const { product } of changes)
      for (const { id: variantId, isDigital } of product.variants)
        rows.set(variantId, { variant_id: variantId, on_hand: 0, is_tracked: !isDigital });
    for (const { variantId, available } of stock) rows.set(variantId, { variant_id: variantId, on_hand: available, is_tracked: true });
    const isNew = new Set(
      changes.filter(({ product }) => product.version === 0).flatMap(({ product }) => product.variants.map((variant) => variant.id)),
    );
    const counted = stock.filter(({ variantId }) => !isNew.has(variantId));
    const variantIds = counted.map(({ variantId }) => variantId);
    return [
      sql.query(NEW_STOCK, [JSON.stringify([...rows.values()]), at]),
      ...(counted.length === 0
        ? []
        : [sql.query(HOLD_STOCK, [variantIds]), sql.query(SET_STOCK, [variantIds, counted.map(({ available }) => available), at])]),
    ];
  }

  #tell(changes: readonly IntakeChange[], stock: readonly StockWish[], at: Date): void {
    const { outbox, changes: noted } = this.transaction;
    outbox.append(changes.flatMap(({ events }) => events.filter(({ type }) => OF_PICTURES.has(type))));
    const [first] = changes;
    const payload = { productIds: changes.map(({ product }) => product.id) };
    if (first) outbox.append([{ type: 'catalogue.products_imported', aggregateId: first.product.id, occurredAt: at, payload }]);
    for (const { product } of changes) noted.add(`product:${product.id}`);
    for (const { variantId } of stock) noted.add(`stock:${variantId}`);
  }

  /** PostgreSQL alone knows which names it takes for the same. */
  async #named<LabelId extends BrandId | TagId>(table: 'brands' | 'tags', names: readonly string[]): Promise<ReadonlyMap<string, LabelId>> {
    if (names.length === 0) return new Map();
    await new NamedRows(this.transaction, table).named(names);
    const rows = await this.transaction.sql.query<{ name: string; id: string }>(LABELS[table], [names]);
    return new Map(rows.map((row) => [row.name.toLowerCase(), id<LabelId>(row.id)]));
  }
}
