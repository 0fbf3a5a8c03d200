import type { ProductEvent } from '../../../domain/catalogue/product-events.js';
import type { Product } from '../../../domain/catalogue/product.js';
import type { BrandId, CategoryId, ProductId, TagId, VariantId } from '../../../domain/shared/ids.js';

/** What of a batch is there already. Slugs lead where they led before, too. */
export interface KnownProducts {
  readonly products: ReadonlyMap<ProductId, Product>;
  readonly slugs: ReadonlyMap<string, ProductId>;
  /** Of all SKUs that were asked for, archived variants' too, and of all variants of `products`. */
  readonly skus: ReadonlyMap<string, { readonly productId: ProductId; readonly isArchived: boolean }>;
  /** What can be sold of the variants of `products`. */
  readonly available: ReadonlyMap<VariantId, number>;
}

/** A product as it is to be from now on, and what happened to it. */
export interface IntakeChange {
  readonly product: Product;
  readonly events: readonly ProductEvent[];
}

export interface CategoryPlace {
  readonly id: CategoryId;
  readonly parentId: CategoryId | null;
  readonly name: string;
}

export interface StockWish {
  readonly variantId: VariantId;
  /** Pieces that can be sold, beside those that are promised. */
  readonly available: number;
}

/** Many products at a time, in a number of statements that does not grow with them. */
export interface CatalogueIntake {
  /** Whoever finds products here keeps others who would change them waiting until the unit of work ends. */
  find(wanted: { readonly slugs: readonly string[]; readonly skus: readonly string[] }): Promise<KnownProducts>;

  /** The slugs that are one of these, or one of these and a number, and the product each leads or ever led to. */
  slugsLike(bases: readonly string[]): Promise<ReadonlyMap<string, ProductId>>;

  /** In any case; what is not there is made. Tags with a rule are left out: nobody puts them on a product. @throws InvalidShelfName */
  labels(names: {
    readonly brands: readonly string[];
    readonly tags: readonly string[];
  }): Promise<{ readonly brands: ReadonlyMap<string, BrandId>; readonly tags: ReadonlyMap<string, TagId> }>;

  /** The whole tree, as it is now. */
  categories(): Promise<readonly CategoryPlace[]>;

  /**
   * Inserts and updates, keeps the slugs for ever, sets what can be sold with a movement where that changes anything, makes what is shown
   * and searched of the products, and tells whoever keeps something of them: with one event for all of them, and one for each picture
   * that came or went.
   * @throws ConcurrencyConflict when a stored version is another, a slug or SKU has been taken meanwhile, or what is referred to is gone
   */
  save(changes: readonly IntakeChange[], stock: readonly StockWish[], at: Date): Promise<void>;
}
