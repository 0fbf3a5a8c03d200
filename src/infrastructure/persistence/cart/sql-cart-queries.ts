import type { CartAtHand, CartQueries } from '../../../application/cart/ports/cart-queries.js';
import { id, type CustomerId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { toItem, type CartItemRow } from './cart-mapper.js';

const ACTIVE = {
  name: 'carts.view',
  text: `select cart.id, address.country, address.state, address.postal_code, (
      select jsonb_agg(jsonb_build_object('id', item.id, 'product_id', variant.product_id, 'variant_id', item.variant_id,
        'quantity', item.quantity, 'seen_price_minor', item.seen_price_minor, 'currency', item.currency, 'added_at', item.added_at)
        order by item.id)
      from cart_items as item join variants as variant on variant.id = item.variant_id where item.cart_id = cart.id
    ) as items
    from (select $1::uuid as id) as customer
    left join carts as cart on cart.customer_id = customer.id and cart.status = 'active'
    left join addresses as address on address.customer_id = customer.id and address.is_default_shipping`,
};

interface CartAtHandRow {
  readonly id: string | null;
  readonly country: string | null;
  readonly state: string | null;
  readonly postal_code: string | null;
  readonly items: readonly CartItemRow[] | null;
}

export class SqlCartQueries implements CartQueries {
  constructor(private readonly sql: Sql) {}

  async activeOf(customerId: CustomerId): Promise<CartAtHand> {
    const [row] = await this.sql.query<CartAtHandRow>(ACTIVE, [customerId]);
    if (!row) return { cart: undefined, destination: undefined };
    const { country, state, postal_code: postalCode } = row;
    return {
      cart: row.id === null ? undefined : { id: id(row.id), items: (row.items ?? []).map(toItem) },
      destination: country === null ? undefined : { country, state, postalCode },
    };
  }
}
