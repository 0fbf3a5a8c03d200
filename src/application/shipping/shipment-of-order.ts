import { calledOffOf } from '../../domain/order/order-state.js';
import type { Order } from '../../domain/order/order.js';
import type { ShipmentId } from '../../domain/shared/ids.js';
import { Shipment } from '../../domain/shipping/shipment.js';

/** All of an order in one parcel, but what was called off. */
export function shipmentOf(order: Order, number: number, shipmentId: ShipmentId, at: Date): Shipment {
  const state = order.toState();
  const lines = state.lines
    .map((line) => ({ orderLineId: line.id, quantity: line.quantity - calledOffOf(state, line) }))
    .filter(({ quantity }) => quantity > 0);
  return Shipment.prepare({ id: shipmentId, orderId: order.id, number, lines }, at);
}
