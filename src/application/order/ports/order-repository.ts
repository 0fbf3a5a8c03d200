import type { CustomerId, OrderId } from '../../../domain/shared/ids.js';
import type { Order } from '../../../domain/order/order.js';

/**
 * A collection of orders. Listing and searching for screens is OrderQueries' job, not this one's.
 *
 * Whoever changes anything about an order – itself, its payments, its shipments, its reservation – finds the order first: that
 * locks it, so all of them come one after another. The order of locks everywhere: order, payments, stock in id order.
 */
export interface OrderRepository {
  /** Locks the order until this unit of work has ended; whoever waited sees the outcome of the one before. */
  find(orderId: OrderId): Promise<Order | undefined>;

  /** The order that this customer placed last, if that was at or after `since`; not locked. */
  lastPlacedBy(customerId: CustomerId, since: Date): Promise<Order | undefined>;

  /**
   * Inserts or updates; what happened is appended to the history, and the order's events are stored with it.
   * @throws ConcurrencyConflict when the stored version is not `order.version`.
   */
  save(order: Order): Promise<void>;
}
