import { id } from '../../../src/domain/shared/ids.js';
import { Shipment, type ShipmentDraft } from '../../../src/domain/shipping/shipment.js';

/** A shipment that waits to be packed. */
export const aShipment = (given: Partial<ShipmentDraft> = {}, at = new Date('2026-03-01T12:00:00.000Z')): Shipment =>
  Shipment.prepare(
    {
      id: id('019cb000-0000-7000-8000-000000000051'),
      orderId: id('019cb000-0000-7000-8000-000000000052'),
      number: 1,
      lines: [{ orderLineId: id('019cb000-0000-7000-8000-000000000053'), quantity: 2 }],
      ...given,
    },
    at,
  );
