import type { AccountId, OrderId, OrderLineId, ShipmentId } from '../shared/ids.js';

export type ShipmentStatus = 'pending' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | 'returned';

/** The whole life of a shipment; a status that is not listed under another cannot follow it. */
export const MAY_BECOME: Readonly<Record<ShipmentStatus, readonly ShipmentStatus[]>> = {
  pending: ['processing', 'shipped', 'cancelled'],
  processing: ['shipped', 'cancelled'],
  shipped: ['delivered', 'returned'],
  delivered: ['returned'],
  cancelled: [],
  returned: [],
};

/** Some or all pieces of a line of the order. */
export interface ShipmentLine {
  readonly orderLineId: OrderLineId;
  readonly quantity: number;
}

/** Who brings it and under which number; null while unknown. */
export interface Tracking {
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
}

/** One thing that happened; never changed once written. */
export interface ShipmentStep extends Tracking {
  readonly at: Date;
  /** Null: it was made. */
  readonly from: ShipmentStatus | null;
  /** The same as `from` when only the tracking changed. */
  readonly to: ShipmentStatus;
  /** Null: the shop by itself. */
  readonly by: AccountId | null;
}

export interface ShipmentState extends Tracking {
  readonly id: ShipmentId;
  readonly orderId: OrderId;
  /** From 1, in the order of making; unique in its order. */
  readonly number: number;
  readonly status: ShipmentStatus;
  readonly lines: readonly ShipmentLine[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly history: readonly ShipmentStep[];
}
