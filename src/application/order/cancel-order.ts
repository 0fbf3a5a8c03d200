import { OrderNotFound } from '../../domain/order/order-errors.js';
import type { Actor } from '../../domain/order/order-state.js';
import type { OrderId } from '../../domain/shared/ids.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from '../shipping/ports/shipment-repository.js';
import { callOffOrder } from './call-off-order.js';
import type { OrderRepository } from './ports/order-repository.js';

export interface CancelOrderInput {
  readonly orderId: OrderId;
  readonly by: Actor;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository; stock: StockLedger; shipments: ShipmentRepository };

/**
 * Calls an order off: its stock is free when this returns, a payment that never came is cancelled, an authorization is voided, and
 * the refund of what was taken has begun. The provider is told after the commit, by a job.
 */
export class CancelOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws OrderNotFound also for somebody else's
   * @throws OrderAlreadyShipped
   * @throws IllegalOrderTransition
   */
  async execute({ orderId, by }: CancelOrderInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async (scope) => {
      const order = await scope.orders.find(orderId);
      // Someone else's order does not exist, as far as this customer can tell.
      if (!order || (by.kind === 'customer' && !order.belongsTo(by.id))) throw new OrderNotFound();
      await callOffOrder(scope, order, await scope.shipments.ofOrder(orderId), by, { clock: this.clock, ids: this.ids });
    }, claim);
  }
}
