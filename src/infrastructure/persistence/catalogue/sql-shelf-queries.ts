import type {
  BrandView,
  CategoryDetails,
  CategoryStep,
  CategoryView,
  ShelfQueries,
  TagView,
} from '../../../application/catalogue/ports/shelf-queries.js';
import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import { id, looksLikeId, type BrandId, type CategoryId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

/** Counted once for the whole list, not once for each row of it. */
const listed = (table: string, columns: string, published: string, order: string): string =>
  `select ${columns}, coalesce(counted.products, 0) as product_count from ${table} as shelf
    left join (${published} group by 1) as counted (shelf_id, products) on counted.shelf_id = shelf.id order by ${order}`;
const through = (table: string, column: string): string =>
  `select link.${column}, count(*) from ${table} as link join products as product on product.id = link.product_id
    where product.status = 'published'`;

const LABEL_COLUMNS = 'shelf.id, shelf.name, shelf.slug, shelf.version';
const TAG_COLUMNS = `${LABEL_COLUMNS}, shelf.rule`;
const BRAND_COLUMNS = `${LABEL_COLUMNS}, shelf.description`;
const CATEGORY_COLUMNS = `${BRAND_COLUMNS}, shelf.parent_id`;
const PLACE = 'row_number() over (partition by parent_id order by position, id)::int - 1';
const BY_NAME = 'lower(shelf.name), shelf.id';
const OF_BRANDS = `select product.brand_id, count(*) from products as product where product.status = 'published'`;

const CATEGORIES = {
  name: 'categories.list',
  // A product that stands in several places counts once for what is above them: few do, so that only they are looked at twice.
  text: `with recursive placed as (select *, ${PLACE} as place from categories),
    tree as (
      select placed.*, array[placed.place] as line, array[placed.id] as above from placed where parent_id is null
      union all
      select placed.*, tree.line || placed.place, tree.above || placed.id from placed join tree on placed.parent_id = tree.id
    ), own (category_id, products) as (
      ${through('product_categories', 'category_id')} group by 1
    ), several as (
      select product_id from product_categories group by product_id having count(*) > 1
    ), sums as (
      select above.id, sum(own.products) as products from own join tree on tree.id = own.category_id, unnest(tree.above) as above (id) group by above.id
    ), surplus as (
      select above.id, count(*) - count(distinct product.id) as products
      from several join products as product on product.id = several.product_id join product_categories as link on link.product_id = product.id
        join tree on tree.id = link.category_id, unnest(tree.above) as above (id)
      where product.status = 'published' group by above.id
    )
    select ${CATEGORY_COLUMNS}, shelf.place as position, coalesce(own.products, 0) as product_count,
      coalesce(sums.products - coalesce(surplus.products, 0), 0)::int as total_product_count
    from tree as shelf left join own on own.category_id = shelf.id left join sums on sums.id = shelf.id left join surplus on surplus.id = shelf.id
    order by shelf.line`,
};
const BRANDS = { name: 'brands.list', text: listed('brands', BRAND_COLUMNS, OF_BRANDS, BY_NAME) };
const TAGS = { name: 'tags.list', text: listed('tags', TAG_COLUMNS, through('product_tags', 'tag_id'), BY_NAME) };
const oneCategory = (by: 'id' | 'slug') => ({
  name: `categories.view_by_${by}`,
  text: `with recursive placed as (select *, ${PLACE} as place from categories),
    up as (
      select placed.*, 0 as height from placed where ${by} = $1
      union all
      select placed.*, up.height + 1 from placed join up on placed.id = up.parent_id
    ), down as (
      select id from up where height = 0
      union all
      select placed.id from placed join down on placed.parent_id = down.id
    )
    select ${CATEGORY_COLUMNS}, shelf.place as position,
      (select json_agg(json_build_object('id', up.id, 'name', up.name, 'slug', up.slug) order by up.height desc) from up) as path,
      (select count(*) from product_categories as link join products as product on product.id = link.product_id
        where link.category_id = shelf.id and product.status = 'published') as product_count,
      (select count(*) from products as product where product.status = 'published' and product.id in (
        select link.product_id from product_categories as link join down on down.id = link.category_id)) as total_product_count
    from up as shelf where shelf.height = 0`,
});
const oneBrand = (by: 'id' | 'slug') => ({
  name: `brands.view_by_${by}`,
  text: `select ${BRAND_COLUMNS}, (select count(*) from products as product where product.brand_id = shelf.id
      and product.status = 'published') as product_count
    from brands as shelf where shelf.${by} = $1`,
});
const oneTag = (by: 'id' | 'slug') => ({
  name: `tags.view_by_${by}`,
  text: `select ${TAG_COLUMNS}, (select count(*) from product_tags as link join products as product on product.id = link.product_id
      where link.tag_id = shelf.id and product.status = 'published') as product_count
    from tags as shelf where shelf.${by} = $1`,
});
const ONE_CATEGORY = { id: oneCategory('id'), slug: oneCategory('slug') };
const ONE_BRAND = { id: oneBrand('id'), slug: oneBrand('slug') };
const ONE_TAG = { id: oneTag('id'), slug: oneTag('slug') };

interface LabelRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly version: number;
  readonly product_count: number;
}

interface TagRow extends LabelRow {
  readonly rule: TagRule | null;
}

interface BrandRow extends LabelRow {
  readonly description: string | null;
}

interface CategoryRow extends BrandRow {
  readonly parent_id: string | null;
  readonly position: number;
  readonly total_product_count: number;
}

interface CategoryDetailsRow extends CategoryRow {
  readonly path: readonly CategoryStep[];
}

const toCategory = <Row extends CategoryRow>({ product_count, total_product_count, parent_id, ...row }: Row) => ({
  ...row,
  id: id<CategoryId>(row.id),
  parentId: parent_id === null ? null : id<CategoryId>(parent_id),
  productCount: product_count,
  totalProductCount: total_product_count,
});
const toTag = ({ product_count, ...row }: TagRow): TagView => ({ ...row, id: id(row.id), productCount: product_count });
const toBrand = ({ product_count, ...row }: BrandRow): BrandView => ({ ...row, id: id<BrandId>(row.id), productCount: product_count });

export class SqlShelfQueries implements ShelfQueries {
  constructor(private readonly sql: Sql) {}

  async categories(): Promise<readonly CategoryView[]> {
    return (await this.sql.query<CategoryRow>(CATEGORIES)).map((row) => toCategory(row));
  }

  async category(idOrSlug: string): Promise<CategoryDetails | undefined> {
    const [row] = await this.#one<CategoryDetailsRow>(ONE_CATEGORY, idOrSlug);
    return row && toCategory(row);
  }

  async brands(): Promise<readonly BrandView[]> {
    return (await this.sql.query<BrandRow>(BRANDS)).map(toBrand);
  }

  async brand(idOrSlug: string): Promise<BrandView | undefined> {
    const [row] = await this.#one<BrandRow>(ONE_BRAND, idOrSlug);
    return row && toBrand(row);
  }

  async tags(): Promise<readonly TagView[]> {
    return (await this.sql.query<TagRow>(TAGS)).map(toTag);
  }

  async tag(idOrSlug: string): Promise<TagView | undefined> {
    const [row] = await this.#one<TagRow>(ONE_TAG, idOrSlug);
    return row && toTag(row);
  }

  async #one<Row extends LabelRow>(statements: typeof ONE_BRAND, idOrSlug: string): Promise<readonly Row[]> {
    if (idOrSlug.includes('\0')) return []; // no text to PostgreSQL
    return this.sql.query<Row>(looksLikeId(idOrSlug) ? statements.id : statements.slug, [idOrSlug]);
  }
}
