import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { Change } from '../../../application/shared/ports/change-feed.js';

/** What ends a list of shelves: they themselves, and what stands on them. */
export const CHANGES_OF_SHELVES: ReadonlySet<Change> = new Set(['shelves', 'product:*']);

const stockOf = ({ variants }: ProductView): readonly Change[] => variants.map(({ id }) => `stock:${id}`);

/** What ends the page of one product: a change of it, the name of what it stands on, the sale of a piece. */
export const changesOf = (product: ProductView): ReadonlySet<Change> => new Set([`product:${product.id}`, 'shelves', ...stockOf(product)]);

/** When a scheduled price among those that are shown begins or ends; undefined when none will. */
export const pricesHoldUntil = (products: readonly ProductView[]): Date | undefined =>
  products.reduce<Date | undefined>((first, { pricesHoldUntil: time }) => (time && (!first || time < first) ? time : first), undefined);

/**
 * What ends a list of products. Any product may come into it or leave it when it is changed; a sale ends only the lists that show what
 * was sold, or all that asked for what is in stock.
 */
export const changesOfPage = (products: readonly ProductView[], isByStock: boolean): ReadonlySet<Change> =>
  new Set(['product:*', 'shelves', ...(isByStock ? ['stock:*'] : products.flatMap(stockOf))]);

/** What ends counts of products: any of them, where they stand, and whether there is something left. */
export const CHANGES_OF_COUNTS: ReadonlySet<Change> = new Set(['product:*', 'shelves', 'stock:*']);
