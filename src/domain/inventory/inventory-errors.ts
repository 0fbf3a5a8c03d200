import { DomainError } from '../shared/domain-error.js';
import type { VariantId } from '../shared/ids.js';

/** A line that cannot be had; `available` is what could be (on hand − reserved). */
export interface Shortage {
  readonly variantId: VariantId;
  readonly requested: number;
  readonly available: number;
}

/** Less can be had than is wanted; `available` is told of the first, and of each under `items`. */
export class OutOfStock extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.out_of_stock';

  constructor(readonly missing: readonly Shortage[]) {
    super(`There is not enough in stock: only ${missing[0]?.available ?? 0} can be had`, {
      available: missing[0]?.available ?? 0,
      items: missing.map(({ variantId, requested, available }) => ({ variant_id: variantId, requested, available })),
    });
  }
}

/** What is promised to buyers has to stay in the house. */
export class StockBelowReserved extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.below_reserved';

  constructor(variantId: VariantId, reserved: number) {
    super(`There cannot be less on hand than is reserved: ${reserved}`, { variant_id: variantId, reserved });
  }
}
