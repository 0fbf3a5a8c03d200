import type { CustomerId } from '../../domain/shared/ids.js';
import type { CartPricing } from './cart-pricing.js';
import type { CartView } from './cart-view.js';
import type { CartQueries } from './ports/cart-queries.js';

/** Shows a customer's cart, priced now; somebody who has put nothing in yet sees an empty one. Changes nothing. */
export class ViewCart {
  constructor(
    private readonly carts: CartQueries,
    private readonly pricing: CartPricing,
  ) {}

  async execute(customerId: CustomerId): Promise<CartView> {
    return this.pricing.viewOf(await this.carts.activeOf(customerId));
  }
}
