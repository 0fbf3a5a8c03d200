import { AggregateRoot } from '../shared/aggregate-root.js';
import type { AccountId, OrderId, OrderLineId, ShipmentId } from '../shared/ids.js';
import { IllegalShipmentTransition } from './shipment-errors.js';
import type { ShipmentEvent } from './shipment-events.js';
import {
  MAY_BECOME,
  type ShipmentLine,
  type ShipmentState,
  type ShipmentStatus,
  type ShipmentStep,
  type Tracking,
} from './shipment-state.js';
import { trackingUrl } from './tracking-url.js';

export interface ShipmentDraft {
  readonly id: ShipmentId;
  readonly orderId: OrderId;
  readonly number: number;
  readonly lines: readonly ShipmentLine[];
}

/** A parcel on its way from the shelf to the door. */
export class Shipment extends AggregateRoot<ShipmentEvent> {
  #state: ShipmentState;

  private constructor(state: ShipmentState, version: number) {
    super(version);
    this.#state = state;
  }

  static prepare({ id, orderId, number, lines }: ShipmentDraft, at: Date): Shipment {
    const made: ShipmentStep = { at, from: null, to: 'pending', by: null, carrier: null, trackingNumber: null };
    return new Shipment(
      { id, orderId, number, lines, status: 'pending', carrier: null, trackingNumber: null, createdAt: at, updatedAt: at, history: [made] },
      0,
    );
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: ShipmentState, version: number): Shipment {
    return new Shipment(state, version);
  }

  get id(): ShipmentId {
    return this.#state.id;
  }

  get status(): ShipmentStatus {
    return this.#state.status;
  }

  /** Cancelled shipments and those that came back are out of the game. */
  get isOver(): boolean {
    return MAY_BECOME[this.#state.status].length === 0;
  }

  /** It has left the house: what is in it cannot be called off any more. */
  get hasLeft(): boolean {
    const { status } = this.#state;
    return status === 'shipped' || status === 'delivered' || status === 'returned';
  }

  /** How many pieces of a line are in it. */
  piecesOf(orderLineId: OrderLineId): number {
    return this.#state.lines.find((line) => line.orderLineId === orderLineId)?.quantity ?? 0;
  }

  /** Takes pieces out of it before it leaves; an empty parcel is none. @throws IllegalShipmentTransition when it is empty and cannot be cancelled. */
  takeOut({ orderLineId, quantity }: ShipmentLine, at: Date): void {
    const lines = this.#state.lines
      .map((line) => (line.orderLineId === orderLineId ? { ...line, quantity: line.quantity - quantity } : line))
      .filter((line) => line.quantity > 0);
    this.#state = { ...this.#state, lines, updatedAt: at };
    if (lines.length === 0) this.advance('cancelled', {}, null, at);
  }

  /**
   * Takes the next step. The present status again is no step: it changes the tracking if that is new, and else nothing.
   * Tracking that is not given stays as it is.
   * @throws IllegalShipmentTransition
   */
  advance(to: ShipmentStatus, tracking: Partial<Tracking>, by: AccountId | null, at: Date): void {
    const { status: from, carrier, trackingNumber } = this.#state;
    if (to !== from && !MAY_BECOME[from].includes(to)) throw new IllegalShipmentTransition(from, to);
    const next = { carrier, trackingNumber, ...tracking };
    if (to === from && next.carrier === carrier && next.trackingNumber === trackingNumber) return;
    const step: ShipmentStep = { at, from, to, by, ...next };
    this.#state = { ...this.#state, ...next, status: to, updatedAt: at, history: [...this.#state.history, step] };
    if (to !== from) this.#announce(at);
  }

  toState(): ShipmentState {
    return this.#state;
  }

  #announce(at: Date): void {
    const { id, orderId, status, carrier, trackingNumber } = this.#state;
    const event = { aggregateId: id, occurredAt: at };
    if (status === 'shipped') {
      const payload = { orderId, carrier, trackingNumber, trackingUrl: trackingUrl(carrier, trackingNumber) };
      this.record({ ...event, type: 'shipment.shipped', payload });
    } else if (status === 'delivered') this.record({ ...event, type: 'shipment.delivered', payload: { orderId } });
    else if (status === 'returned') this.record({ ...event, type: 'shipment.returned', payload: { orderId } });
  }
}
