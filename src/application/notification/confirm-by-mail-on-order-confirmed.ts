import type { OrderConfirmed } from '../../domain/order/order-events.js';
import { id, type OrderId } from '../../domain/shared/ids.js';
import type { OrderQueries } from '../order/ports/order-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import { mailedOrder } from './mailed-order.js';
import type { Mailer } from './ports/mailer.js';
import type { ShopLinks } from './ports/shop-links.js';

/** Writes to the buyer that the order is on its way to being packed: once for each order, whoever confirmed it how often. */
export class ConfirmByMailOnOrderConfirmed implements EventHandler<OrderConfirmed> {
  readonly name = 'confirm-by-mail-on-order-confirmed';
  readonly on = 'order.confirmed';

  constructor(
    private readonly orders: OrderQueries,
    private readonly links: ShopLinks,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId }: OrderConfirmed): Promise<void> {
    const order = await this.orders.detailsOf(id<OrderId>(aggregateId), null);
    if (!order) return;
    await this.mailer.send({
      to: order.email,
      template: 'order-confirmed',
      key: `order-confirmed:${order.id}`,
      contents: () => Promise.resolve({ name: order.shippingAddress.name, order: mailedOrder(order, this.links) }),
    });
  }
}
