import type { CartItemId, CustomerId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CartPricing } from './cart-pricing.js';
import { heldItem, mustBeToBeHad, type CartScope } from './cart-scope.js';
import type { ChangedCart } from './cart-view.js';

export interface SetQuantityInCartInput {
  readonly customerId: CustomerId;
  readonly itemId: CartItemId;
  readonly quantity: number;
}

/** Makes a line hold so many pieces, whatever it held; none takes it out. Repeating it changes nothing. */
export class SetQuantityInCart {
  constructor(
    private readonly unitOfWork: UnitOfWork<CartScope>,
    private readonly pricing: CartPricing,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CartItemNotFound
   * @throws CartIsCheckedOut when the line was bought
   * @throws NotForSale
   * @throws OutOfStock
   * @throws InvalidQuantity
   */
  async execute({ customerId, itemId, quantity }: SetQuantityInCartInput, claim?: RequestClaim): Promise<ChangedCart> {
    return this.unitOfWork.run(async ({ carts, prices }) => {
      const hand = await carts.atHand(customerId);
      const { cart, item } = await heldItem(carts, hand.cart, customerId, itemId);
      const offers = cart === hand.cart ? hand.offers : await prices.offersFor(cart.items.map(({ variantId }) => variantId));
      const offer = offers.get(item.variantId);
      const left = cart.resize(item.id, quantity, offer?.unitPrice ?? item.seenPrice, this.clock.now());
      if (left && offer) mustBeToBeHad(offer, left.quantity);
      await carts.save(cart);
      return this.pricing.changeOf({ ...hand, cart, offers }, item.id);
    }, claim);
  }
}
