import type { Product } from '../../../domain/catalogue/product.js';
import type { ProductId } from '../../../domain/shared/ids.js';

/** The products with their variants and pictures. Listing and searching is CatalogueQueries' job. */
export interface ProductRepository {
  /** Whoever finds a product keeps others who would change it waiting until the unit of work ends. */
  find(productId: ProductId): Promise<Product | undefined>;

  /**
   * The slugs that are `base`, or `base` and a number, and the product each leads or ever led to. Nobody else who asks for the same base
   * gets an answer before the unit of work ends.
   */
  slugsLike(base: string): Promise<ReadonlyMap<string, ProductId>>;

  /** Those that time alone changes by now, the longest overdue first; somebody else may see to them at the same moment. */
  due(now: Date, limit: number): Promise<readonly ProductId[]>;

  /**
   * Inserts or updates, keeps the slug and what its variants cost for ever, and stores the product's events with it.
   * @throws ConcurrencyConflict when the stored version is not `product.version`, the slug leads to another product, or what it refers
   * to is gone.
   * @throws SkuTaken when a variant of another product has one of the SKUs.
   */
  save(product: Product): Promise<void>;
}
