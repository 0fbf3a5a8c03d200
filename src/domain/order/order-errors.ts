import { DomainError } from '../shared/domain-error.js';
import type { OrderId, OrderLineId } from '../shared/ids.js';
import type { OrderStatus } from './order-state.js';

/** Unknown, or somebody else's: the answer is the same. */
export class OrderNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'order.not_found';

  constructor() {
    super('There is no such order');
  }
}

export class IllegalOrderTransition extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.illegal_transition';

  constructor(orderId: OrderId, from: OrderStatus, to: string) {
    super(`An order that is ${from} cannot become ${to}`, { order_id: orderId, from, to });
  }
}

export class OrderAlreadyShipped extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.already_shipped';

  constructor(orderId: OrderId) {
    super('Something of this order is on its way already: it can be returned, but not cancelled', { order_id: orderId });
  }
}

export class OrderAlreadyPaid extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.already_paid';

  constructor(orderId: OrderId) {
    super('This order is paid, or its payment is promised, already', { order_id: orderId });
  }
}

export class OrderHasNoLines extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'order.no_lines';

  constructor() {
    super('An order has at least one line');
  }
}

/** The discounts of the lines are not the discount of the order. */
export class OrderDoesNotAddUp extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'order.does_not_add_up';

  constructor() {
    super('The lines of this order do not add up to its totals');
  }
}

/** The request names a line that is not of this order. */
export class UnknownOrderLine extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'order.unknown_item';

  constructor(orderLineId: string) {
    super('This order has no such line', { order_item_id: orderLineId });
  }
}

/** More pieces than are left of the line: the others were sent, called off, or given back already. */
export class MoreThanIsLeft extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order.more_than_left';

  constructor(orderLineId: OrderLineId, left: number) {
    super(`Only ${left} of this line are left for that`, { order_item_id: orderLineId, left });
  }
}
