import type { CatalogueExtract } from '../../../application/catalogue/ports/catalogue-extract.js';
import type { TradeProduct } from '../../../application/catalogue/ports/trade-product.js';
import type { ProductOption, ProductStatus } from '../../../domain/catalogue/product-state.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import type { Sql } from '../shared/sql.js';

interface ExtractRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly currency: Currency;
  readonly options: readonly ProductOption[];
  readonly brand: string | null;
  readonly category_ids: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly images: readonly { readonly url: string; readonly alt: string }[] | null;
  readonly variants: readonly {
    readonly sku: string;
    readonly options: Readonly<Record<string, string>>;
    readonly price: number;
    readonly compare_at: number | null;
    readonly digital: boolean;
    readonly stock: number | null;
  }[];
}

const PART = 500;

const CATEGORIES = {
  name: 'extract.categories',
  text: `with recursive places as (
      select id, array[name] as path from categories where parent_id is null
      union all select c.id, places.path || c.name from categories c join places on c.parent_id = places.id
    )
    select id, path from places`,
};
/** By id: what is made meanwhile comes last. */
const NEXT = {
  name: 'extract.next',
  text: `select p.id, p.slug, p.title, p.description, p.status, p.currency, p.options,
      (select b.name from brands b where b.id = p.brand_id) as brand,
      (select json_agg(pc.category_id order by pc.position) from product_categories pc where pc.product_id = p.id) as category_ids,
      (select json_agg(t.name order by pt.position) from product_tags pt join tags t on t.id = pt.tag_id
        where pt.product_id = p.id and not pt.by_rule) as tags,
      (select json_agg(json_build_object('url', i.url, 'alt', i.alt) order by i.position) from product_images i where i.product_id = p.id) as images,
      (select json_agg(json_build_object('sku', v.sku, 'options', v.options, 'price', v.price_minor, 'compare_at', v.compare_at_minor,
          'digital', v.digital, 'stock', case when s.is_tracked is not false then greatest(0, coalesce(s.on_hand - s.reserved, 0)) end) order by v.position)
        from variants v left join stock s on s.variant_id = v.id where v.product_id = p.id and not v.is_archived) as variants
    from products p where p.id > $1 and ($2::text is null or p.status = $2) order by p.id limit ${PART}`,
};
const MOST_OPTIONS = { name: 'extract.most_options', text: 'select coalesce(max(jsonb_array_length(options)), 0) as most from products' };

const FIRST = '00000000-0000-0000-0000-000000000000';

/** The catalogue in parts of five hundred products, each in one statement. */
export class SqlCatalogueExtract implements CatalogueExtract {
  constructor(private readonly sql: Sql) {}

  async *products(status: ProductStatus | undefined): AsyncGenerator<readonly TradeProduct[], void> {
    let after = FIRST;
    for (;;) {
      // Asked each time: categories are few, and a product may stand in one that was made since.
      const [places, rows] = await Promise.all([
        this.sql.query<{ id: string; path: readonly string[] }>(CATEGORIES),
        this.sql.query<ExtractRow>(NEXT, [after, status ?? null]),
      ]);
      const paths = new Map(places.map(({ id, path }) => [id, path]));
      yield rows.map((row) => toTradeProduct(row, paths));
      const last = rows.at(-1);
      if (!last || rows.length < PART) return;
      after = last.id;
    }
  }

  async mostOptions(): Promise<number> {
    const [row] = await this.sql.query<{ most: number }>(MOST_OPTIONS);
    return row?.most ?? 0;
  }
}

const toTradeProduct = (row: ExtractRow, paths: ReadonlyMap<string, readonly string[]>): TradeProduct => ({
  slug: row.slug,
  title: row.title,
  description: row.description,
  status: row.status,
  brand: row.brand,
  categories: (row.category_ids ?? []).flatMap((categoryId) => {
    const path = paths.get(categoryId);
    return path ? [path] : [];
  }),
  tags: row.tags ?? [],
  options: row.options,
  images: row.images ?? [],
  variants: row.variants.map(({ sku, options, price, compare_at, digital, stock }) => ({
    sku,
    options,
    price: Money.of(price, row.currency),
    compareAtPrice: compare_at === null ? null : Money.of(compare_at, row.currency),
    stock: stock ?? undefined,
    isDigital: digital,
  })),
});
