import { OrderNotFound } from '../../domain/order/order-errors.js';
import type { Actor } from '../../domain/order/order-state.js';
import type { OrderId, RefundId } from '../../domain/shared/ids.js';
import { shippingStatusOf } from '../../domain/shipping/shipping-status.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ShipmentRepository } from '../shipping/ports/shipment-repository.js';
import type { OrderRepository } from './ports/order-repository.js';

export interface CancelOrderInput {
  readonly orderId: OrderId;
  readonly by: Actor;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository; stock: StockLedger; shipments: ShipmentRepository };

/** As long as only these are said of its parcels, nothing has left the house. */
const STILL_HERE: readonly string[] = ['pending', 'processing', 'cancelled'];

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
    await this.unitOfWork.run(async ({ orders, payments, stock, shipments }) => {
      const order = await orders.find(orderId);
      // Someone else's order does not exist, as far as this customer can tell.
      if (!order || (by.kind === 'customer' && !order.belongsTo(by.id))) throw new OrderNotFound();
      const [tries, parcels] = await Promise.all([payments.ofOrder(orderId), shipments.ofOrder(orderId)]);
      const at = this.clock.now();
      const shipping = shippingStatusOf(
        order.status,
        parcels.map(({ status }) => status),
      );
      order.cancel(
        by.kind === 'customer' ? 'requested_by_customer' : 'requested_by_shop',
        { by, hasShipped: !STILL_HERE.includes(shipping) },
        at,
      );
      for (const payment of tries) payment.takeBack('order_cancelled', { at, refundId: this.ids.next<RefundId>() });
      await Promise.all([orders.save(order), ...tries.map((payment) => payments.save(payment)), stock.release(orderId)]);
    }, claim);
  }
}
