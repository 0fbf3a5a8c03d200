import { DomainError } from '../shared/domain-error.js';
import type { OrderId } from '../shared/ids.js';
import type { ShipmentStatus } from './shipment-state.js';

export class IllegalShipmentTransition extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'shipping.illegal_transition';

  constructor(from: ShipmentStatus, to: ShipmentStatus) {
    super(`A shipment that is ${from} cannot become ${to}`, { from, to });
  }
}

/** Nothing leaves the house for an order that is not paid or promised, or that is off. */
export class OrderNotReadyToShip extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.not_confirmed';

  constructor(orderId: OrderId, status: string) {
    super(`This order is ${status}: only a confirmed order can be shipped`, { order_id: orderId, order_status: status });
  }
}

/** Cancelling gives stock and money back, so it has its own way. */
export class ShippingNotCancelledHere extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'shipping.use_cancel';

  constructor() {
    super('Shipping is cancelled by cancelling the order');
  }
}

/** The order goes in several parcels: it is not said which one is meant. */
export class SeveralShipments extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'shipping.several_shipments';

  constructor(count: number) {
    super(`This order goes in ${count} shipments: change each by its own id`, { shipments: count });
  }
}
