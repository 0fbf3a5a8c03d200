import type { ShipmentStatus } from './shipment-state.js';

/** How far an order's goods are, as one word for all its shipments. */
export type ShippingStatus = 'pending' | 'processing' | 'partially_shipped' | 'shipped' | 'delivered' | 'cancelled' | 'returned';

type LivingStatus = Exclude<ShipmentStatus, 'cancelled'>;

const LEFT_THE_HOUSE: readonly LivingStatus[] = ['shipped', 'delivered', 'returned'];
/** From the least to the most advanced. */
const PROGRESS = ['pending', 'processing', 'shipped', 'delivered'] as const;

/**
 * Derived, never stored: an order that is cancelled or expired has its shipping cancelled; all delivered → delivered; all shipped or
 * delivered → shipped; some → partially_shipped; else the least advanced. Cancelled shipments do not count beside others.
 */
export function shippingStatusOf(orderStatus: string, shipments: readonly ShipmentStatus[]): ShippingStatus {
  if (orderStatus === 'cancelled' || orderStatus === 'expired') return 'cancelled';
  const living = shipments.filter((status) => status !== 'cancelled');
  if (living.length === 0) return shipments.length === 0 ? 'pending' : 'cancelled';
  const gone = living.filter((status) => LEFT_THE_HOUSE.includes(status));
  if (gone.length > 0 && gone.length < living.length) return 'partially_shipped';
  return PROGRESS.find((status) => living.includes(status)) ?? 'returned';
}
