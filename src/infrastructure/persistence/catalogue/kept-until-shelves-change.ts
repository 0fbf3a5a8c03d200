import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';

/**
 * Something small that belongs to the shelves, read once and known until one of them changes. What was being read just then is not kept;
 * while changes may go unheard, it is read each time.
 */
export class KeptUntilShelvesChange<Value> {
  #kept: { readonly value: Value } | undefined;
  #changes = 0;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly read: () => Promise<Value>,
  ) {
    feed.subscribe((changes) => {
      if (changes !== 'anything' && ![...changes].includes('shelves')) return;
      this.#changes += 1;
      this.#kept = undefined;
    });
  }

  async get(): Promise<Value> {
    if (this.#kept && this.feed.isCurrent()) return this.#kept.value;
    const before = this.#changes;
    const value = await this.read();
    if (before === this.#changes && this.feed.isCurrent()) this.#kept = { value };
    return value;
  }
}
