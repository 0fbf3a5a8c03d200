import type { OrderId, PaymentId } from '../../domain/shared/ids.js';
import type { MoneyData } from '../../domain/shared/money.js';
import type { PaymentBooks, PaymentOnRecord } from '../payment/ports/payment-books.js';
import { GatewayUnreachable, type BookedPayment, type PaymentGateway, type PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { Clock } from '../shared/ports/clock.js';
import type { Logger } from '../shared/ports/logger.js';
import type { SettlePayment } from './settle-payment.js';

export interface ReconcilePaymentsInput {
  /** Half open. */
  readonly from: Date;
  readonly to: Date;
  /** Whether what the provider knows better is taken in; else it is only listed. */
  readonly repairs: boolean;
}

/**
 * `missing_here` we know nothing of a payment of theirs · `missing_there` they know nothing of a payment of ours · `held_differs`
 * they hold money that we do not count on · `captured_differs` and `refunded_differs` the sums are not the same.
 */
export interface BookDifference {
  readonly kind: 'missing_here' | 'missing_there' | 'held_differs' | 'captured_differs' | 'refunded_differs';
  readonly gateway: string;
  readonly paymentId: PaymentId | null;
  readonly orderId: OrderId | null;
  /** The provider's word for it. */
  readonly reference: string | null;
  readonly here: MoneyData | null;
  readonly there: MoneyData | null;
}

export interface Reconciliation {
  readonly differences: readonly BookDifference[];
  /** Gateways whose books could not be read. */
  readonly unreachable: readonly string[];
}

/** Clocks differ, and a payment is on our books before the provider hears of it. */
const SLACK_MS = 10 * 60_000;
/** What is younger may still be on its way. */
const FRESH_MS = 60_000;
const DAY_MS = 86_400_000;
const NOT_COUNTED_ON: readonly string[] = ['pending', 'requires_action', 'processing', 'failed', 'cancelled', 'voided', 'expired'];

const later = (time: Date, milliseconds: number): Date => new Date(time.getTime() + milliseconds);

/**
 * Compares our books with those of every provider. Money that they took, or hold, and that we never heard of is settled as if they
 * had told us; whatever then still differs is listed, and when it was to be repaired it is an alarm. Safe to repeat.
 */
export class ReconcilePayments {
  constructor(
    private readonly books: Pick<PaymentBooks, 'openedBetween'>,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async execute({ from, to, repairs }: ReconcilePaymentsInput): Promise<Reconciliation> {
    const differences: BookDifference[] = [];
    const unreachable: string[] = [];
    for (const name of this.gateways.names) {
      const gateway = this.gateways.find(name);
      if (!gateway) continue;
      try {
        differences.push(...(await this.#compare(gateway, { from, to, repairs })));
      } catch (error) {
        if (!(error instanceof GatewayUnreachable)) throw error;
        unreachable.push(name);
      }
    }
    return { differences, unreachable };
  }

  /** The payments of the last day, repaired. @returns how many differences are left. */
  async executeForLastDay(): Promise<number> {
    const to = this.clock.now();
    const { differences, unreachable } = await this.execute({ from: later(to, -DAY_MS), to, repairs: true });
    for (const difference of differences) this.logger.error('Our books differ from the provider’s', { alarm: true, ...difference });
    if (unreachable.length > 0) this.logger.warn('The books of a provider could not be read', { gateways: unreachable });
    return differences.length;
  }

  async #compare(gateway: PaymentGateway, period: ReconcilePaymentsInput): Promise<readonly BookDifference[]> {
    const theirs = await theirBooks(gateway, period);
    const found = this.#differences(gateway, await this.#ourBooks(gateway, period), theirs, period);
    if (!period.repairs || found.length === 0) return found;
    const ours = await this.#ourBooks(gateway, period);
    for (const { kind, paymentId } of found) {
      const payment = paymentId && ours.get(paymentId);
      if (payment && (kind === 'captured_differs' || kind === 'held_differs')) await this.#settle(gateway, payment);
    }
    return this.#differences(gateway, await this.#ourBooks(gateway, period), theirs, period);
  }

  async #settle(gateway: PaymentGateway, { orderId, ...known }: PaymentOnRecord): Promise<void> {
    const word = await gateway.lookUp(known);
    await this.settlePayment.execute({ orderId, paymentId: known.id, word });
  }

  /** As far around the period as what is in their books of it may have been opened here. */
  async #ourBooks(
    { name, booksOpenLateMs = 0 }: PaymentGateway,
    { from, to }: ReconcilePaymentsInput,
  ): Promise<ReadonlyMap<string, PaymentOnRecord>> {
    const slack = 2 * SLACK_MS + booksOpenLateMs;
    const opened = await this.books.openedBetween(name, later(from, -slack), later(to, slack));
    return new Map(opened.map((payment) => [payment.id, payment]));
  }

  #differences(
    { name: gateway, booksBehindMs = 0 }: PaymentGateway,
    ours: ReadonlyMap<string, PaymentOnRecord>,
    theirs: ReadonlyMap<string, BookedPayment>,
    { from, to }: ReconcilePaymentsInput,
  ): readonly BookDifference[] {
    const now = this.clock.now();
    const [settledBy, writtenDown] = [later(now, -FRESH_MS), later(now, -booksBehindMs)];
    const isFresh = ({ openedAt, changedAt }: PaymentOnRecord) => openedAt > settledBy || (booksBehindMs > 0 && changedAt > writtenDown);
    const both = [...theirs.values()].flatMap((line): readonly BookDifference[] => {
      const payment = line.paymentId ? ours.get(line.paymentId) : undefined;
      if (payment) return isFresh(payment) ? [] : differing(gateway, payment, line);
      if (line.status !== 'captured' && line.status !== 'authorized') return [];
      const { paymentId, reference, captured } = line;
      return [{ kind: 'missing_here', gateway, paymentId, orderId: null, reference, here: null, there: captured.toData() }];
    });
    const onlyOurs = [...ours.values()].filter(({ id, openedAt }) => openedAt >= from && openedAt < to && !theirs.has(id));
    const missing = onlyOurs
      .filter((payment) => (!payment.captured.isZero || payment.status === 'authorized') && !isFresh(payment))
      .map(({ id: paymentId, orderId, reference, captured }): BookDifference => {
        return { kind: 'missing_there', gateway, paymentId, orderId, reference, here: captured.toData(), there: null };
      });
    return [...both, ...missing];
  }
}

async function theirBooks(gateway: PaymentGateway, { from, to }: ReconcilePaymentsInput): Promise<ReadonlyMap<string, BookedPayment>> {
  const theirs = new Map<string, BookedPayment>();
  const until = later(to, SLACK_MS + (gateway.booksOpenLateMs ?? 0));
  for await (const line of gateway.booked(later(from, -SLACK_MS), until)) theirs.set(line.paymentId ?? line.reference, line);
  return theirs;
}

function differing(gateway: string, payment: PaymentOnRecord, line: BookedPayment): readonly BookDifference[] {
  const { id: paymentId, orderId, status, captured, refunded, onItsWayBack } = payment;
  const what = { gateway, paymentId, orderId, reference: line.reference };
  if (captured.currency !== line.captured.currency || captured.minor !== line.captured.minor)
    return [{ ...what, kind: 'captured_differs', here: captured.toData(), there: line.captured.toData() }];
  if (line.status === 'authorized' && NOT_COUNTED_ON.includes(status))
    return [{ ...what, kind: 'held_differs', here: captured.toData(), there: payment.amount.toData() }];
  // What is under way here they may have heard of, or not.
  const isAgreed = !refunded.isMoreThan(line.refunded) && !line.refunded.isMoreThan(refunded.plus(onItsWayBack));
  return isAgreed ? [] : [{ ...what, kind: 'refunded_differs', here: refunded.toData(), there: line.refunded.toData() }];
}
