import type { ProductFilter } from '../../../application/catalogue/ports/product-search.js';

type Kind = keyof ProductFilter;

const IN_STOCK_ROWS = `from variants v join stock s on s.variant_id = v.id
    where v.product_id = p.id and not v.is_archived and (s.on_hand > s.reserved or not s.is_tracked)`;
/** Whether a piece of product `p` can be sold. */
export const IN_STOCK = `exists (select ${IN_STOCK_ROWS})`;
/** The same for a few products: asked whether it exists, PostgreSQL may read all variants once instead of those of each product. */
export const IN_STOCK_OF_FEW = `(select count(*) > 0 ${IN_STOCK_ROWS})`;

/** By slug or name, and everything below. */
const IN_CATEGORIES = (parameter: string) => `p.id in (
  with recursive wanted as (
    select c.id from categories c where c.slug = any (${parameter}::text[]) or lower(c.name) = any (${parameter}::text[])
    union select below.id from categories below join wanted on below.parent_id = wanted.id
  )
  select pc.product_id from product_categories pc join wanted on wanted.id = pc.category_id)`;

const CONDITIONS: Readonly<Record<Kind, (parameter: string) => string>> = {
  status: (parameter) => `p.status = ${parameter}`,
  categories: IN_CATEGORIES,
  brands: (parameter) =>
    `p.brand_id in (select b.id from brands b where b.slug = any (${parameter}::text[]) or lower(b.name) = any (${parameter}::text[]))`,
  tags: (parameter) => `p.id in (select pt.product_id from product_tags pt join tags t on t.id = pt.tag_id
    where t.slug = any (${parameter}::text[]) or lower(t.name) = any (${parameter}::text[]))`,
  minPrice: (parameter) => `p.price_minor >= ${parameter}`,
  maxPrice: (parameter) => `p.price_minor <= ${parameter}`,
  minRating: (parameter) => `p.rating_count > 0 and p.rating_sum >= ${parameter}::numeric * p.rating_count`,
  inStock: (parameter) => `${IN_STOCK} = ${parameter}`,
  title: (parameter) => `p.title ilike ${parameter}`,
  description: (parameter) => `p.description ilike ${parameter}`,
};

/** For `ilike`: the text and nothing but the text, wherever it stands. */
export const contains = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const inLowerCase = (texts: readonly string[] | undefined) => texts?.map((text) => text.toLowerCase());

const valuesOf = (filter: ProductFilter): Readonly<Record<Kind, unknown>> => ({
  status: filter.status,
  categories: inLowerCase(filter.categories),
  brands: inLowerCase(filter.brands),
  tags: inLowerCase(filter.tags),
  minPrice: filter.minPrice?.minor,
  maxPrice: filter.maxPrice?.minor,
  minRating: filter.minRating,
  inStock: filter.inStock,
  title: filter.title === undefined ? undefined : contains(filter.title),
  description: filter.description === undefined ? undefined : contains(filter.description),
});

export interface ProductConditions {
  /** The kinds that were given. */
  readonly kinds: readonly string[];
  readonly text: string;
  /** Each of them alone, with the same parameters. */
  readonly byKind: Readonly<Partial<Record<Kind, string>>>;
  readonly values: readonly unknown[];
}

/**
 * Only what is asked for becomes a condition: the planner then sees which index fits. What shoppers see is written out, because the
 * indexes for it are partial and a parameter would not be recognised.
 */
export function conditionsOf(filter: ProductFilter): ProductConditions {
  const values = valuesOf(filter);
  const isForShoppers = filter.status === 'published';
  const given = (Object.keys(CONDITIONS) as Kind[]).filter((kind) => values[kind] !== undefined && !(kind === 'status' && isForShoppers));
  const byKind: Partial<Record<Kind, string>> = Object.fromEntries(given.map((kind, place) => [kind, CONDITIONS[kind](`$${place + 1}`)]));
  const conditions = Object.values(byKind);
  if (isForShoppers) {
    byKind.status = `p.status = 'published'`;
    conditions.unshift(byKind.status);
  }
  return {
    kinds: [isForShoppers ? 'shop' : 'all', ...given],
    text: conditions.join(' and ') || 'true',
    byKind,
    values: given.map((kind) => values[kind]),
  };
}
