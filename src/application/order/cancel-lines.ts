import { creditOf, lineOf, summedWishes, unitsLeft, type LineWish } from '../../domain/order/credit.js';
import { MoreThanIsLeft, OrderAlreadyShipped, OrderNotFound } from '../../domain/order/order-errors.js';
import { calledOffOf, type Actor, type LineUnits } from '../../domain/order/order-state.js';
import type { Order } from '../../domain/order/order.js';
import type { RefundLine } from '../../domain/payment/payment-state.js';
import type { Payment } from '../../domain/payment/payment.js';
import type { OrderId, OrderLineId, RefundId } from '../../domain/shared/ids.js';
import type { Shipment } from '../../domain/shipping/shipment.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from '../shipping/ports/shipment-repository.js';
import { callOffOrder } from './call-off-order.js';
import type { OrderRepository } from './ports/order-repository.js';

export interface CancelLinesInput {
  readonly orderId: OrderId;
  readonly lines: readonly LineWish[];
  readonly by: Actor;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository; stock: StockLedger; shipments: ShipmentRepository };

/**
 * Calls some pieces of an order off that have not left the house: their stock is free when this returns, they are out of their parcel,
 * and their share of what was paid is on its way back; what was not captured yet is captured for less. Nothing else of the order is
 * judged again. Whoever calls off all that there is calls off the order.
 */
export class CancelLines {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws OrderNotFound
   * @throws UnknownOrderLine
   * @throws MoreThanIsLeft
   * @throws OrderAlreadyShipped
   * @throws IllegalOrderTransition unless it is confirmed
   */
  async execute({ orderId, lines, by }: CancelLinesInput, claim?: RequestClaim): Promise<void> {
    const wishes = summedWishes(lines);
    await this.unitOfWork.run(async (scope) => {
      const { orders, payments, stock, shipments } = scope;
      const order = await orders.find(orderId);
      if (!order) throw new OrderNotFound();
      const [tries, parcels] = await Promise.all([payments.ofOrder(orderId), shipments.ofOrder(orderId)]);
      if (wantsAll(order, parcels, wishes)) {
        await callOffOrder(scope, order, parcels, by, { clock: this.clock, ids: this.ids });
        return;
      }
      const at = this.clock.now();
      const before = tries.flatMap(({ givenBack }) => givenBack).flatMap((refund) => refund.lines);
      const credits = order.callOff(piecesFor(order, parcels, wishes, before), by, at);
      const payment = tries.find(({ coversOrder, refundable }) => coversOrder && !refundable.isZero);
      if (payment) this.#payBack(order, payment, notGivenBack(order, credits, before), at);
      const packed = takeOut(parcels, wishes, at);
      const goods = wishes.map(({ orderLineId, quantity }) => ({ variantId: lineOf(order.toState(), orderLineId).variantId, quantity }));
      await Promise.all([orders.save(order), ...(payment ? [payments.save(payment)] : []), stock.releaseSome(orderId, goods)]);
      for (const parcel of packed) await shipments.save(parcel);
    }, claim);
  }

  #payBack(order: Order, payment: Payment, lines: readonly RefundLine[], at: Date): void {
    const nothing = order.total.times(0);
    const worth = lines.reduce((sum, { amount }) => sum.plus(amount), nothing);
    const { refundable } = payment;
    // Of an order that is captured in part, what is still to come shrinks first.
    const tooMuch = refundable.isMoreThan(order.due) ? refundable.minus(order.due) : nothing;
    const amount = (payment.status === 'partially_captured' ? worth.atMost(tooMuch) : worth).atMost(refundable);
    if (!amount.isZero) payment.requestRefund(this.ids.next<RefundId>(), amount, 'lines_cancelled', at, { lines });
  }
}

const hasShipped = (parcels: readonly Shipment[], orderLineId: OrderLineId): number =>
  parcels.reduce((pieces, parcel) => (parcel.hasLeft ? pieces + parcel.piecesOf(orderLineId) : pieces), 0);

/** Nothing has left the house, and nothing would be left to send. */
function wantsAll(order: Order, parcels: readonly Shipment[], wishes: readonly LineWish[]): boolean {
  if (parcels.some(({ hasLeft }) => hasLeft)) return false;
  return order.lines.every((line) => {
    const wanted = wishes.find(({ orderLineId }) => orderLineId === line.id)?.quantity ?? 0;
    return wanted === line.quantity - calledOffOf(order.toState(), line);
  });
}

/** Pieces that were given back already go first: nobody is paid for them twice. */
function piecesFor(
  order: Order,
  parcels: readonly Shipment[],
  wishes: readonly LineWish[],
  before: readonly LineUnits[],
): readonly LineUnits[] {
  const state = order.toState();
  return wishes.map(({ orderLineId, quantity }) => {
    const line = lineOf(state, orderLineId);
    const here = unitsLeft(line, state.calledOff);
    const left = here.length - hasShipped(parcels, orderLineId);
    if (quantity > here.length || (quantity > left && left === here.length)) throw new MoreThanIsLeft(orderLineId, left);
    if (quantity > left) throw new OrderAlreadyShipped(order.id);
    const paid = unitsLeft(line, [...state.calledOff, ...before]);
    return { orderLineId, units: [...here.filter((unit) => !paid.includes(unit)), ...paid].slice(0, quantity) };
  });
}

/** The same pieces without those that were given back before. */
const notGivenBack = (order: Order, pieces: readonly LineUnits[], before: readonly LineUnits[]): readonly RefundLine[] =>
  pieces.flatMap(({ orderLineId, units }) => {
    const left = unitsLeft(lineOf(order.toState(), orderLineId), before);
    const paid = units.filter((unit) => left.includes(unit));
    return paid.length > 0 ? [creditOf(order.toState(), orderLineId, paid)] : [];
  });

/** @returns the parcels that have changed. */
function takeOut(parcels: readonly Shipment[], wishes: readonly LineWish[], at: Date): readonly Shipment[] {
  const open = parcels.filter((parcel) => !parcel.hasLeft && !parcel.isOver);
  const changed = new Set<Shipment>();
  for (const { orderLineId, quantity } of wishes) {
    let wanted = quantity;
    for (const parcel of open) {
      const pieces = Math.min(wanted, parcel.piecesOf(orderLineId));
      if (pieces === 0) continue;
      parcel.takeOut({ orderLineId, quantity: pieces }, at);
      changed.add(parcel);
      wanted -= pieces;
    }
  }
  return [...changed];
}
