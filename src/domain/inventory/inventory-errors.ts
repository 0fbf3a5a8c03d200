import { DomainError } from '../shared/domain-error.js';
import type { VariantId } from '../shared/ids.js';

/** A line that cannot be had; `available` is what could be (on hand − reserved, and what may be sold beyond that). */
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

/** There may be enough in the house, but not in the place that was named. */
export class NotEnoughThere extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.not_enough_there';

  constructor(variantId: VariantId, onHand: number) {
    super(`There are only ${onHand} in that place`, { variant_id: variantId, on_hand: onHand });
  }
}

/** Sold before it came in: what is there was promised to others first. */
export class AwaitingStock extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.awaiting_stock';

  constructor(waiting: readonly { readonly variantId: VariantId; readonly pieces: number }[]) {
    super('The order waits for goods that have not come in: it can be shipped when they have', {
      items: waiting.map(({ variantId, pieces }) => ({ variant_id: variantId, waiting: pieces })),
    });
  }
}

/** More is on back-order already than would be allowed, and what buyers wait for has to be counted. */
export class BackordersOpen extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.backorders_open';

  constructor(variantId: VariantId, backordered: number) {
    super(`${backordered} pieces are on back-order: until they have come in, so many have to be allowed, and counted`, {
      variant_id: variantId,
      backordered,
    });
  }
}

/** No variant of this id has ever been in the catalogue. */
export class StockNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'inventory.not_found';

  constructor(variantId?: string) {
    super('There is no such variant', variantId === undefined ? {} : { variant_id: variantId });
  }
}

export class LocationNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'location.not_found';

  constructor() {
    super('There is no such stock location');
  }
}

export class LocationCodeTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'location.code_taken';

  constructor(code: string) {
    super(`There is a stock location with the code ${code}`);
  }
}

/** Something lies there, or it is the only one there is. */
export class LocationInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'location.in_use';

  constructor(onHand: number) {
    super(
      onHand > 0
        ? `${onHand} pieces lie there: transfer them to another place first`
        : 'It is the only stock location: goods have to lie somewhere',
      { on_hand: onHand },
    );
  }
}
