import type { ProductId, VariantId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';

/** What the shop offers a variant as, today: everything a cart line shows and an order line copies. */
export interface Offer {
  readonly variantId: VariantId;
  readonly productId: ProductId;
  readonly productTitle: string;
  readonly productDescription: string;
  readonly slug: string;
  /** Null when the product has only this variant. */
  readonly variantTitle: string | null;
  readonly sku: string;
  /** Relative, without a leading slash; never null (a placeholder stands in). */
  readonly imageUrl: string;
  readonly unitPrice: Money;
  /** What can be had, also what may be sold before it comes in. */
  readonly available: number;
  /** On hand − reserved, never below 0: what need not be waited for. */
  readonly inHouse: number;
  /** The product is published and the variant is not archived. */
  readonly isOffered: boolean;
  /** No carrier brings it. */
  readonly isDigital: boolean;
}

/** Today's titles and prices. */
export interface PriceList {
  /** One statement, however many variants; unknown ones are absent from the answer. */
  offersFor(variantIds: readonly VariantId[]): Promise<ReadonlyMap<VariantId, Offer>>;
}
