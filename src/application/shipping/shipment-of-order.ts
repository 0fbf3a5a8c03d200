import type { Order } from '../../domain/order/order.js';
import type { ShipmentId } from '../../domain/shared/ids.js';
import { Shipment } from '../../domain/shipping/shipment.js';

/** All of an order in one parcel. */
export function shipmentOf(order: Order, number: number, shipmentId: ShipmentId, at: Date): Shipment {
  const lines = order.toState().lines.map(({ id, quantity }) => ({ orderLineId: id, quantity }));
  return Shipment.prepare({ id: shipmentId, orderId: order.id, number, lines }, at);
}
