import type { PaymentId } from '../../domain/shared/ids.js';
import type { PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentQueries, UnansweredPayment } from '../payment/ports/payment-queries.js';
import type { Clock } from '../shared/ports/clock.js';
import type { Logger } from '../shared/ports/logger.js';
import { askWhatBecame } from './ask-gateway.js';
import type { SettlePayment } from './settle-payment.js';

/** Longer than any gateway is waited for, so that nobody else is still waiting for the answer. */
const PATIENCE_MS = 20_000;
const AT_ONCE = 100;
/** So many are settled side by side: enough for thousands in a minute, and few enough to leave the database to the buyers. */
const SETTLED_AT_ONCE = 4;

/**
 * Finishes what a crash, a lost answer or a slow provider left open: asks the gateway by our own key and settles what it says.
 * A payment the provider never heard of has failed. Safe to run on several workers at once and as often as one likes.
 */
export class ResumeUnfinishedCheckouts {
  #settling = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param askedAtOnce so many questions wait for one gateway side by side; one that is slow keeps no other from being asked. */
  constructor(
    private readonly payments: PaymentQueries,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly askedAtOnce: number,
  ) {}

  /** @returns how many payments were asked about. */
  async execute(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - PATIENCE_MS);
    let asked = 0;
    for (let after: PaymentId | undefined; ;) {
      const unanswered = await this.payments.unansweredSince(before, AT_ONCE, after);
      await this.#askAll(unanswered);
      asked += unanswered.length;
      // Those that still have no answer stay where they are: whoever comes behind them has a turn all the same.
      after = unanswered[AT_ONCE - 1]?.id;
      if (!after) return asked;
    }
  }

  async #askAll(unanswered: readonly UnansweredPayment[]): Promise<void> {
    const lanes = [...new Set(unanswered.map(({ gateway }) => gateway))].flatMap((name) => {
      const left = unanswered.filter(({ gateway }) => gateway === name);
      const lane = async (): Promise<void> => {
        for (let next = left.shift(); next; next = left.shift()) await this.#ask(next);
      };
      return Array.from({ length: this.askedAtOnce }, lane);
    });
    await Promise.all(lanes);
  }

  async #ask({ orderId, gateway: name, ...payment }: UnansweredPayment): Promise<void> {
    const gateway = this.gateways.find(name);
    const paymentId = payment.id;
    if (!gateway) return;
    try {
      const word = await askWhatBecame(gateway, payment);
      await this.#inTurn(() => this.settlePayment.execute({ orderId, paymentId, word }));
    } catch (error) {
      this.logger.error('A payment could not be settled', { orderId, paymentId, error: String(error) });
    }
  }

  async #inTurn(settle: () => Promise<unknown>): Promise<void> {
    while (this.#settling >= SETTLED_AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    this.#settling += 1;
    try {
      await settle();
    } finally {
      this.#settling -= 1;
      this.#waiting.shift()?.();
    }
  }
}
