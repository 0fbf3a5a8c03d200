import type { Payment } from '../../domain/payment/payment.js';
import type { OrderId } from '../../domain/shared/ids.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { OrderQueries } from '../order/ports/order-queries.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import { GatewayUnreachable, type PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { Logger } from '../shared/ports/logger.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { askWhatBecame } from './ask-gateway.js';
import type { SettlePayment } from './settle-payment.js';

type Scope = { orders: OrderRepository; payments: PaymentRepository; stock: StockLedger };

const AT_ONCE = 100;

/**
 * Ends orders that nobody paid in time and gives their stock back, once, however many workers run it. Whoever paid in the last
 * moment is found by asking the gateway first; money that comes even later goes back by itself. An order whose payment waits for a
 * person's review waits too.
 */
export class ExpireUnpaidOrders {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly orders: OrderQueries,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @returns how many orders expired. */
  async execute(): Promise<number> {
    const now = this.clock.now();
    let expired = 0;
    for (let after: OrderId | undefined; ;) {
      const overdue = await this.orders.overdueAt(now, AT_ONCE, after);
      for (const orderId of overdue) if (await this.#end(orderId)) expired += 1;
      // One that cannot be ended does not keep those behind it.
      after = overdue[AT_ONCE - 1];
      if (!after) return expired;
    }
  }

  async #end(orderId: OrderId): Promise<boolean> {
    try {
      await this.#hearOutProviders(orderId);
      return await this.#expire(orderId);
    } catch (error) {
      this.logger.error('An unpaid order could not be ended', { orderId, error: String(error) });
      return false;
    }
  }

  async #hearOutProviders(orderId: OrderId): Promise<void> {
    const tries = await this.unitOfWork.run(({ payments }) => payments.ofOrder(orderId));
    for (const payment of tries) if (payment.isOpen) await this.#hearOut(payment);
  }

  async #hearOut(payment: Payment): Promise<void> {
    const { id: paymentId, orderId } = payment;
    const gateway = this.gateways.find(payment.gateway);
    if (!gateway) return;
    const word = await askWhatBecame(gateway, payment.known);
    if (word.outcome !== 'processing' && word.outcome !== 'requires_action') {
      await this.settlePayment.execute({ orderId, paymentId, word });
      return;
    }
    try {
      await gateway.void(payment.known);
    } catch (error) {
      if (!(error instanceof GatewayUnreachable)) throw error;
      // The order ends all the same: what comes after is given back.
    }
  }

  async #expire(orderId: OrderId): Promise<boolean> {
    return this.unitOfWork.run(async ({ orders, payments, stock }) => {
      const at = this.clock.now();
      const [order, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
      if (!order?.isOverdue(at)) return false;
      // Money came, if not the right sum: what was bought for it is kept until a person has decided.
      if (tries.some(({ status }) => status === 'needs_review')) return false;
      order.expire(at);
      const open = tries.filter(({ isOpen }) => isOpen);
      for (const payment of open) payment.letGo(at);
      await Promise.all([orders.save(order), ...open.map((payment) => payments.save(payment)), stock.release(orderId)]);
      return true;
    });
  }
}
