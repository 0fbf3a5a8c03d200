import { CartItemNotFound } from '../../domain/cart/cart-errors.js';
import type { CustomerId, ProductId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CartPricing } from './cart-pricing.js';
import { offersIn, type CartScope } from './cart-scope.js';
import type { ChangedCart } from './cart-view.js';

export interface TakeFromCartInput {
  readonly customerId: CustomerId;
  readonly productId: ProductId;
}

/** Takes one piece of a product out of the cart; the last one takes its line with it. */
export class TakeFromCart {
  constructor(
    private readonly unitOfWork: UnitOfWork<CartScope>,
    private readonly pricing: CartPricing,
    private readonly clock: Clock,
  ) {}

  /** @throws CartItemNotFound @throws SeveralItemsOfProduct */
  async execute({ customerId, productId }: TakeFromCartInput, claim?: RequestClaim): Promise<ChangedCart> {
    return this.unitOfWork.run(async ({ carts, prices, addressBooks }) => {
      const [cart, book] = await Promise.all([carts.activeOf(customerId), addressBooks.of(customerId)]);
      const item = cart?.itemOf(productId);
      if (!cart || !item) throw new CartItemNotFound();
      const offers = await offersIn(cart, prices);
      cart.resize(item.id, item.quantity - 1, offers.get(item.variantId)?.unitPrice ?? item.seenPrice, this.clock.now());
      await carts.save(cart);
      return this.pricing.changeOf(cart, item.id, offers, book.defaultShipping?.address);
    }, claim);
  }
}
