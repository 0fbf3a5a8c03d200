import type { OrderCancelled } from '../../domain/order/order-events.js';
import { id, type OrderId } from '../../domain/shared/ids.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from './ports/shipment-repository.js';

/** Takes the parcels of a cancelled order off the packing table. Repeating it changes nothing. */
export class CancelShipmentsOnOrderCancelled implements EventHandler<OrderCancelled> {
  readonly name = 'cancel-shipments';
  readonly on = 'order.cancelled';

  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; shipments: ShipmentRepository }>,
    private readonly clock: Clock,
  ) {}

  async handle({ aggregateId }: OrderCancelled): Promise<void> {
    const orderId = id<OrderId>(aggregateId);
    await this.unitOfWork.run(async ({ orders, shipments }) => {
      await orders.find(orderId); // whoever moves a shipment locks its order first
      for (const shipment of await shipments.ofOrder(orderId)) {
        if (shipment.isOver) continue;
        shipment.advance('cancelled', {}, null, this.clock.now());
        await shipments.save(shipment);
      }
    });
  }
}
