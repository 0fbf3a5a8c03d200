import type { OrderId } from '../../../domain/shared/ids.js';
import type { Shipment } from '../../../domain/shipping/shipment.js';

export interface ShipmentRepository {
  /** All the shipments of an order, the oldest first. */
  ofOrder(orderId: OrderId): Promise<readonly Shipment[]>;

  /** Which of these orders have a shipment, whatever became of it. */
  preparedOf(orderIds: readonly OrderId[]): Promise<ReadonlySet<OrderId>>;

  /**
   * Inserts new shipments with their history and events, all or none.
   * @throws ConcurrencyConflict when one of the orders got its first shipment meanwhile.
   */
  addAll(shipments: readonly Shipment[]): Promise<void>;

  /**
   * Inserts or updates; what is new in the shipment's history is appended, and its events are stored with it.
   * An order's first shipment is made once, whoever asks for it at the same time.
   * @throws ConcurrencyConflict when the stored version is not `shipment.version`, or the order got its first shipment meanwhile.
   */
  save(shipment: Shipment): Promise<void>;
}
