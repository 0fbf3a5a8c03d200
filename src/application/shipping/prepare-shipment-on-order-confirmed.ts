import type { OrderConfirmed } from '../../domain/order/order-events.js';
import { id, type OrderId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { EventHandler, ToldEvent } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from './ports/shipment-repository.js';
import { shipmentOf } from './shipment-of-order.js';

/** Lays out the parcel of a paid order; of many orders in one unit of work. Repeating it, or coming after somebody who was quicker, changes nothing. */
export class PrepareShipmentOnOrderConfirmed implements EventHandler<OrderConfirmed> {
  readonly name = 'prepare-shipment';
  readonly on = 'order.confirmed';

  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; shipments: ShipmentRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  handle({ aggregateId }: OrderConfirmed): Promise<void> {
    return this.#prepare([id<OrderId>(aggregateId)]);
  }

  handleAll(told: readonly ToldEvent<OrderConfirmed>[]): Promise<void> {
    const orderIds = new Set(told.map(({ event }) => id<OrderId>(event.aggregateId)));
    return this.#prepare([...orderIds].sort()); // several are locked in the order of their ids
  }

  #prepare(orderIds: readonly OrderId[]): Promise<void> {
    return this.unitOfWork.run(async ({ orders, shipments }) => {
      const locked = Promise.all(orderIds.map((orderId) => orders.find(orderId)));
      const [found, prepared] = await Promise.all([locked, shipments.preparedOf(orderIds)]); // asked behind the locks
      const waiting = found
        .filter((order) => order !== undefined)
        .filter((order) => order.status === 'confirmed' && !prepared.has(order.id));
      if (waiting.length > 0) await shipments.addAll(waiting.map((order) => shipmentOf(order, 1, this.ids.next(), this.clock.now())));
    });
  }
}
