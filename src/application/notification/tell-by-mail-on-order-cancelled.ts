import type { OrderCancelled } from '../../domain/order/order-events.js';
import { id, type OrderId } from '../../domain/shared/ids.js';
import type { OrderQueries } from '../order/ports/order-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import { mailedOrder } from './mailed-order.js';
import type { Mailer } from './ports/mailer.js';
import type { ShopLinks } from './ports/shop-links.js';

/** Writes to the buyer that the order is cancelled, and whether money goes back: once for each order. */
export class TellByMailOnOrderCancelled implements EventHandler<OrderCancelled> {
  readonly name = 'tell-by-mail-on-order-cancelled';
  readonly on = 'order.cancelled';

  constructor(
    private readonly orders: OrderQueries,
    private readonly links: ShopLinks,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId }: OrderCancelled): Promise<void> {
    const order = await this.orders.detailsOf(id<OrderId>(aggregateId), null);
    if (!order) return;
    await this.mailer.send({
      to: order.email,
      template: 'order-cancelled',
      key: `order-cancelled:${order.id}`,
      contents: () =>
        Promise.resolve({
          name: order.shippingAddress.name,
          order: mailedOrder(order, this.links),
          isPaidBack: order.payments.some(({ capturedMinor }) => capturedMinor > 0),
        }),
    });
  }
}
