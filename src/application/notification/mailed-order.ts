import { id, type OrderId } from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { OrderView } from '../order/ports/order-view.js';
import type { MailedOrder } from './ports/mailer.js';
import type { ShopLinks } from './ports/shop-links.js';

/** An order as a mail tells it: as bought, every amount with its currency. */
export function mailedOrder(order: OrderView, links: ShopLinks): MailedOrder {
  const amount = (minor: number): string => `${Money.of(minor, order.currency).toDecimal()} ${order.currency}`;
  const { name, addressLine1, addressLine2, postalCode, city, state, country } = order.shippingAddress;
  return {
    number: order.number,
    link: links.order(id<OrderId>(order.id)),
    lines: order.lines.map(({ title, variantTitle, quantity, totalMinor }) => ({
      title,
      variant: variantTitle,
      quantity,
      total: amount(totalMinor),
    })),
    subtotal: amount(order.subtotalMinor),
    discount: order.discountMinor === 0 ? null : amount(order.discountMinor),
    shipping: amount(order.shippingMinor),
    tax: order.taxMinor === 0 ? null : amount(order.taxMinor),
    total: amount(order.totalMinor),
    shippingMethod: order.shippingMethod.name,
    shipTo: [name, addressLine1, addressLine2, [city, state, postalCode].filter(Boolean).join(' '), country].filter(
      (line): line is string => Boolean(line),
    ),
  };
}
