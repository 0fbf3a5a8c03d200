import { OrderAlreadyPaid, OrderNotFound } from '../../domain/order/order-errors.js';
import type { Actor } from '../../domain/order/order-state.js';
import { Payment } from '../../domain/payment/payment.js';
import type { OrderId, PaymentId } from '../../domain/shared/ids.js';
import { reserveAnew } from '../inventory/ports/reserve-anew.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { OrderRepository } from './ports/order-repository.js';

export interface RecordManualPaymentInput {
  readonly orderId: OrderId;
  /** Where it can be found again: a bank's reference, a receipt's number. */
  readonly reference: string;
  readonly by: Actor;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository; stock: StockLedger };

/**
 * Writes down that the whole sum came by another way than a gateway. An order that waited for it is confirmed, with its goods set
 * aside; who wrote it down and under which reference stays in the history.
 */
export class RecordManualPayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws OrderNotFound
   * @throws OrderAlreadyPaid
   * @throws IllegalOrderTransition when the order is over
   * @throws OutOfStock
   */
  async execute({ orderId, reference, by }: RecordManualPaymentInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ orders, payments, stock }) => {
      const [order, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
      if (!order) throw new OrderNotFound();
      if (order.total.isZero || tries.some(({ coversOrder, isPromised }) => coversOrder && !isPromised))
        throw new OrderAlreadyPaid(orderId);
      const at = this.clock.now();
      const { customerId, payBy } = order.toState();
      const [paymentId, method] = [this.ids.next<PaymentId>(), 'manual'];
      const payment = Payment.open({ id: paymentId, orderId, customerId, gateway: method, method, amount: order.total }, at);
      payment.captureByHand(reference, at);
      const wasWaiting = order.isAwaitingPayment;
      order.recordManualPayment(paymentId, reference, by, at);
      const superfluous = tries.filter(({ isOpen, isPromised }) => isOpen || isPromised);
      for (const open of superfluous) open.letGo(at);
      if (wasWaiting) await reserveAnew(stock, orderId, order.lines, payBy);
      await Promise.all([orders.save(order), ...superfluous.map((open) => payments.save(open)), payments.save(payment)]);
    }, claim);
  }
}
