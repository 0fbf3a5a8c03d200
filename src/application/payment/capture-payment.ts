import type { Order } from '../../domain/order/order.js';
import { CaptureInProgress, CaptureRefused, PaymentNotFound, UnknownPaymentGateway } from '../../domain/payment/payment-errors.js';
import type { Payment, ProviderWord } from '../../domain/payment/payment.js';
import type { PaymentId, RefundId } from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { GatewayUnreachable, type PaymentGateways } from './ports/payment-gateway.js';
import type { PaymentRepository } from './ports/payment-repository.js';

export interface CapturePaymentInput {
  readonly paymentId: PaymentId;
  /** Everything that is due when it is not said. */
  readonly amount?: string | number | undefined;
}

type Scope = { orders: OrderRepository; payments: PaymentRepository };

/** Longer than any gateway is waited for: whoever began has lost the answer. */
const PATIENCE_MS = 20_000;

/**
 * Takes money that a provider holds, all that is due or a part of it. That it is about to be taken is written down first, so that of
 * two who ask at once one does; the provider is asked outside any unit of work; then what it said is taken in. After a lost answer
 * the provider is asked what became of it before anything is taken again.
 */
export class CapturePayment {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly gateways: PaymentGateways,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @returns whether the provider has answered; if not, it is asked again when somebody captures again, or by the reconciliation.
   * @throws PaymentNotFound
   * @throws UnknownPaymentGateway when its gateway is not open any more
   * @throws IllegalPaymentTransition
   * @throws CaptureExceedsAuthorization also when it is more than the order has left to pay
   * @throws CaptureInProgress
   * @throws CaptureRefused
   * @throws InvalidAmount
   */
  async execute({ paymentId, amount }: CapturePaymentInput, claim?: RequestClaim): Promise<boolean> {
    // What was lost was most likely this very wish: it is not fulfilled a second time.
    if ((await this.#lostItsAnswer(paymentId)) && (await this.#findOut(paymentId))) return true;
    const begun = await this.#begin(paymentId, amount, claim);
    if (!begun.payment) return this.#wasDone(paymentId, begun.capturedBefore);
    const { known, capturing } = begun.payment;
    const gateway = this.#gatewayOf(begun.payment);
    const word = await heardOf(() => gateway.capture(known, capturing?.amount ?? known.amount));
    if (!word) return false;
    if (!(await this.#takeIn(paymentId, word))) throw new CaptureRefused(paymentId);
    return true;
  }

  /** The same request again, whose answer was lost on its way. */
  async #wasDone(paymentId: PaymentId, capturedBefore: number): Promise<boolean> {
    const payment = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if ((payment?.toState().captured.minor ?? 0) <= capturedBefore) throw new CaptureRefused(paymentId);
    return true;
  }

  async #lostItsAnswer(paymentId: PaymentId): Promise<boolean> {
    const payment = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if (!payment?.capturing) return false;
    if (this.clock.now().getTime() - payment.capturing.since.getTime() < PATIENCE_MS) throw new CaptureInProgress(paymentId);
    return true;
  }

  /** @returns whether it was taken. */
  async #findOut(paymentId: PaymentId): Promise<boolean> {
    const payment = await this.unitOfWork.run(({ payments }) => payments.find(paymentId));
    if (!payment) throw new PaymentNotFound();
    const gateway = this.#gatewayOf(payment);
    const word = await heardOf(() => gateway.lookUp(payment.known));
    if (!word) throw new CaptureInProgress(paymentId);
    return this.#takeIn(paymentId, word);
  }

  /** @returns the payment, unless this very request has begun it before. */
  async #begin(
    paymentId: PaymentId,
    wanted: string | number | undefined,
    claim: RequestClaim | undefined,
  ): Promise<{ readonly payment: Payment | undefined; readonly capturedBefore: number }> {
    let begun: Payment | undefined;
    const { capturedBefore } = await this.unitOfWork.run(async (scope) => {
      const { order, payment, tries } = await locked(scope, paymentId);
      this.#gatewayOf(payment);
      const ours = tries.filter(({ kept }) => kept.currency === order.total.currency);
      const kept = ours.reduce((sum, each) => sum.plus(each.kept), order.total.times(0));
      const capturable = order.due.isMoreThan(kept) ? order.due.minus(kept) : kept.times(0);
      const { amount: authorized, captured } = payment.toState();
      const amount = wanted === undefined ? authorized.minus(captured).atMost(capturable) : Money.parse(wanted, authorized.currency);
      payment.beginCapture(amount, capturable, this.clock.now());
      await scope.payments.save(payment);
      begun = payment;
      return { capturedBefore: captured.minor };
    }, claim);
    return { payment: begun, capturedBefore };
  }

  /** @returns whether more is captured than before. */
  #takeIn(paymentId: PaymentId, word: ProviderWord): Promise<boolean> {
    return this.unitOfWork.run(async (scope) => {
      const { payment } = await locked(scope, paymentId);
      const before = payment.toState().captured;
      const at = this.clock.now();
      payment.hear(word, { at, refundId: this.ids.next<RefundId>() });
      payment.endCapture(at);
      await scope.payments.save(payment);
      return payment.toState().captured.isMoreThan(before);
    });
  }

  #gatewayOf({ gateway: name }: Payment) {
    const gateway = this.gateways.find(name);
    if (!gateway) throw new UnknownPaymentGateway(this.gateways.names);
    return gateway;
  }
}

async function locked(
  { orders, payments }: Scope,
  paymentId: PaymentId,
): Promise<{ readonly order: Order; readonly payment: Payment; readonly tries: readonly Payment[] }> {
  const asked = await payments.find(paymentId);
  if (!asked) throw new PaymentNotFound();
  const [order, tries] = await Promise.all([orders.find(asked.orderId), payments.ofOrder(asked.orderId)]);
  const payment = tries.find(({ id }) => id === paymentId);
  if (!order || !payment) throw new PaymentNotFound();
  return { order, payment, tries };
}

/** Nothing when the provider did not answer. */
async function heardOf(ask: () => Promise<ProviderWord>): Promise<ProviderWord | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GatewayUnreachable) return undefined;
    throw error;
  }
}
