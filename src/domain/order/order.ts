import { AggregateRoot } from '../shared/aggregate-root.js';
import type { CartId, CustomerId, OrderId, PaymentId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';
import { creditOf, lineOf } from './credit.js';
import { IllegalOrderTransition, OrderAlreadyShipped, OrderDoesNotAddUp, OrderHasNoLines } from './order-errors.js';
import type { CancellationReason, OrderEvent } from './order-events.js';
import {
  MAY_BECOME,
  SYSTEM,
  totalsOf,
  type Actor,
  type LineCredit,
  type LineUnits,
  type OrderLine,
  type OrderState,
  type OrderStatus,
  type OrderTotals,
} from './order-state.js';

export interface Confirmation {
  /** Null when there was nothing to pay, or the shop vouches for it. */
  readonly paymentId: PaymentId | null;
  readonly by?: Actor;
  readonly reason?: string | null;
}

/** What somebody bought, as it was when they bought it. What was paid and shipped is told by payments and shipments, never by this status. */
export class Order extends AggregateRoot<OrderEvent> {
  #state: OrderState;

  private constructor(state: OrderState, version: number) {
    super(version);
    this.#state = state;
  }

  /**
   * @throws OrderHasNoLines
   * @throws OrderDoesNotAddUp when the lines' discounts are not the order's.
   */
  static place(draft: Omit<OrderState, 'status' | 'calledOff' | 'updatedAt'>): Order {
    const [first] = draft.lines;
    if (!first) throw new OrderHasNoLines();
    const discounts = draft.lines.reduce((sum, { discount }) => sum.plus(discount), first.discount.times(0));
    if (!discounts.equals(draft.discount)) throw new OrderDoesNotAddUp();
    const order = new Order({ ...draft, status: 'pending', calledOff: [], updatedAt: draft.placedAt }, 0);
    order.record({
      type: 'order.placed',
      aggregateId: order.id,
      occurredAt: draft.placedAt,
      payload: {
        customerId: draft.customerId,
        by: draft.customerId === null ? SYSTEM : { kind: 'customer', id: draft.customerId },
        from: null,
        to: 'pending',
        reason: null,
        number: draft.number,
        items: draft.lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
        total: order.total.toData(),
      },
    });
    return order;
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: OrderState, version: number): Order {
    return new Order(state, version);
  }

  get id(): OrderId {
    return this.#state.id;
  }

  get cartId(): CartId {
    return this.#state.cartId;
  }

  get status(): OrderStatus {
    return this.#state.status;
  }

  get customerId(): CustomerId | null {
    return this.#state.customerId;
  }

  get lines(): readonly OrderLine[] {
    return this.#state.lines;
  }

  get totals(): OrderTotals {
    return totalsOf(this.#state);
  }

  get total(): Money {
    return this.totals.total;
  }

  /** What is to be paid of the total: the pieces that were called off are not. */
  get due(): Money {
    return this.#state.calledOff.reduce((rest, { amount }) => rest.minus(amount), this.total);
  }

  /** A guest's order belongs to nobody. */
  belongsTo(customerId: CustomerId): boolean {
    return this.#state.customerId !== null && this.#state.customerId === customerId;
  }

  /** Not paid, not promised, and still wanted. */
  get isAwaitingPayment(): boolean {
    return this.#state.status === 'pending';
  }

  isOverdue(at: Date): boolean {
    return this.isAwaitingPayment && this.#state.payBy.getTime() <= at.getTime();
  }

  /** Another try to pay keeps the order, and what is set aside for it, until `until`. */
  awaitPayment(until: Date, at: Date): void {
    this.#state = { ...this.#state, payBy: until, updatedAt: at };
  }

  /** The money is promised or here. */
  confirm({ paymentId, by = SYSTEM, reason = null }: Confirmation, at: Date): void {
    const step = this.#become('confirmed', by, reason, at);
    this.record({ type: 'order.confirmed', aggregateId: this.id, occurredAt: at, payload: { ...step, paymentId } });
  }

  /** Everything has arrived. */
  complete(by: Actor, at: Date): void {
    const payload = this.#become('completed', by, null, at);
    this.record({ type: 'order.completed', aggregateId: this.id, occurredAt: at, payload });
  }

  /**
   * @param hasShipped whether anything of it has left the house.
   * @throws OrderAlreadyShipped
   */
  cancel(reason: CancellationReason, { by, hasShipped }: { readonly by: Actor; readonly hasShipped: boolean }, at: Date): void {
    if (hasShipped) throw new OrderAlreadyShipped(this.id);
    const step = this.#become('cancelled', by, reason, at);
    this.record({ type: 'order.cancelled', aggregateId: this.id, occurredAt: at, payload: { ...step, reason } });
  }

  /**
   * Some pieces will not be sent; the others will. The totals stay as they were agreed, so that nothing is judged again.
   * @returns what was to be paid for them.
   * @throws IllegalOrderTransition unless it is confirmed
   */
  callOff(pieces: readonly LineUnits[], by: Actor, at: Date): readonly LineCredit[] {
    const { id, status, customerId, calledOff } = this.#state;
    if (status !== 'confirmed') throw new IllegalOrderTransition(id, status, 'cancelled');
    const credits = pieces.map(({ orderLineId, units }) => creditOf(this.#state, orderLineId, units));
    const items = credits.map(({ orderLineId, units }) => ({ ...lineOf(this.#state, orderLineId), quantity: units.length }));
    this.#state = { ...this.#state, calledOff: [...calledOff, ...credits], updatedAt: at };
    this.record({
      type: 'order.lines_called_off',
      aggregateId: id,
      occurredAt: at,
      payload: {
        ...{ customerId, by, from: status, to: status },
        reason: `called off ${items.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', ')}`,
        items: items.map(({ variantId, quantity }) => ({ variantId, quantity })),
        worth: credits.reduce((sum, { amount }) => sum.plus(amount), this.total.times(0)).toData(),
      },
    });
    return credits;
  }

  /** Nobody paid in time. */
  expire(at: Date): void {
    const payload = this.#become('expired', SYSTEM, 'not_paid_in_time', at);
    this.record({ type: 'order.expired', aggregateId: this.id, occurredAt: at, payload });
  }

  /** Money that came by another way: confirms an order that waited for it, and stays in the history either way. */
  recordManualPayment(paymentId: PaymentId, reference: string, by: Actor, at: Date): void {
    const reason = `manual payment ${reference}`;
    if (this.isAwaitingPayment) {
      this.confirm({ paymentId, by, reason }, at);
      return;
    }
    const { status, customerId } = this.#state;
    if (status !== 'confirmed' && status !== 'completed') throw new IllegalOrderTransition(this.id, status, 'paid');
    const payload = { customerId, by, from: status, to: status, reason, paymentId };
    this.#state = { ...this.#state, updatedAt: at };
    this.record({ type: 'order.paid_by_hand', aggregateId: this.id, occurredAt: at, payload });
  }

  /** What somebody decided about its money stays in the history, whatever the order is. */
  notePayment(paymentId: PaymentId, reason: string, by: Actor, at: Date): void {
    const { status, customerId } = this.#state;
    this.#state = { ...this.#state, updatedAt: at };
    const payload = { customerId, by, from: status, to: status, reason, paymentId };
    this.record({ type: 'order.payment_handled', aggregateId: this.id, occurredAt: at, payload });
  }

  toState(): OrderState {
    return this.#state;
  }

  #become<Next extends OrderStatus, Reason extends string | null>(next: Next, by: Actor, reason: Reason, at: Date) {
    const { id, status, customerId } = this.#state;
    if (!MAY_BECOME[status].includes(next)) throw new IllegalOrderTransition(id, status, next);
    this.#state = { ...this.#state, status: next, updatedAt: at };
    return { customerId, by, from: status, to: next, reason };
  }
}
