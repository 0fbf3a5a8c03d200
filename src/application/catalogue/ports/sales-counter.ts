import type { OrderId } from '../../../domain/shared/ids.js';

/** An order that was confirmed, and the event that says so. */
export interface Sale {
  readonly orderId: OrderId;
  readonly eventId: string;
  readonly soldAt: Date;
}

/** How often each product was bought lately: what popularity is told by. */
export interface SalesCounter {
  /** Counts what is in the orders on the days (UTC) of their sale, of all or of none; the same event again counts nothing. */
  countSales(sales: readonly Sale[]): Promise<void>;

  /**
   * What was sold on days before that of `since` counts no more. Safe to repeat, and to do twice at once.
   * @returns how many days of products it forgot: a part at a time, until none is left.
   */
  forgetBefore(since: Date): Promise<number>;
}
