import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import { PLACEHOLDER_IMAGE } from '../../../domain/catalogue/placeholder.js';
import { id, type BrandId, type CategoryId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';

const RFC_3339 = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Everything that is shown of a product `p`, one row each. Text where JavaScript would only make text of it again. */
export const VIEW_COLUMNS = `p.id, p.title, p.description, p.slug, p.status, p.currency, p.options, p.rating_sum, p.rating_count, p.version,
  to_char(p.created_at at time zone 'UTC', ${RFC_3339}) as created_at,
  to_char(p.updated_at at time zone 'UTC', ${RFC_3339}) as updated_at,
  (select json_build_object('id', b.id, 'name', b.name, 'slug', b.slug) from brands b where b.id = p.brand_id) as brand,
  (select json_agg(json_build_object('id', c.id, 'name', c.name, 'slug', c.slug) order by pc.position)
    from product_categories pc join categories c on c.id = pc.category_id where pc.product_id = p.id) as categories,
  (select json_agg(t.name order by pt.position) from product_tags pt join tags t on t.id = pt.tag_id where pt.product_id = p.id) as tags,
  (select json_agg(json_build_object('id', v.id, 'sku', v.sku, 'title', v.title, 'options', v.options, 'price', v.price_minor,
      'compare_at', v.compare_at_minor, 'stock', coalesce(s.on_hand - s.reserved, 0)) order by v.position)
    from variants v left join stock s on s.variant_id = v.id where v.product_id = p.id and not v.is_archived) as variants,
  (select json_agg(json_build_object('id', i.id, 'url', i.url, 'alt', i.alt) order by i.position)
    from product_images i where i.product_id = p.id) as images`;

interface ShelfFact {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

export interface ProductViewRow {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly status: ProductView['status'];
  readonly currency: string;
  readonly options: ProductView['options'];
  readonly rating_sum: number;
  readonly rating_count: number;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly brand: ShelfFact | null;
  readonly categories: readonly ShelfFact[] | null;
  readonly tags: readonly string[] | null;
  readonly variants: readonly {
    readonly id: string;
    readonly sku: string;
    readonly title: string | null;
    readonly options: Readonly<Record<string, string>>;
    readonly price: number;
    readonly compare_at: number | null;
    readonly stock: number;
  }[];
  readonly images: readonly { readonly id: string; readonly url: string; readonly alt: string }[] | null;
}

export const toProductView = (row: ProductViewRow): ProductView => ({
  id: id(row.id),
  title: row.title,
  description: row.description,
  slug: row.slug,
  status: row.status,
  currency: row.currency,
  options: row.options,
  ratingSum: row.rating_sum,
  ratingCount: row.rating_count,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  brand: row.brand && { ...row.brand, id: id<BrandId>(row.brand.id) },
  categories: (row.categories ?? []).map((category) => ({ ...category, id: id<CategoryId>(category.id) })),
  tags: row.tags ?? [],
  variants: row.variants.map((variant) => ({
    id: id(variant.id),
    sku: variant.sku,
    title: variant.title,
    options: variant.options,
    price: Money.of(variant.price, row.currency),
    compareAtPrice: variant.compare_at === null ? null : Money.of(variant.compare_at, row.currency),
    stockQuantity: variant.stock,
  })),
  imageUrl: row.images?.[0]?.url ?? PLACEHOLDER_IMAGE,
  images: (row.images ?? []).map((image) => ({ ...image, id: id(image.id) })),
});
