import type { ProductStatus } from '../../../domain/catalogue/product-state.js';
import type { ProductId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { ProductView } from './product-view.js';

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

export interface ProductSearch extends ProductFilter {
  /** What somebody typed: words of title, brand, category and description, mistyped ones too. Without a word in it, it is taken literally. */
  readonly text?: string | undefined;
  /** The first that tells two products apart decides; the id does when none does. */
  readonly sort: readonly ProductSort[];
}

/** What screens show of products, whoever may see it: the asking side says so by `status`. */
export interface CatalogueQueries {
  /**
   * A constant number of statements, however long the page.
   * @throws InvalidCursor when the cursor is not one that was given for this order.
   */
  search(search: ProductSearch, page: PageRequest): Promise<Page<ProductView>>;

  /** By its id, its slug, or a slug that it had; whoever asked by an old one sees it in the answer's `slug`. */
  detailsOf(idOrSlug: string): Promise<ProductView | undefined>;

  /** The product that has a variant with this SKU. */
  withSku(sku: string): Promise<{ readonly productId: ProductId; readonly hasPicture: boolean } | undefined>;
}
