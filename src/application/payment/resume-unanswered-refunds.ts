import type { RefundId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { Logger } from '../shared/ports/logger.js';
import type { PayBackOnRefundRequested } from './pay-back-on-refund-requested.js';
import type { PaymentBooks, UnansweredRefund } from './ports/payment-books.js';

/** Longer than the first tries of the job that asks as soon as a refund is wanted. */
const PATIENCE_MS = 15 * 60_000;
const AT_ONCE = 100;

/**
 * Asks once more for refunds that no provider has answered, however long it was away: the job that asks first gives up at some time.
 * Of those that were under way when we heard of them last it asks what became of them. Those that are still unanswered then are an
 * alarm. Safe to run on several workers at once and as often as one likes.
 */
export class ResumeUnansweredRefunds {
  constructor(
    private readonly books: Pick<PaymentBooks, 'unansweredRefunds'>,
    private readonly payBack: Pick<PayBackOnRefundRequested, 'payBack'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @returns how many were asked for. */
  async execute(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - PATIENCE_MS);
    let asked = 0;
    for (let after: RefundId | undefined; ;) {
      const unanswered = await this.books.unansweredRefunds(before, AT_ONCE, after);
      for (const refund of unanswered) await this.#ask(refund);
      asked += unanswered.length;
      after = unanswered[AT_ONCE - 1]?.refundId;
      if (!after) return asked;
    }
  }

  async #ask(refund: UnansweredRefund): Promise<void> {
    try {
      await this.payBack.payBack(refund);
    } catch (error) {
      this.logger.error('A refund has no answer', { alarm: true, ...refund, error: String(error) });
    }
  }
}
