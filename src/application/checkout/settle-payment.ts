import type { Order } from '../../domain/order/order.js';
import { PaymentNotFound } from '../../domain/payment/payment-errors.js';
import type { Payment, ProviderWord } from '../../domain/payment/payment.js';
import type { OrderId, PaymentId } from '../../domain/shared/ids.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { LedgerSource, PaymentRepository } from '../payment/ports/payment-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestLog } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { checkoutAnswer, type CheckoutAnswer } from './checkout-answer.js';

export interface SettlePaymentInput {
  readonly orderId: OrderId;
  readonly paymentId: PaymentId;
  /** What the provider said: in its answer, when it was asked again, or by itself. */
  readonly word: ProviderWord;
  /** `asked` unless said otherwise. */
  readonly source?: LedgerSource;
  /** False spares a statement when it is certain that nobody waits under an Idempotency-Key. */
  readonly isKeyed?: boolean;
  /** The order and all its tries, when whoever brings the word has locked them already. */
  readonly held?: HeldOrder;
}

export interface HeldOrder {
  readonly order: Order | undefined;
  readonly tries: readonly Payment[];
}

export interface SettlingScope {
  readonly orders: OrderRepository;
  readonly payments: PaymentRepository;
  readonly stock: StockLedger;
  readonly requests: RequestLog;
}

/** Locks an order and learns how it was tried to pay it, in one round trip. */
export async function holdOrder({ orders, payments }: Pick<SettlingScope, 'orders' | 'payments'>, orderId: OrderId): Promise<HeldOrder> {
  const [order, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
  return { order, tries };
}

/**
 * Draws the consequences of what a provider said: the one way, whoever brings the word – the checkout itself, the sweeper, a webhook.
 * Paid or promised confirms the order and lets go of its other tries; declined gives the reservation back unless another try may
 * still succeed; money for an order that is over goes back. Settled twice is settled once.
 */
export class SettlePayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<SettlingScope>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws PaymentNotFound */
  execute(input: SettlePaymentInput): Promise<CheckoutAnswer> {
    return this.unitOfWork.run((scope) => this.settleIn(scope, input));
  }

  /** The same in the unit of work of whoever brings the word. @throws PaymentNotFound */
  async settleIn(
    scope: SettlingScope,
    { orderId, paymentId, word, source = 'asked', isKeyed = true, held }: SettlePaymentInput,
  ): Promise<CheckoutAnswer> {
    const { orders, payments, stock, requests } = scope;
    const { order, tries } = held ?? (await holdOrder(scope, orderId));
    const payment = tries.find(({ id }) => id === paymentId);
    if (!order || !payment) throw new PaymentNotFound();
    const changes = this.#settle(order, payment, tries, word);
    await Promise.all([
      ...(changes.order ? [orders.save(order)] : []),
      ...changes.payments.map((changed) => payments.save(changed, changed === payment ? source : undefined)),
      ...(changes.givesBackStock ? [stock.release(orderId)] : []),
    ]);
    const answer = checkoutAnswer(order, tries, payment);
    if (isKeyed) await requests.answer([orderId, paymentId], answer);
    return answer;
  }

  #settle(
    order: Order,
    payment: Payment,
    tries: readonly Payment[],
    word: ProviderWord,
  ): { readonly order: boolean; readonly payments: readonly Payment[]; readonly givesBackStock: boolean } {
    const at = this.clock.now();
    const heard = payment.hear(word, { at, refundId: this.ids.next() });
    if (heard === 'repeated') return { order: false, payments: [], givesBackStock: false };
    const others = tries.filter(({ id }) => id !== payment.id);
    if (heard === 'covers') {
      if (order.isAwaitingPayment) {
        order.confirm({ paymentId: payment.id }, at);
        const open = others.filter(({ isOpen }) => isOpen);
        for (const superfluous of open) superfluous.letGo(at);
        return { order: true, payments: [payment, ...open], givesBackStock: false };
      }
      const isOver = order.status === 'cancelled' || order.status === 'expired';
      if (isOver || others.some(({ coversOrder }) => coversOrder)) {
        payment.takeBack(isOver ? 'order_is_over' : 'paid_twice', { at, refundId: this.ids.next() });
      }
    }
    const isLost = payment.status === 'failed' && order.isAwaitingPayment;
    const mayStillSucceed = others.some(({ isOpen, coversOrder }) => isOpen || coversOrder);
    return { order: false, payments: [payment], givesBackStock: heard === 'moved' && isLost && !mayStillSucceed };
  }
}
