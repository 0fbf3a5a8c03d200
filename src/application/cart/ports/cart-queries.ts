import type { CartItem } from '../../../domain/cart/cart.js';
import type { CartId, CustomerId } from '../../../domain/shared/ids.js';
import type { Destination } from '../../checkout/ports/tax-calculator.js';

/** What there is to be priced. */
export interface CartContents {
  readonly id: CartId;
  readonly items: readonly CartItem[];
}

export interface CartAtHand {
  /** Undefined until something is put in. */
  readonly cart: CartContents | undefined;
  /** Where a checkout would send it if nobody said otherwise; undefined without a default address. */
  readonly destination: Destination | undefined;
}

/** For looking at a cart; nobody who changes one is held up. */
export interface CartQueries {
  /** One statement, however much is in the cart. */
  activeOf(customerId: CustomerId): Promise<CartAtHand>;
}
