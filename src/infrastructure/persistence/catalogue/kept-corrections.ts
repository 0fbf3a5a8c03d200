import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import type { Meant } from './search-terms.js';

const MOST = 1_000;

/**
 * What is meant by words that stand in no product at all: looked for among similar words once, and known until a product or a shelf
 * changes, for then they may stand somewhere. Not used while changes may go unheard.
 */
export class KeptCorrections {
  readonly #kept = new Map<string, Meant>();
  #changes = 0;

  constructor(private readonly feed: ChangeFeed) {
    feed.subscribe((changes) => {
      if (changes !== 'anything' && ![...changes].some((change) => change === 'shelves' || change.startsWith('product:'))) return;
      this.#changes += 1;
      this.#kept.clear();
    });
  }

  of(words: readonly string[]): Meant | undefined {
    return this.feed.isCurrent() ? this.#kept.get(words.join(' ')) : undefined;
  }

  /** Call it before the database is asked. @returns what keeps the answer, unless something changed meanwhile. */
  begin(words: readonly string[]): (meant: Meant) => void {
    const before = this.#changes;
    return (meant) => {
      if (before !== this.#changes || !this.feed.isCurrent()) return;
      if (this.#kept.size >= MOST) this.#kept.clear();
      this.#kept.set(words.join(' '), meant);
    };
  }
}
