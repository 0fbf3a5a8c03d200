import type { OrderId } from '../../../domain/shared/ids.js';

/** An order that was confirmed, and the event that says so. */
export interface Sale {
  readonly orderId: OrderId;
  readonly eventId: string;
}

/** How often each product was bought: what popularity is told by. */
export interface SalesCounter {
  /** Counts what is in the orders, of all or of none; the same event again counts nothing. */
  countSales(sales: readonly Sale[]): Promise<void>;
}
