import { looksLikeId, type ProductId } from '../shared/ids.js';
import { freeSlug, slugOf } from '../shared/slug.js';

/** Words that follow `/products/` and mean something else than a product. */
const ROUTE_WORDS: ReadonlySet<string> = new Set(['search', 'category', 'brands', 'tags', 'facets', 'suggest', 'reviews']);

/**
 * The slug of a product with this title. One that it has or had may be had again; one that ever led to another product may not.
 * @param taken slugs that begin with the base, and whose they are or were.
 */
export function productSlug(title: string, productId: ProductId, current: string | null, taken: ReadonlyMap<string, ProductId>): string {
  const base = slugOf(title, productId);
  const isOfBase = (slug: string) => slug === base || (slug.startsWith(`${base}-`) && /^\d+$/.test(slug.slice(base.length + 1)));
  if (current !== null && isOfBase(current)) return current;
  const [former] = [...taken].filter(([slug, owner]) => owner === productId && isOfBase(slug)).map(([slug]) => slug);
  return former ?? freeSlug(base, (slug) => !ROUTE_WORDS.has(slug) && !looksLikeId(slug) && !taken.has(slug));
}
