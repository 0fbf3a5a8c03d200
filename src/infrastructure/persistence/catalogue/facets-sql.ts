import type { Facets, LabelCount, ProductFilter } from '../../../application/catalogue/ports/product-search.js';
import type { Currency } from '../../../domain/shared/money.js';
import { priceBands, priceSteps, ranked, RATING_STEPS } from './facet-bands.js';
import { IN_STOCK, type ProductConditions } from './product-conditions-sql.js';

/** What facets are counted of: the kinds of a filter that stand for one facet. */
const FACET_KINDS = {
  category: ['categories'],
  brand: ['brands'],
  tag: ['tags'],
  price: ['minPrice', 'maxPrice'],
  rating: ['minRating'],
  stock: ['inStock'],
} as const satisfies Readonly<Record<string, readonly (keyof ProductFilter)[]>>;
type FacetKind = keyof typeof FACET_KINDS;
const KINDS = Object.keys(FACET_KINDS) as readonly FacetKind[];

/** The conditions that hold whatever is counted, and those of each facet. */
export function facetConditions({ byKind }: ProductConditions) {
  const of = (kind: FacetKind): string => {
    const conditions = FACET_KINDS[kind].flatMap((each) => byKind[each] ?? []);
    return conditions.length === 0 ? 'true' : `(${conditions.join(' and ')})`;
  };
  const always = (['status', 'title', 'description'] as const).flatMap((kind) => byKind[kind] ?? []);
  return { always: always.join(' and ') || 'true', of };
}

/**
 * All facets in one statement: every product that could be counted once, with the kinds of which it does not fit, and then each facet
 * over those that fit in all other kinds.
 * @param products `from … where …` of the products `p` that fit whatever is counted.
 */
export function facetsStatement(products: string, of: (kind: FacetKind) => string): string {
  const fits = KINDS.map((kind) => `${of(kind)} as fits_${kind}`).join(', ');
  const others = (kind: FacetKind): string =>
    KINDS.filter((each) => each !== kind)
      .map((each) => `base.fits_${each}`)
      .join(' and ');
  const labels = (rows: string): string =>
    `(select coalesce(json_agg(json_build_object('value', shelf.slug, 'label', shelf.name, 'count', counted.products)), '[]') from (${rows}) counted (id, products)`;
  return `with recursive above as (
      select c.id, c.id as shelf_id, c.parent_id from categories c
      union all select above.id, c.id, c.parent_id from above join categories c on c.id = above.parent_id
    ), base as materialized (
      select p.id, p.brand_id, p.price_minor, p.rating_sum, p.rating_count, ${IN_STOCK} as in_stock, ${fits} ${products}
    )
    select
      ${labels(`select above.shelf_id, count(distinct base.id) from base join product_categories pc on pc.product_id = base.id
        join above on above.id = pc.category_id where ${others('category')} group by 1`)} join categories shelf on shelf.id = counted.id) as categories,
      ${labels(`select base.brand_id, count(*) from base where ${others('brand')} group by 1`)} join brands shelf on shelf.id = counted.id) as brands,
      ${labels(`select pt.tag_id, count(*) from base join product_tags pt on pt.product_id = base.id where ${others('tag')} group by 1`)}
        join tags shelf on shelf.id = counted.id) as tags,
      (select coalesce(json_object_agg(band, products), '{}') from (select width_bucket(base.price_minor, :steps::bigint[]) as band, count(*) as products
        from base where ${others('price')} group by 1) counted) as prices,
      (select json_build_array(${RATING_STEPS.map((step) => `count(*) filter (where base.rating_count > 0 and base.rating_sum >= ${step} * base.rating_count)`).join(', ')})
        from base where ${others('rating')}) as ratings,
      (select json_build_array(count(*) filter (where base.in_stock), count(*) filter (where not base.in_stock)) from base where ${others('stock')}) as stock`;
}

/** The one row of that statement. */
export interface FacetsRow {
  readonly categories: readonly LabelCount[];
  readonly brands: readonly LabelCount[];
  readonly tags: readonly LabelCount[];
  /** By the number of the band, from 1. */
  readonly prices: Readonly<Record<string, number>>;
  readonly ratings: readonly number[];
  readonly stock: readonly [inStock: number, soldOut: number];
}

export const toFacets = ({ categories, brands, tags, prices, ratings, stock }: FacetsRow, currency: Currency): Facets => ({
  categories: ranked(categories),
  brands: ranked(brands),
  tags: ranked(tags),
  prices: priceBands(
    priceSteps(currency).map((_, place) => prices[place + 1] ?? 0),
    currency,
  ),
  ratings: RATING_STEPS.map((atLeast, place) => ({ atLeast, count: ratings[place] ?? 0 })),
  stock: { inStock: stock[0], soldOut: stock[1] },
});
