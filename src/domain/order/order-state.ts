import type { CartId, CustomerId, OrderId, OrderLineId, ProductId, VariantId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';
import type { PostalAddress } from '../shared/postal-address.js';

export type OrderStatus = 'pending' | 'confirmed' | 'completed' | 'cancelled' | 'expired';

/** The whole life of an order; a status that is not listed under another cannot follow it. */
export const MAY_BECOME: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['confirmed', 'cancelled', 'expired'],
  confirmed: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
  expired: [],
};

/** Who asked for a change. */
export type Actor = { readonly kind: 'customer' | 'admin'; readonly id: CustomerId } | { readonly kind: 'system'; readonly id?: undefined };

export const SYSTEM: Actor = { kind: 'system' };

/** Everything the buyer saw is copied from the catalogue when the order is placed and never follows it again. */
export interface OrderLine {
  readonly id: OrderLineId;
  readonly productId: ProductId;
  readonly variantId: VariantId;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly imageUrl: string;
  /** Null when the product had only this variant. */
  readonly variantTitle: string | null;
  readonly sku: string;
  readonly quantity: number;
  /** How many of them were not there when it was ordered, and had to come in first. */
  readonly backordered: number;
  readonly unitPrice: Money;
  /** For the whole line. */
  readonly discount: Money;
  /** For the whole line; inside the price when the shop's prices include tax. */
  readonly tax: Money;
}

/** Pieces of one line, by their place in it, from 0. */
export interface LineUnits {
  readonly orderLineId: OrderLineId;
  readonly units: readonly number[];
}

/** Pieces of a line and what was paid for them. */
export interface LineCredit extends LineUnits {
  readonly amount: Money;
}

export interface ShippingChoice {
  readonly code: string;
  readonly name: string;
}

export interface OrderState {
  readonly id: OrderId;
  /** Random and readable; what people say on the phone. Worth nothing without the account. */
  readonly number: string;
  /** Null when it was bought without an account, and null never owns. */
  readonly customerId: CustomerId | null;
  readonly email: string;
  /** The cart it came from; one cart makes one order. */
  readonly cartId: CartId;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly discount: Money;
  readonly shipping: Money;
  /** Of lines and shipping. */
  readonly tax: Money;
  readonly pricesIncludeTax: boolean;
  /** Pieces that will not be sent any more; the totals stay as they were agreed. */
  readonly calledOff: readonly LineCredit[];
  readonly shippingAddressId: string | null;
  readonly shippingAddress: PostalAddress;
  readonly billingAddress: PostalAddress;
  readonly shippingMethod: ShippingChoice;
  /** Unpaid by then, it expires. */
  readonly payBy: Date;
  readonly placedAt: Date;
  readonly updatedAt: Date;
}

/** Price × quantity − discount. */
export const lineTotal = ({ unitPrice, quantity, discount }: OrderLine): Money => unitPrice.times(quantity).minus(discount);

export interface OrderTotals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly shipping: Money;
  readonly tax: Money;
  /** What the tax adds to the price; zero when prices include it. */
  readonly taxAdded: Money;
  readonly total: Money;
}

/** subtotal − discount + shipping + tax added = total. */
export function totalsOf({
  lines,
  discount,
  shipping,
  tax,
  pricesIncludeTax,
}: Pick<OrderState, 'lines' | 'discount' | 'shipping' | 'tax' | 'pricesIncludeTax'>): OrderTotals {
  const nothing = shipping.times(0);
  const subtotal = lines.reduce((sum, { unitPrice, quantity }) => sum.plus(unitPrice.times(quantity)), nothing);
  const taxAdded = pricesIncludeTax ? nothing : tax;
  return { subtotal, discount, shipping, tax, taxAdded, total: subtotal.minus(discount).plus(shipping).plus(taxAdded) };
}

type Priced = Pick<OrderState, 'lines' | 'discount' | 'shipping' | 'tax' | 'pricesIncludeTax'>;

/** What the buyer pays for a whole line: its discount taken off, its tax put on unless the price has it inside. */
export const paidForLine = (line: OrderLine, pricesIncludeTax: boolean): Money =>
  pricesIncludeTax ? lineTotal(line) : lineTotal(line).plus(line.tax);

/** With the lines this is the total: what the lines leave of it. */
export const paidForShipping = (order: Priced): Money =>
  order.lines.reduce((rest, line) => rest.minus(paidForLine(line, order.pricesIncludeTax)), totalsOf(order).total);

/** How many pieces of a line were called off. */
export const calledOffOf = ({ calledOff }: Pick<OrderState, 'calledOff'>, { id }: Pick<OrderLine, 'id'>): number =>
  calledOff.reduce((pieces, { orderLineId, units }) => (orderLineId === id ? pieces + units.length : pieces), 0);
