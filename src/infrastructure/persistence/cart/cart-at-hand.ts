import type { CartItem, CartStatus } from '../../../domain/cart/cart.js';
import type { Destination } from '../../../application/checkout/ports/tax-calculator.js';
import type { Offer } from '../../../application/catalogue/ports/price-list.js';
import { id, type VariantId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';
import { OFFER_COLUMNS, toOffer, type OfferRow } from '../shared/offer-row.js';
import type { Statement } from '../shared/sql.js';
import type { CartRow } from './cart-mapper.js';

/**
 * The customer's active cart, its lines as they are offered now, and where it would go: all of one moment, in one statement. One row a
 * line, and one without a line when there is none.
 */
export const CART_AT_HAND: Statement = {
  name: 'carts.at_hand',
  text: `select cart.id as cart_id, cart.created_at, cart.updated_at, cart.version, address.country, address.state, address.postal_code,
      item.id as item_id, item.quantity, item.seen_price_minor, item.currency as seen_currency, item.added_at, ${OFFER_COLUMNS}
    from (select $1::uuid as id) as customer
    left join addresses as address on address.customer_id = customer.id and address.is_default_shipping
    left join carts as cart on cart.customer_id = customer.id and cart.status = 'active'
    left join cart_items as item on item.cart_id = cart.id
    left join variants as variant on variant.id = item.variant_id
    left join products as product on product.id = variant.product_id
    order by item.id`,
  isRead: true,
};

interface Beside {
  readonly cart_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
  readonly country: string | null;
  readonly state: string | null;
  readonly postal_code: string | null;
}
interface LineRow extends Beside, OfferRow {
  readonly item_id: string;
  readonly quantity: number;
  readonly seen_price_minor: number;
  readonly seen_currency: string;
  readonly added_at: Date;
}
export type AtHandRow = LineRow | (Beside & { readonly item_id: null });

const hasLine = (row: AtHandRow): row is LineRow => row.item_id !== null;

const ACTIVE: CartStatus = 'active';

/** What {@link CART_AT_HAND} found. @param now when it is priced. */
export function readAtHand(
  customerId: string,
  rows: readonly AtHandRow[],
  now: Date,
): {
  readonly cart: CartRow | undefined;
  readonly items: readonly CartItem[];
  readonly offers: ReadonlyMap<VariantId, Offer>;
  readonly destination: Destination | undefined;
} {
  const [first] = rows;
  const lines = rows.filter(hasLine);
  const offers = lines.map((line) => toOffer(line, now));
  return {
    cart:
      first === undefined || first.cart_id === null ? undefined : { ...first, id: first.cart_id, customer_id: customerId, status: ACTIVE },
    items: lines.map(toItem),
    offers: new Map(offers.map((offer) => [offer.variantId, offer])),
    destination:
      first === undefined || first.country === null
        ? undefined
        : { country: first.country, state: first.state, postalCode: first.postal_code },
  };
}

const toItem = (row: LineRow): CartItem => ({
  id: id(row.item_id),
  productId: id(row.product_id),
  variantId: id(row.variant_id),
  quantity: row.quantity,
  seenPrice: Money.of(row.seen_price_minor, row.seen_currency),
  addedAt: row.added_at,
});
