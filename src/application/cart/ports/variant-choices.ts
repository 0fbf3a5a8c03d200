import type { ProductId, VariantId } from '../../../domain/shared/ids.js';

export interface VariantChoice {
  readonly variantId: VariantId;
  readonly isArchived: boolean;
}

/** What somebody may mean who names a product. */
export interface VariantChoices {
  /** All its variants, in their order; none: there is no such product. */
  ofProduct(productId: ProductId): Promise<readonly VariantChoice[]>;
}
