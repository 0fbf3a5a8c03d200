import type { Cart } from '../../../domain/cart/cart.js';
import type { CartItemId, CustomerId } from '../../../domain/shared/ids.js';

export interface CartRepository {
  /**
   * The cart that the customer fills, if there is one. Whoever else wants to change it waits until this unit of work has ended, and
   * then sees its outcome.
   */
  activeOf(customerId: CustomerId): Promise<Cart | undefined>;

  /** The customer's cart that holds this line, checked out or not; held like the active one. */
  withItem(customerId: CustomerId, itemId: CartItemId): Promise<Cart | undefined>;

  /**
   * Inserts or updates the cart and its lines, and stores its events with it.
   * @throws ConcurrencyConflict when the stored version is not `cart.version`, or the customer got another active cart meanwhile.
   */
  save(cart: Cart): Promise<void>;
}
