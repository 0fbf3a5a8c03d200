import type { Actor } from '../../domain/order/order-state.js';
import type { Order } from '../../domain/order/order.js';
import type { RefundId } from '../../domain/shared/ids.js';
import { shippingStatusOf } from '../../domain/shipping/shipping-status.js';
import type { Shipment } from '../../domain/shipping/shipment.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { OrderRepository } from './ports/order-repository.js';

interface Scope {
  readonly orders: OrderRepository;
  readonly payments: PaymentRepository;
  readonly stock: StockLedger;
}

interface Around {
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** As long as only these are said of its parcels, nothing has left the house. */
const STILL_HERE: readonly string[] = ['pending', 'processing', 'cancelled'];

/**
 * Calls the whole order off, in the caller's unit of work: its stock is free, a payment that never came is cancelled, an authorization
 * is voided, and the refund of what was taken has begun. The provider is told after the commit, by a job.
 * @throws OrderAlreadyShipped
 * @throws IllegalOrderTransition
 */
export async function callOffOrder(
  { orders, payments, stock }: Scope,
  order: Order,
  parcels: readonly Shipment[],
  by: Actor,
  { clock, ids }: Around,
): Promise<void> {
  const tries = await payments.ofOrder(order.id);
  const at = clock.now();
  const shipping = shippingStatusOf(
    order.status,
    parcels.map(({ status }) => status),
  );
  order.cancel(
    by.kind === 'customer' ? 'requested_by_customer' : 'requested_by_shop',
    { by, hasShipped: !STILL_HERE.includes(shipping) },
    at,
  );
  for (const payment of tries) payment.takeBack('order_cancelled', { at, refundId: ids.next<RefundId>() });
  await Promise.all([orders.save(order), ...tries.map((payment) => payments.save(payment)), stock.release(order.id)]);
}
