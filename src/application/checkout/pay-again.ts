import { IllegalOrderTransition, OrderAlreadyPaid, OrderNotFound } from '../../domain/order/order-errors.js';
import type { Order } from '../../domain/order/order.js';
import { refuseBeyondCashLimits, type CashLimits } from '../../domain/payment/cash-limits.js';
import { Payment } from '../../domain/payment/payment.js';
import type { CustomerId, OrderId, PaymentId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';
import type { PriceList } from '../catalogue/ports/price-list.js';
import { reserveAnew } from '../inventory/ports/reserve-anew.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import { IdempotencyInProgress } from '../shared/errors.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim, RequestLog } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { askForMoney } from './ask-gateway.js';
import type { CheckoutAnswer } from './checkout-answer.js';
import { PaymentInProgress } from './checkout-errors.js';
import { choosePayment, isCash, type PaymentChoice } from './choose-payment.js';
import type { ReturnLinks } from './ports/return-links.js';
import type { SettlePayment } from './settle-payment.js';

export interface PayAgainInput extends PaymentChoice {
  readonly orderId: OrderId;
  readonly customerId: CustomerId;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository; prices: PriceList; stock: StockLedger; requests: RequestLog };

/** How the first transaction ended: answered before, or with a payment to ask for. */
type Begun = { readonly answer: CheckoutAnswer } | { readonly paymentId: PaymentId; readonly amount: Money };

/** A try whose answer should have come by now was lost with the process that waited for it. */
const IN_FLIGHT_MS = 20_000;

/** Another try to pay an order that waits for its money. It reserves anew; a try that still hangs is let go of. */
export class PayAgain {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly returnLinks: ReturnLinks,
    private readonly settings: { readonly expiryMs: number; readonly cashLimits: CashLimits },
  ) {}

  /**
   * @param claim is answered by whoever settles this try to pay: this request, or the sweeper.
   * @throws IdempotencyKeyReused @throws IdempotencyInProgress
   * @throws UnknownPaymentGateway
   * @throws OrderNotFound also for somebody else's
   * @throws OrderAlreadyPaid
   * @throws IllegalOrderTransition when the order is over
   * @throws PaymentInProgress
   * @throws CashOnDeliveryUnavailable
   * @throws OutOfStock
   */
  async execute(input: PayAgainInput, claim?: RequestClaim): Promise<CheckoutAnswer> {
    const { orderId, customerId } = input;
    const { gateway, method } = choosePayment(this.gateways, input);
    const begun = await this.unitOfWork.run(async ({ orders, payments, prices, stock, requests }): Promise<Begun> => {
      const paymentId = this.ids.next<PaymentId>();
      const claimed = claim && (await requests.claim(claim, paymentId));
      if (claimed?.state === 'running') throw new IdempotencyInProgress();
      if (claimed?.state === 'answered') return { answer: claimed.output as CheckoutAnswer };
      const [order, tries] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
      if (!order?.belongsTo(customerId)) throw new OrderNotFound();
      const at = this.clock.now();
      this.#refuseUnlessWaiting(order, tries, at);
      if (isCash(gateway)) {
        const offers = await prices.offersFor(order.lines.map(({ variantId }) => variantId));
        const { country } = order.toState().shippingAddress;
        const hasDigital = [...offers.values()].some(({ isDigital }) => isDigital);
        refuseBeyondCashLimits(this.settings.cashLimits, { total: order.total, country, hasDigital });
      }
      const until = new Date(at.getTime() + this.settings.expiryMs);
      await reserveAnew(stock, orderId, order.lines, until);
      order.awaitPayment(until, at);
      const hanging = tries.filter(({ isOpen }) => isOpen);
      for (const payment of hanging) payment.letGo(at);
      const payment = Payment.open({ id: paymentId, orderId, customerId, gateway: gateway.name, method, amount: order.total }, at);
      await Promise.all([orders.save(order), ...hanging.map((each) => payments.save(each)), payments.save(payment)]);
      return { paymentId, amount: order.total };
    });
    if ('answer' in begun) {
      claim?.told?.('replayed');
      return begun.answer;
    }
    const { paymentId, amount } = begun;
    const returnUrl = this.returnLinks.to(paymentId);
    const { token, simulateSuccess } = input;
    const word = await askForMoney(gateway, { paymentId, amount, token, simulateSuccess, returnUrl });
    return this.settlePayment.execute({ orderId, paymentId, word, source: 'answer', isKeyed: claim !== undefined });
  }

  #refuseUnlessWaiting(order: Order, tries: readonly Payment[], at: Date): void {
    if (order.total.isZero || tries.some(({ coversOrder }) => coversOrder)) throw new OrderAlreadyPaid(order.id);
    if (!order.isAwaitingPayment) throw new IllegalOrderTransition(order.id, order.status, 'paid');
    const isInFlight = tries.some(({ status, openedAt }) => status === 'pending' && at.getTime() - openedAt.getTime() < IN_FLIGHT_MS);
    if (isInFlight) throw new PaymentInProgress(order.id);
  }
}
