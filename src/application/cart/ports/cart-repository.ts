import type { Cart } from '../../../domain/cart/cart.js';
import type { CartItemId, CustomerId } from '../../../domain/shared/ids.js';
import type { CartAtHand } from './cart-queries.js';

export interface CartRepository {
  /**
   * The cart that the customer fills, if there is one, with all that its price depends on. Of two units of work that change it at once
   * the later one is run again; from then on it waits for the other and sees its outcome.
   */
  atHand(customerId: CustomerId): Promise<CartAtHand<Cart>>;

  /** The same cart by itself. */
  activeOf(customerId: CustomerId): Promise<Cart | undefined>;

  /** The customer's cart that holds this line, checked out or not. Whoever else wants to change it waits until this unit of work has ended. */
  withItem(customerId: CustomerId, itemId: CartItemId): Promise<Cart | undefined>;

  /**
   * Inserts or updates the cart and its lines, and stores its events with it.
   * @throws ConcurrencyConflict here, or from the unit of work when it ends, when the stored version is not `cart.version`, or the
   * customer got another active cart meanwhile.
   */
  save(cart: Cart): Promise<void>;
}
