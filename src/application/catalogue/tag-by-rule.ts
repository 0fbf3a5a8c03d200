import { standingsOf } from '../../domain/catalogue/tag-rule.js';
import type { ProductId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { RuledProducts, RuleSettings } from './ports/ruled-products.js';

const DAY_MS = 24 * 3_600_000;
/** Of products that are held at once. */
const OVERDUE_EACH = 200;
/** Few of these are meant by a rule, as a rule. */
const ASKED_EACH = 1_000;
/** What is left then waits for the next time. */
const MAX_TURNS = 500;

/**
 * Puts the tags that have a rule on products and takes them off, where no save of a product does: when time alone ends what holds, and
 * when a rule is new or set otherwise, so that all products are asked once. Safe to repeat, and to run in several processes.
 */
export class TagByRule {
  readonly #settings: RuleSettings;

  constructor(
    private readonly unitOfWork: UnitOfWork<{ ruledProducts: RuledProducts }>,
    private readonly clock: Clock,
    private readonly newForDays: number,
  ) {
    this.#settings = { reduced: '', new: String(newForDays) };
  }

  async execute(): Promise<void> {
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const isMore = await this.unitOfWork.run(({ ruledProducts }) => this.#turn(ruledProducts));
      if (!isMore) return;
    }
  }

  async #turn(products: RuledProducts): Promise<boolean> {
    const now = this.clock.now();
    const overdue = await products.overdue(now, OVERDUE_EACH);
    if (overdue.length > 0) {
      await this.#ask(products, overdue, now);
      return true;
    }
    const sorting = await products.unsorted(this.#settings);
    if (!sorting) return false;
    const publishedSince = new Date(now.getTime() - this.newForDays * DAY_MS);
    const { last, meant } = await products.behind(sorting.reached, ASKED_EACH, publishedSince);
    if (meant.length > 0) await this.#ask(products, meant, now);
    await products.asked(sorting.tagId, this.#settings[sorting.rule], last);
    return true;
  }

  async #ask(products: RuledProducts, ids: readonly ProductId[], now: Date): Promise<void> {
    const held = await products.hold(ids);
    await products.put(new Map(held.map((facts) => [facts.productId, standingsOf(facts, this.newForDays, now)])));
  }
}
