import type { OrderConfirmed } from '../../domain/order/order-events.js';
import { id, type OrderId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from './ports/shipment-repository.js';
import { shipmentOf } from './shipment-of-order.js';

/** Lays out the parcel of a paid order. Repeating it, or coming after somebody who was quicker, changes nothing. */
export class PrepareShipmentOnOrderConfirmed implements EventHandler<OrderConfirmed> {
  readonly name = 'prepare-shipment';
  readonly on = 'order.confirmed';

  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; shipments: ShipmentRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async handle({ aggregateId }: OrderConfirmed): Promise<void> {
    const orderId = id<OrderId>(aggregateId);
    await this.unitOfWork.run(async ({ orders, shipments }) => {
      const order = await orders.find(orderId);
      if (order?.status !== 'confirmed' || (await shipments.ofOrder(orderId)).length > 0) return;
      await shipments.save(shipmentOf(order, 1, this.ids.next(), this.clock.now()));
    });
  }
}
