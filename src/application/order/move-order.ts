import { IllegalOrderTransition, OrderNotFound } from '../../domain/order/order-errors.js';
import type { Actor } from '../../domain/order/order-state.js';
import type { OrderId } from '../../domain/shared/ids.js';
import { reserveAnew } from '../inventory/ports/reserve-anew.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CancelOrder } from './cancel-order.js';
import type { OrderRepository } from './ports/order-repository.js';

export interface MoveOrderInput {
  readonly orderId: OrderId;
  /** Any word; one that is no step of an order is refused like an illegal step. */
  readonly to: string;
  readonly by: Actor;
}

/**
 * A step that the back office takes. Nobody says "paid" here: money is told by payments. An unpaid order that is confirmed is
 * confirmed on the shop's word, with its goods set aside.
 */
export class MoveOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; stock: StockLedger }>,
    private readonly cancelOrder: CancelOrder,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws OrderNotFound
   * @throws IllegalOrderTransition
   * @throws OrderAlreadyShipped
   * @throws OutOfStock
   */
  async execute({ orderId, to, by }: MoveOrderInput, claim?: RequestClaim): Promise<void> {
    if (to === 'cancelled') {
      await this.cancelOrder.execute({ orderId, by }, claim);
      return;
    }
    await this.unitOfWork.run(async ({ orders, stock }) => {
      const order = await orders.find(orderId);
      if (!order) throw new OrderNotFound();
      const at = this.clock.now();
      if (to === 'completed') order.complete(by, at);
      else if (to === 'confirmed') {
        order.confirm({ paymentId: null, by, reason: "the shop's word" }, at);
        await reserveAnew(stock, orderId, order.lines, order.toState().payBy);
      } else throw new IllegalOrderTransition(orderId, order.status, to);
      await orders.save(order);
    }, claim);
  }
}
