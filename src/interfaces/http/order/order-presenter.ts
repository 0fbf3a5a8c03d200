import type { OrderView } from '../../../application/order/ports/order-view.js';
import type { HistoryEntry } from '../../../application/order/ports/order-queries.js';
import { Money } from '../../../domain/shared/money.js';
import { presentPayment } from '../payment/payment-presenter.js';
import { presentPostalAddress } from '../shared/address-fields.js';
import { presentMoney } from '../shared/money-on-the-wire.js';

export const presentOrder = (order: OrderView) => {
  const money = (minor: number) => presentMoney(Money.of(minor, order.currency));
  return {
    id: order.id,
    number: order.number,
    user_id: order.customerId,
    email: order.email,
    status: order.status,
    payment_status: order.paymentStatus,
    display_status: order.displayStatus,
    shipping_status: {
      id: order.id,
      order_id: order.id,
      status: order.shippingStatus.status,
      updated_at: order.shippingStatus.updatedAt,
    },
    items: order.lines.map((line) => ({
      id: line.id,
      product_id: line.productId,
      variant_id: line.variantId,
      product: { title: line.title, description: line.description, slug: line.slug, image_url: line.imageUrl },
      variant_title: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      backordered_quantity: line.backordered,
      cancelled_quantity: line.calledOff,
      price: money(line.unitPriceMinor),
      discount: money(line.discountMinor),
      tax: money(line.taxMinor),
      total: money(line.totalMinor),
    })),
    subtotal: money(order.subtotalMinor),
    discount_total: money(order.discountMinor),
    shipping_total: money(order.shippingMinor),
    tax_total: money(order.taxMinor),
    total_price: money(order.totalMinor),
    prices_include_tax: order.pricesIncludeTax,
    currency: order.currency,
    coupon_codes: [],
    shipping_address_id: order.shippingAddressId,
    shipping_address: presentPostalAddress(order.shippingAddress),
    billing_address: presentPostalAddress(order.billingAddress),
    shipping_method: { code: order.shippingMethod.code, name: order.shippingMethod.name },
    payment: order.payment && presentPayment(order.payment),
    payments: order.payments.map(presentPayment),
    placed_at: order.placedAt,
    created_at: order.placedAt,
    updated_at: order.updatedAt,
  };
};

/** What a person has to decide about, by the status of a payment. */
const ATTENTION: Readonly<Record<string, string>> = {
  charged_back: 'payment_charged_back',
  needs_review: 'payment_needs_review',
};

/** What buyers see, and what of it waits for somebody in the shop. */
export const presentOrderForShop = (order: OrderView) => ({
  ...presentOrder(order),
  attention: [...new Set(order.payments.flatMap(({ status, isDoubted }) => ATTENTION[status] ?? (isDoubted ? 'payment_sum_differs' : [])))],
});

/** @param isForShop buyers learn that the shop did it, not who in the shop. */
export const presentHistoryEntry = ({ by, at, from, to, reason }: HistoryEntry, isForShop: boolean) => ({
  at: at.toISOString(),
  from,
  to,
  by: by.kind,
  user_id: by.kind === 'customer' || isForShop ? (by.id ?? null) : null,
  reason,
});
