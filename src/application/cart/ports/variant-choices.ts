import type { ProductId } from '../../../domain/shared/ids.js';
import type { Offer } from '../../catalogue/ports/price-list.js';

export interface VariantChoice {
  readonly offer: Offer;
  readonly isArchived: boolean;
}

/** What somebody may mean who names a product. */
export interface VariantChoices {
  /** All its variants as they are offered today, in their order; none: there is no such product. */
  ofProduct(productId: ProductId): Promise<readonly VariantChoice[]>;
}
