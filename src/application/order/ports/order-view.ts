import { displayStatusOf, type DisplayStatus } from '../../../domain/order/display-status.js';
import {
  calledOffOf,
  lineTotal,
  totalsOf,
  type OrderState,
  type OrderStatus,
  type ShippingChoice,
} from '../../../domain/order/order-state.js';
import { coversOrder, isPaid, paymentStatusOf, type OrderPaymentStatus, type PaymentState } from '../../../domain/payment/payment-state.js';
import type { PostalAddress } from '../../../domain/shared/postal-address.js';
import { shippingStatusOf, type ShippingStatus } from '../../../domain/shipping/shipping-status.js';
import type { ShipmentStatus } from '../../../domain/shipping/shipment-state.js';

/** Plain data through and through: it is kept as the answer of a keyed request. Times are RFC 3339 in UTC, money is minor units. */
export interface PaymentView {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string | null;
  readonly amountMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly currency: string;
  readonly status: string;
  readonly isPaid: boolean;
  readonly gateway: string;
  readonly method: string;
  readonly declineCode: string | null;
  readonly nextAction: { readonly type: string; readonly url: string } | null;
  /** The provider named a sum that is not ours, and nobody has looked at it yet. */
  readonly isDoubted: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface OrderLineView {
  readonly id: string;
  readonly productId: string;
  readonly variantId: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly imageUrl: string;
  readonly variantTitle: string | null;
  readonly sku: string;
  readonly quantity: number;
  /** Pieces that were not there when it was ordered. */
  readonly backordered: number;
  /** Pieces that will not be sent any more. */
  readonly calledOff: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** An order with its payments and how far its goods are; plain data like a PaymentView. */
export interface OrderView {
  readonly id: string;
  readonly number: string;
  readonly customerId: string | null;
  readonly email: string;
  readonly status: OrderStatus;
  readonly paymentStatus: OrderPaymentStatus;
  readonly displayStatus: DisplayStatus;
  readonly shippingStatus: { readonly status: ShippingStatus; readonly updatedAt: string };
  readonly lines: readonly OrderLineView[];
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly pricesIncludeTax: boolean;
  readonly currency: string;
  readonly shippingAddressId: string | null;
  readonly shippingAddress: PostalAddress;
  readonly billingAddress: PostalAddress;
  readonly shippingMethod: ShippingChoice;
  /** The one that covers the order, else the last try; null when there was nothing to pay. */
  readonly payment: PaymentView | null;
  /** The oldest first. */
  readonly payments: readonly PaymentView[];
  readonly placedAt: string;
  readonly updatedAt: string;
}

/** What is known of an order's parcels. */
export interface ShipmentFact {
  readonly status: ShipmentStatus;
  readonly updatedAt: Date;
}

export const paymentViewOf = (payment: PaymentState): PaymentView => ({
  id: payment.id,
  orderId: payment.orderId,
  customerId: payment.customerId,
  amountMinor: payment.amount.minor,
  capturedMinor: payment.captured.minor,
  refundedMinor: payment.refunded.minor,
  currency: payment.amount.currency,
  status: payment.status,
  isPaid: isPaid(payment),
  gateway: payment.gateway,
  method: payment.method,
  declineCode: payment.declineCode,
  nextAction: payment.nextAction,
  isDoubted: payment.doubt !== null,
  createdAt: payment.createdAt.toISOString(),
  updatedAt: payment.updatedAt.toISOString(),
});

/** The one way from what is stored, or was just decided, to what is shown: use cases and query adapters both take it. */
export function orderViewOf(order: OrderState, payments: readonly PaymentState[], shipments: readonly ShipmentFact[]): OrderView {
  const { subtotal, discount, shipping, tax, total } = totalsOf(order);
  const due = order.calledOff.reduce((rest, { amount }) => rest.minus(amount), total);
  const paymentStatus = paymentStatusOf(total, due, payments);
  const shippingStatus = shippingStatusOf(
    order.status,
    shipments.map(({ status }) => status),
  );
  const views = payments.map(paymentViewOf);
  const covering = payments.findIndex(coversOrder);
  const lastMoved = [order.updatedAt, ...shipments.map(({ updatedAt }) => updatedAt)].reduce((a, b) => (a > b ? a : b));
  return {
    id: order.id,
    number: order.number,
    customerId: order.customerId,
    email: order.email,
    status: order.status,
    paymentStatus,
    displayStatus: displayStatusOf(order.status, paymentStatus, shippingStatus),
    shippingStatus: { status: shippingStatus, updatedAt: lastMoved.toISOString() },
    lines: order.lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      variantId: line.variantId,
      title: line.title,
      description: line.description,
      slug: line.slug,
      imageUrl: line.imageUrl,
      variantTitle: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      backordered: line.backordered,
      calledOff: calledOffOf(order, line),
      unitPriceMinor: line.unitPrice.minor,
      discountMinor: line.discount.minor,
      taxMinor: line.tax.minor,
      totalMinor: lineTotal(line).minor,
    })),
    subtotalMinor: subtotal.minor,
    discountMinor: discount.minor,
    shippingMinor: shipping.minor,
    taxMinor: tax.minor,
    totalMinor: total.minor,
    pricesIncludeTax: order.pricesIncludeTax,
    currency: total.currency,
    shippingAddressId: order.shippingAddressId,
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
    shippingMethod: order.shippingMethod,
    payment: views[covering] ?? views[views.length - 1] ?? null,
    payments: views,
    placedAt: order.placedAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
  };
}
