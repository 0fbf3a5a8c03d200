import { CartItemNotFound } from '../../domain/cart/cart-errors.js';
import type { CustomerId, ProductId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CartPricing } from './cart-pricing.js';
import type { CartScope } from './cart-scope.js';
import type { ChangedCart } from './cart-view.js';

export interface TakeFromCartInput {
  readonly customerId: CustomerId;
  readonly productId: ProductId;
}

/** Takes one piece of a product out of the cart; the last one takes its line with it. */
export class TakeFromCart {
  constructor(
    private readonly unitOfWork: UnitOfWork<Pick<CartScope, 'carts'>>,
    private readonly pricing: CartPricing,
    private readonly clock: Clock,
  ) {}

  /** @throws CartItemNotFound @throws SeveralItemsOfProduct */
  async execute({ customerId, productId }: TakeFromCartInput, claim?: RequestClaim): Promise<ChangedCart> {
    return this.unitOfWork.run(async ({ carts }) => {
      const hand = await carts.atHand(customerId);
      const { cart, offers } = hand;
      const item = cart?.itemOf(productId);
      if (!cart || !item) throw new CartItemNotFound();
      cart.resize(item.id, item.quantity - 1, offers.get(item.variantId)?.unitPrice ?? item.seenPrice, this.clock.now());
      await carts.save(cart);
      return this.pricing.changeOf(hand, item.id);
    }, claim);
  }
}
