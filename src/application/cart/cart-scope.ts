import { CartItemNotFound, NotForSale } from '../../domain/cart/cart-errors.js';
import type { Cart, CartItem } from '../../domain/cart/cart.js';
import { OutOfStock } from '../../domain/inventory/inventory-errors.js';
import type { CartItemId, CustomerId } from '../../domain/shared/ids.js';
import type { Offer, PriceList } from '../catalogue/ports/price-list.js';
import type { CartRepository } from './ports/cart-repository.js';
import type { VariantChoices } from './ports/variant-choices.js';

/** What a change of a cart needs in its unit of work. */
export interface CartScope {
  readonly carts: CartRepository;
  readonly variantChoices: VariantChoices;
  readonly prices: PriceList;
}

/**
 * The line and its cart: the active one, else the one that was checked out with it, which then refuses to change.
 * @throws CartItemNotFound
 */
export async function heldItem(
  carts: CartRepository,
  active: Cart | undefined,
  customerId: CustomerId,
  itemId: CartItemId,
): Promise<{ readonly cart: Cart; readonly item: CartItem }> {
  const cart = active?.find(itemId) ? active : await carts.withItem(customerId, itemId);
  const item = cart?.find(itemId);
  if (!cart || !item) throw new CartItemNotFound();
  return { cart, item };
}

/** More of something is wanted only as long as it is sold and there is enough. @throws NotForSale @throws OutOfStock */
export function mustBeToBeHad({ variantId, isOffered, available }: Offer, quantity: number): void {
  if (!isOffered) throw new NotForSale(variantId);
  if (quantity > available) throw new OutOfStock([{ variantId, requested: quantity, available }]);
}
