import type { ProductStatus } from '../../../domain/catalogue/product-state.js';
import type { BrandId, CategoryId, ProductId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';
import type { PageRequest } from '../../shared/page.js';
import type { ShelfView } from './product-view.js';

/** `relevance` puts the best match first and means nothing without words to match. */
export type ProductSort = 'relevance' | 'newest' | 'price' | '-price' | 'title' | '-rating' | '-popularity';

/** Every kind that is given has to fit; of the values of one kind, one is enough. */
export interface ProductFilter {
  readonly status?: ProductStatus | undefined;
  /** Slugs or names in any case; what is below a category belongs to it. */
  readonly categories?: readonly string[] | undefined;
  readonly brands?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Both inclusive; of the cheapest variant. */
  readonly minPrice?: Money | undefined;
  readonly maxPrice?: Money | undefined;
  readonly minRating?: number | undefined;
  readonly inStock?: boolean | undefined;
  /** Part of the title, of the description, in any case. */
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

export interface ProductSelection extends ProductFilter {
  /**
   * What somebody typed: words of title, brand, category and description, mistyped ones too; `"these words in a row"`; `-without` this
   * one. Without a word in it, it is taken literally.
   */
  readonly text?: string | undefined;
}

export interface ProductQuery extends ProductSelection {
  /** The first that tells two products apart decides; the id does when none does. */
  readonly sort: readonly ProductSort[];
}

/** What became of a text that was searched for. */
export interface TextReading {
  /** Each way in which it was looked for, in that order: as it was typed, then as it may have been meant. */
  readonly tried: readonly string[];
  /** The way that found something, if it is not the one that was typed. */
  readonly correctedTo: string | null;
  /** Nothing was found: words of it that find something when they stand alone. */
  readonly suggestions: readonly string[];
}

export interface FoundProducts {
  readonly ids: readonly ProductId[];
  readonly total: number;
  /** Where the next part starts; null on the last one, absent unless a cursor was asked for. */
  readonly nextCursor?: string | null;
  /** Absent unless words were searched for. */
  readonly reading?: TextReading;
}

export interface LabelCount {
  /** The slug, as a filter takes it. */
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/**
 * How many products there would be with each value of a kind, if of that kind nothing had been asked for yet. Labels without a product
 * are left out, bands are not.
 */
export interface Facets {
  /** The hundred with the most products, of equals by slug; so with brands and tags. What is below a category belongs to it. */
  readonly categories: readonly LabelCount[];
  readonly brands: readonly LabelCount[];
  readonly tags: readonly LabelCount[];
  /** Both bounds belong to a band; the last one has no upper bound. */
  readonly prices: readonly { readonly min: Money; readonly max: Money | null; readonly count: number }[];
  readonly ratings: readonly { readonly atLeast: number; readonly count: number }[];
  readonly stock: { readonly inStock: number; readonly soldOut: number };
}

export interface Suggestions {
  /** Published ones, those that sell best first. */
  readonly products: readonly ProductId[];
  readonly categories: readonly ShelfView<CategoryId>[];
  readonly brands: readonly ShelfView<BrandId>[];
  /** What was meant, if nothing begins with what was typed. */
  readonly correctedTo: string | null;
}

/** Finds products: by PostgreSQL, or by an engine made for it. It says which they are; what is shown of them is asked elsewhere. */
export interface ProductSearch {
  /**
   * A constant number of questions to the storage, however long the page.
   * @throws InvalidCursor when the cursor is not one that was given for this order.
   */
  find(query: ProductQuery, page: PageRequest): Promise<FoundProducts>;

  /** Exact: the same as counting what `find` finds. */
  facets(selection: ProductSelection): Promise<Facets>;

  /** While somebody types: the last word may have been begun only. At most so many of each kind. */
  suggest(text: string, limit: number): Promise<Suggestions>;
}
