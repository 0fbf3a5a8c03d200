import type { CartAtHand, CartQueries } from '../../../application/cart/ports/cart-queries.js';
import { id, type CartId, type CustomerId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { toItem, type CartItemRow } from './cart-mapper.js';

/** One row a line, and one without a line when there is none. */
const ACTIVE = {
  name: 'carts.view',
  text: `select cart.id as cart_id, address.country, address.state, address.postal_code, item.id, variant.product_id, item.variant_id,
      item.quantity, item.seen_price_minor, item.currency, item.added_at
    from (select $1::uuid as id) as customer
    left join addresses as address on address.customer_id = customer.id and address.is_default_shipping
    left join carts as cart on cart.customer_id = customer.id and cart.status = 'active'
    left join cart_items as item on item.cart_id = cart.id
    left join variants as variant on variant.id = item.variant_id
    order by item.id`,
};

interface CartAtHandRow {
  readonly cart_id: string | null;
  readonly country: string | null;
  readonly state: string | null;
  readonly postal_code: string | null;
}
type ViewRow = CartAtHandRow & (CartItemRow | { readonly id: null });

const hasItem = (row: ViewRow): row is CartAtHandRow & CartItemRow => row.id !== null;

export class SqlCartQueries implements CartQueries {
  constructor(private readonly sql: Sql) {}

  async activeOf(customerId: CustomerId): Promise<CartAtHand> {
    const rows = await this.sql.query<ViewRow>(ACTIVE, [customerId]);
    const { cart_id = null, country = null, state = null, postal_code: postalCode = null } = rows[0] ?? {};
    return {
      cart: cart_id === null ? undefined : { id: id<CartId>(cart_id), items: rows.filter(hasItem).map(toItem) },
      destination: country === null ? undefined : { country, state, postalCode },
    };
  }
}
