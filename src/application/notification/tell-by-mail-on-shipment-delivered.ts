import type { ShipmentDelivered } from '../../domain/shipping/shipment-events.js';
import type { OrderQueries } from '../order/ports/order-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Mailer } from './ports/mailer.js';

/** Writes to the buyer that a parcel has arrived: once for each parcel. */
export class TellByMailOnShipmentDelivered implements EventHandler<ShipmentDelivered> {
  readonly name = 'tell-by-mail-on-shipment-delivered';
  readonly on = 'shipment.delivered';

  constructor(
    private readonly orders: OrderQueries,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId, payload: { orderId } }: ShipmentDelivered): Promise<void> {
    const order = await this.orders.detailsOf(orderId, null);
    if (!order) return;
    await this.mailer.send({
      to: order.email,
      template: 'order-delivered',
      key: `order-delivered:${aggregateId}`,
      contents: () => Promise.resolve({ name: order.shippingAddress.name, number: order.number }),
    });
  }
}
