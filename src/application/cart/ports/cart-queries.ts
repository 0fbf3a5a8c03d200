import type { CartItem } from '../../../domain/cart/cart.js';
import type { CartId, CustomerId, VariantId } from '../../../domain/shared/ids.js';
import type { Offer } from '../../catalogue/ports/price-list.js';
import type { Destination } from '../../checkout/ports/tax-calculator.js';

/** What there is to be priced. */
export interface CartContents {
  readonly id: CartId;
  readonly items: readonly CartItem[];
}

/** A cart and all that its price depends on, as they were at one moment. */
export interface CartAtHand<Cart extends CartContents = CartContents> {
  /** Undefined until something is put in. */
  readonly cart: Cart | undefined;
  /** What each of its lines is offered as today. */
  readonly offers: ReadonlyMap<VariantId, Offer>;
  /** Where a checkout would send it if nobody said otherwise; undefined without a default address. */
  readonly destination: Destination | undefined;
}

/** For looking at a cart; nobody who changes one is held up. */
export interface CartQueries {
  /** One statement, however much is in the cart. */
  activeOf(customerId: CustomerId): Promise<CartAtHand>;
}
