import type { CartAtHand, CartQueries } from '../../../application/cart/ports/cart-queries.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import { id, type CartId, type CustomerId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { CART_AT_HAND, readAtHand, type AtHandRow } from './cart-at-hand.js';

export class SqlCartQueries implements CartQueries {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
  ) {}

  async activeOf(customerId: CustomerId): Promise<CartAtHand> {
    const rows = await this.sql.query<AtHandRow>(CART_AT_HAND, [customerId]);
    const { cart, items, offers, destination } = readAtHand(customerId, rows, this.clock.now());
    return { cart: cart && { id: id<CartId>(cart.id), items }, offers, destination };
  }
}
