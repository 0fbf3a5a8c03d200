import type { BrandView, CategoryView, LabelView, ShelfQueries } from '../../../application/catalogue/ports/shelf-queries.js';
import { id, looksLikeId, type BrandId, type CategoryId, type TagId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

/** Counted once for the whole list, not once for each row of it. */
const listed = (table: string, columns: string, published: string, order: string): string =>
  `select ${columns}, coalesce(counted.products, 0) as product_count from ${table} as shelf
    left join (${published} group by 1) as counted (shelf_id, products) on counted.shelf_id = shelf.id order by ${order}`;
const through = (table: string, column: string): string =>
  `select link.${column}, count(*) from ${table} as link join products as product on product.id = link.product_id
    where product.status = 'published'`;

const LABEL_COLUMNS = 'shelf.id, shelf.name, shelf.slug, shelf.version';
const BRAND_COLUMNS = `${LABEL_COLUMNS}, shelf.description`;
const CATEGORY_COLUMNS = `${BRAND_COLUMNS}, shelf.parent_id`;
const BY_NAME = 'lower(shelf.name), shelf.id';
const OF_BRANDS = `select product.brand_id, count(*) from products as product where product.status = 'published'`;

const CATEGORIES = {
  name: 'categories.list',
  text: listed('categories', CATEGORY_COLUMNS, through('product_categories', 'category_id'), 'shelf.id'),
};
const BRANDS = { name: 'brands.list', text: listed('brands', BRAND_COLUMNS, OF_BRANDS, BY_NAME) };
const TAGS = { name: 'tags.list', text: listed('tags', LABEL_COLUMNS, through('product_tags', 'tag_id'), BY_NAME) };
const ONE_CATEGORY = {
  name: 'categories.view',
  text: `select ${CATEGORY_COLUMNS}, (select count(*) from product_categories as link join products as product on product.id = link.product_id
      where link.category_id = shelf.id and product.status = 'published') as product_count
    from categories as shelf where shelf.id = $1`,
};
const oneBrand = (by: 'id' | 'slug') => ({
  name: `brands.view_by_${by}`,
  text: `select ${BRAND_COLUMNS}, (select count(*) from products as product where product.brand_id = shelf.id
      and product.status = 'published') as product_count
    from brands as shelf where shelf.${by} = $1`,
});
const oneTag = (by: 'id' | 'slug') => ({
  name: `tags.view_by_${by}`,
  text: `select ${LABEL_COLUMNS}, (select count(*) from product_tags as link join products as product on product.id = link.product_id
      where link.tag_id = shelf.id and product.status = 'published') as product_count
    from tags as shelf where shelf.${by} = $1`,
});
const ONE_BRAND = { id: oneBrand('id'), slug: oneBrand('slug') };
const ONE_TAG = { id: oneTag('id'), slug: oneTag('slug') };

interface LabelRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly version: number;
  readonly product_count: number;
}

interface BrandRow extends LabelRow {
  readonly description: string | null;
}

interface CategoryRow extends BrandRow {
  readonly parent_id: string | null;
}

const toCategory = ({ product_count, parent_id, ...row }: CategoryRow): CategoryView => ({
  ...row,
  id: id(row.id),
  parentId: parent_id === null ? null : id<CategoryId>(parent_id),
  productCount: product_count,
});
const toTag = ({ product_count, ...row }: LabelRow): LabelView<TagId> => ({ ...row, id: id(row.id), productCount: product_count });
const toBrand = ({ product_count, ...row }: BrandRow): BrandView => ({ ...row, id: id<BrandId>(row.id), productCount: product_count });

export class SqlShelfQueries implements ShelfQueries {
  constructor(private readonly sql: Sql) {}

  async categories(): Promise<readonly CategoryView[]> {
    return (await this.sql.query<CategoryRow>(CATEGORIES)).map(toCategory);
  }

  async category(categoryId: CategoryId): Promise<CategoryView | undefined> {
    const [row] = await this.sql.query<CategoryRow>(ONE_CATEGORY, [categoryId]);
    return row && toCategory(row);
  }

  async brands(): Promise<readonly BrandView[]> {
    return (await this.sql.query<BrandRow>(BRANDS)).map(toBrand);
  }

  async brand(idOrSlug: string): Promise<BrandView | undefined> {
    const [row] = await this.#one<BrandRow>(ONE_BRAND, idOrSlug);
    return row && toBrand(row);
  }

  async tags(): Promise<readonly LabelView<TagId>[]> {
    return (await this.sql.query<LabelRow>(TAGS)).map(toTag);
  }

  async tag(idOrSlug: string): Promise<LabelView<TagId> | undefined> {
    const [row] = await this.#one<LabelRow>(ONE_TAG, idOrSlug);
    return row && toTag(row);
  }

  async #one<Row extends LabelRow>(statements: typeof ONE_BRAND, idOrSlug: string): Promise<readonly Row[]> {
    if (idOrSlug.includes('\0')) return []; // no text to PostgreSQL
    return this.sql.query<Row>(looksLikeId(idOrSlug) ? statements.id : statements.slug, [idOrSlug]);
  }
}
