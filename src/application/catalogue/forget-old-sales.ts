import type { Clock } from '../shared/ports/clock.js';
import type { SalesCounter } from './ports/sales-counter.js';

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Whatever is left then is done the next time. */
const MOST_TURNS = 100;

/** Popularity is what sold in the last thirty days: what sold before that counts no more. */
export class ForgetOldSales {
  constructor(
    private readonly sales: SalesCounter,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - DAYS * DAY_MS);
    for (let turn = 0; turn < MOST_TURNS; turn += 1) if ((await this.sales.forgetBefore(since)) === 0) return;
  }
}
