import type { DomainEvent } from '../shared/domain-event.js';
import type { OrderId } from '../shared/ids.js';

export type ShipmentShipped = DomainEvent<
  'shipment.shipped',
  {
    readonly orderId: OrderId;
    readonly carrier: string | null;
    readonly trackingNumber: string | null;
    readonly trackingUrl: string | null;
  }
>;
export type ShipmentDelivered = DomainEvent<'shipment.delivered', { readonly orderId: OrderId }>;
export type ShipmentReturned = DomainEvent<'shipment.returned', { readonly orderId: OrderId }>;

export type ShipmentEvent = ShipmentShipped | ShipmentDelivered | ShipmentReturned;
