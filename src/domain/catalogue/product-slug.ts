import { looksLikeId, type ProductId } from '../shared/ids.js';
import { freeSlug, slugOf } from '../shared/slug.js';
import { InvalidProduct, SlugTaken } from './product-errors.js';

/** Words that follow `/products/` and mean something else than a product. */
const ROUTE_WORDS: ReadonlySet<string> = new Set(['search', 'category', 'brands', 'tags', 'facets', 'suggest', 'reviews']);

const isReserved = (slug: string): boolean => ROUTE_WORDS.has(slug) || looksLikeId(slug);

/**
 * A slug that somebody chose for a product, if it may be had.
 * @param taken slugs that begin with it, and whose they are or were.
 * @throws InvalidProduct unless it is lower-case words joined by `-`, and means nothing else.
 * @throws SlugTaken when it leads to another product, or ever did.
 */
export function chosenSlug(slug: string, productId: ProductId, taken: ReadonlyMap<string, ProductId>): string {
  if (slugOf(slug, productId) !== slug || isReserved(slug)) {
    const message = 'slug must be lower-case letters and digits joined by -, at most 80, and no word of our addresses';
    throw new InvalidProduct([{ path: 'slug', code: 'format', message }]);
  }
  if ((taken.get(slug) ?? productId) !== productId) throw new SlugTaken(slug);
  return slug;
}

/**
 * The slug of a product with this title. One that it has or had may be had again; one that ever led to another product may not.
 * @param taken slugs that begin with the base, and whose they are or were.
 */
export function productSlug(title: string, productId: ProductId, current: string | null, taken: ReadonlyMap<string, ProductId>): string {
  const base = slugOf(title, productId);
  const isOfBase = (slug: string) => slug === base || (slug.startsWith(`${base}-`) && /^\d+$/.test(slug.slice(base.length + 1)));
  if (current !== null && isOfBase(current)) return current;
  const [former] = [...taken].filter(([slug, owner]) => owner === productId && isOfBase(slug)).map(([slug]) => slug);
  return former ?? freeSlug(base, (slug) => !isReserved(slug) && !taken.has(slug));
}
