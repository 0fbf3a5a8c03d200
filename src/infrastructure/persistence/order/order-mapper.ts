import type { LineCredit, OrderLine, OrderState, OrderStatus } from '../../../domain/order/order-state.js';
import { Order } from '../../../domain/order/order.js';
import { id, type CustomerId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import type { PostalAddress } from '../../../domain/shared/postal-address.js';

export interface OrderLineRow {
  readonly id: string;
  readonly product_id: string;
  readonly variant_id: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly image_url: string;
  readonly variant_title: string | null;
  readonly sku: string;
  readonly quantity: number;
  readonly backordered: number;
  readonly unit_price_minor: number;
  readonly discount_minor: number;
  readonly tax_minor: number;
}

interface CreditRow extends Omit<LineCredit, 'amount'> {
  readonly amountMinor: number;
}

/** An order and its lines, in their order. */
export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly customer_id: string | null;
  readonly email: string;
  readonly cart_id: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly discount_minor: number;
  readonly shipping_minor: number;
  readonly tax_minor: number;
  readonly prices_include_tax: boolean;
  readonly called_off: readonly CreditRow[];
  readonly shipping_address_id: string | null;
  readonly shipping_address: PostalAddress;
  readonly billing_address: PostalAddress;
  readonly shipping_method_code: string;
  readonly shipping_method_name: string;
  readonly pay_by: Date;
  readonly placed_at: Date;
  readonly updated_at: Date;
  readonly version: number;
  readonly lines: readonly OrderLineRow[];
}

const toLine =
  (currency: Currency) =>
  (row: OrderLineRow): OrderLine => ({
    id: id(row.id),
    productId: id(row.product_id),
    variantId: id(row.variant_id),
    title: row.title,
    description: row.description,
    slug: row.slug,
    imageUrl: row.image_url,
    variantTitle: row.variant_title,
    sku: row.sku,
    quantity: row.quantity,
    backordered: row.backordered,
    unitPrice: Money.of(row.unit_price_minor, currency),
    discount: Money.of(row.discount_minor, currency),
    tax: Money.of(row.tax_minor, currency),
  });

export const toOrderState = (row: OrderRow): OrderState => ({
  id: id(row.id),
  number: row.number,
  customerId: row.customer_id === null ? null : id<CustomerId>(row.customer_id),
  email: row.email,
  cartId: id(row.cart_id),
  status: row.status,
  lines: row.lines.map(toLine(row.currency)),
  discount: Money.of(row.discount_minor, row.currency),
  shipping: Money.of(row.shipping_minor, row.currency),
  tax: Money.of(row.tax_minor, row.currency),
  pricesIncludeTax: row.prices_include_tax,
  calledOff: row.called_off.map(({ amountMinor, ...pieces }) => ({ ...pieces, amount: Money.of(amountMinor, row.currency) })),
  shippingAddressId: row.shipping_address_id,
  shippingAddress: row.shipping_address,
  billingAddress: row.billing_address,
  shippingMethod: { code: row.shipping_method_code, name: row.shipping_method_name },
  payBy: row.pay_by,
  placedAt: row.placed_at,
  updatedAt: row.updated_at,
});

export const toOrder = (row: OrderRow): Order => Order.reconstitute(toOrderState(row), row.version);

/** In the order of the columns of `orders.insert`. */
export function toOrderValues(order: Order): unknown[] {
  const state = order.toState();
  const { subtotal, discount, shipping, tax, taxAdded, total } = order.totals;
  return [
    state.id,
    state.number,
    state.customerId,
    state.email,
    state.cartId,
    state.status,
    total.currency,
    subtotal.minor,
    discount.minor,
    shipping.minor,
    tax.minor,
    taxAdded.minor,
    total.minor,
    state.pricesIncludeTax,
    state.shippingAddressId,
    JSON.stringify(state.shippingAddress),
    JSON.stringify(state.billingAddress),
    state.shippingMethod.code,
    state.shippingMethod.name,
    state.payBy,
    state.placedAt,
    state.updatedAt,
  ];
}

export const toLineRows = (order: Order): (OrderLineRow & { readonly position: number })[] =>
  order.toState().lines.map((line, position) => ({
    position,
    id: line.id,
    product_id: line.productId,
    variant_id: line.variantId,
    title: line.title,
    description: line.description,
    slug: line.slug,
    image_url: line.imageUrl,
    variant_title: line.variantTitle,
    sku: line.sku,
    quantity: line.quantity,
    backordered: line.backordered,
    unit_price_minor: line.unitPrice.minor,
    discount_minor: line.discount.minor,
    tax_minor: line.tax.minor,
  }));

export const toCreditRows = (order: Order): CreditRow[] =>
  order.toState().calledOff.map(({ amount, ...pieces }) => ({ ...pieces, amountMinor: amount.minor }));
