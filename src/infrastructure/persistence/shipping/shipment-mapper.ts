import { id, type AccountId } from '../../../domain/shared/ids.js';
import { Shipment } from '../../../domain/shipping/shipment.js';
import type { ShipmentModel } from './shipment-model.js';

export const toShipment = (row: ShipmentModel): Shipment =>
  Shipment.reconstitute(
    {
      id: id(row.id),
      orderId: id(row.order_id),
      number: row.number,
      status: row.status,
      carrier: row.carrier,
      trackingNumber: row.tracking_number,
      lines: row.lines.map(({ order_line_id, quantity }) => ({ orderLineId: id(order_line_id), quantity })),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      history: row.history.map(({ at, from_status, to_status, actor_id, carrier, tracking_number }) => ({
        at,
        from: from_status,
        to: to_status,
        by: actor_id === null ? null : id<AccountId>(actor_id),
        carrier,
        trackingNumber: tracking_number,
      })),
    },
    row.version,
  );

export const toRow = (shipment: Shipment) => {
  const { id: shipmentId, orderId, number, status, carrier, trackingNumber, createdAt, updatedAt } = shipment.toState();
  return {
    id: shipmentId,
    order_id: orderId,
    number,
    status,
    carrier,
    tracking_number: trackingNumber,
    created_at: createdAt,
    updated_at: updatedAt,
    version: shipment.version + 1,
  };
};

export const toLineRows = (shipment: Shipment) =>
  shipment.toState().lines.map(({ orderLineId, quantity }) => ({ shipment_id: shipment.id, order_line_id: orderLineId, quantity }));

export const toStepRows = (shipment: Shipment) =>
  shipment.toState().history.map(({ at, from, to, by, carrier, trackingNumber }, position) => ({
    shipment_id: shipment.id,
    position,
    at,
    from_status: from,
    to_status: to,
    actor_id: by,
    carrier,
    tracking_number: trackingNumber,
  }));
