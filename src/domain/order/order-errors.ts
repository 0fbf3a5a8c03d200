import { DomainError } from '../shared/domain-error.js';
import type { OrderId } from '../shared/ids.js';
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
