import { SYSTEM } from '../../domain/order/order-state.js';
import { OrderNotFound } from '../../domain/order/order-errors.js';
import type { AccountId, OrderId } from '../../domain/shared/ids.js';
import { OrderNotReadyToShip, SeveralShipments, ShippingNotCancelledHere } from '../../domain/shipping/shipment-errors.js';
import type { ShipmentStatus, Tracking } from '../../domain/shipping/shipment-state.js';
import type { Shipment } from '../../domain/shipping/shipment.js';
import { shippingStatusOf } from '../../domain/shipping/shipping-status.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from './ports/shipment-repository.js';
import { shipmentOf } from './shipment-of-order.js';

export interface MoveShipmentInput {
  readonly orderId: OrderId;
  readonly to: ShipmentStatus;
  /** What is not given stays as it is. */
  readonly tracking: Partial<Tracking>;
  readonly movedBy: AccountId;
}

type Scope = { orders: OrderRepository; shipments: ShipmentRepository; stock: Pick<StockLedger, 'ship'> };

/**
 * Takes the order's one open shipment a step further; it is made if the order has none yet. What leaves the house leaves the stock,
 * and an order that has arrived is complete, in the same transaction. The same step again changes nothing but the tracking.
 */
export class MoveShipment {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws ShippingNotCancelledHere
   * @throws OrderNotFound
   * @throws OrderNotReadyToShip
   * @throws SeveralShipments
   * @throws IllegalShipmentTransition
   */
  async execute({ orderId, to, tracking, movedBy }: MoveShipmentInput, claim?: RequestClaim): Promise<void> {
    if (to === 'cancelled') throw new ShippingNotCancelledHere();
    await this.unitOfWork.run(async ({ orders, shipments, stock }) => {
      const at = this.clock.now();
      const order = await orders.find(orderId);
      if (!order) throw new OrderNotFound();
      if (order.status !== 'confirmed' && order.status !== 'completed') throw new OrderNotReadyToShip(orderId, order.status);
      const others = await shipments.ofOrder(orderId);
      const shipment = theOneOf(others) ?? shipmentOf(order, others.length + 1, this.ids.next(), at);
      const from = shipment.status;
      shipment.advance(to, tracking, movedBy, at);
      await shipments.save(shipment);
      if (from !== to && to === 'shipped') await stock.ship(orderId, at);
      if (order.status === 'confirmed' && shippingStatusOf(order.status, [shipment.status]) === 'delivered') {
        order.complete(SYSTEM, at);
        await orders.save(order);
      }
    }, claim);
  }
}

/** @throws SeveralShipments */
function theOneOf(shipments: readonly Shipment[]): Shipment | undefined {
  const living = shipments.filter(({ status }) => status !== 'cancelled');
  if (living.length > 1) throw new SeveralShipments(living.length);
  return living[0];
}
