import type { CustomerId } from '../../domain/shared/ids.js';
import type { PriceList } from '../catalogue/ports/price-list.js';
import type { CartPricing } from './cart-pricing.js';
import type { CartView } from './cart-view.js';
import type { CartQueries } from './ports/cart-queries.js';

/** Shows a customer's cart, priced now; somebody who has put nothing in yet sees an empty one. Changes nothing. */
export class ViewCart {
  constructor(
    private readonly carts: CartQueries,
    private readonly prices: PriceList,
    private readonly pricing: CartPricing,
  ) {}

  async execute(customerId: CustomerId): Promise<CartView> {
    const { cart, destination } = await this.carts.activeOf(customerId);
    const variantIds = (cart?.items ?? []).map(({ variantId }) => variantId);
    const offers = variantIds.length === 0 ? new Map() : await this.prices.offersFor(variantIds);
    return this.pricing.viewOf(cart, offers, destination);
  }
}
