import type { OrderId } from '../../../domain/shared/ids.js';

/** How often each product was bought: what popularity is told by. */
export interface SalesCounter {
  /** Counts what is in the order; the same event again counts nothing. */
  countSale(orderId: OrderId, eventId: string): Promise<void>;
}
