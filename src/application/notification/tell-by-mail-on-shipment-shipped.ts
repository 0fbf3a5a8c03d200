import type { ShipmentShipped } from '../../domain/shipping/shipment-events.js';
import type { OrderQueries } from '../order/ports/order-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Mailer } from './ports/mailer.js';

/** Writes to the buyer that a parcel has left, and how to follow it: once for each parcel. */
export class TellByMailOnShipmentShipped implements EventHandler<ShipmentShipped> {
  readonly name = 'tell-by-mail-on-shipment-shipped';
  readonly on = 'shipment.shipped';

  constructor(
    private readonly orders: OrderQueries,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId, payload: { orderId, ...tracking } }: ShipmentShipped): Promise<void> {
    const order = await this.orders.detailsOf(orderId, null);
    if (!order) return;
    await this.mailer.send({
      to: order.email,
      template: 'order-shipped',
      key: `order-shipped:${aggregateId}`,
      contents: () => Promise.resolve({ name: order.shippingAddress.name, number: order.number, ...tracking }),
    });
  }
}
