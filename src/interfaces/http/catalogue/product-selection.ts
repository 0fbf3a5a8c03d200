import type { ProductSelection } from '../../../application/catalogue/ports/product-search.js';
import type { ProductStatus } from '../../../domain/catalogue/product-state.js';
import { Money, type Currency } from '../../../domain/shared/money.js';

type Texts = readonly string[] | undefined;

/** What a checked query names products by. */
export interface SelectionQuery {
  readonly category?: Texts;
  readonly categories?: Texts;
  readonly brand?: Texts;
  readonly tag?: Texts;
  readonly min_price?: string | number | undefined;
  readonly max_price?: string | number | undefined;
  readonly min_rating?: number | undefined;
  readonly in_stock?: boolean | undefined;
  readonly q?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

const given = (texts: Texts): Texts => (texts?.length ? texts : undefined);
const spoken = (text: string | undefined): string | undefined => text || undefined;

/** An empty parameter says nothing. */
export function selectionOf(query: SelectionQuery, status: ProductStatus | undefined, currency: Currency): ProductSelection {
  const money = (amount: string | number | undefined) => (amount === undefined ? undefined : Money.parse(amount, currency));
  return {
    status,
    categories: given([...(query.category ?? []), ...(query.categories ?? [])]),
    brands: given(query.brand),
    tags: given(query.tag),
    minPrice: money(query.min_price),
    maxPrice: money(query.max_price),
    minRating: query.min_rating || undefined, // from 0 is from anything, rated or not
    inStock: query.in_stock,
    text: query.q,
    title: spoken(query.title),
    description: spoken(query.description),
  };
}
