import type { ProductId } from '../../../domain/shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { ProductQuery, TextReading } from './product-search.js';
import type { ProductView } from './product-view.js';

export interface FoundPage extends Page<ProductView> {
  /** Absent unless words were searched for. */
  readonly reading?: TextReading;
}

/** What screens show of products, whoever may see it: the asking side says so by `status`. */
export interface CatalogueQueries {
  /**
   * A constant number of statements, however long the page.
   * @throws InvalidCursor when the cursor is not one that was given for this order.
   */
  search(query: ProductQuery, page: PageRequest): Promise<FoundPage>;

  /** In the order of the ids; those that are gone are left out. */
  productsOf(ids: readonly ProductId[]): Promise<readonly ProductView[]>;

  /** By its id, its slug, or a slug that it had; whoever asked by an old one sees it in the answer's `slug`. */
  detailsOf(idOrSlug: string): Promise<ProductView | undefined>;

  /** The product that has a variant with this SKU. */
  withSku(sku: string): Promise<{ readonly productId: ProductId; readonly hasPicture: boolean } | undefined>;
}
