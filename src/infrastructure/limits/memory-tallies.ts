import type { Clock } from '../../application/shared/ports/clock.js';
import { FORGOTTEN_AFTER_MS, NO_FAILURES, type FailureTallies, type Tally } from './failure-tallies.js';

const MAX_KEYS = 60_000;

/** In the memory of this process; of too many keys, those that were touched longest ago are forgotten. */
export class MemoryTallies implements FailureTallies {
  readonly #tallies = new Map<string, { readonly failures: number; readonly lastAt: number }>();

  constructor(private readonly clock: Clock) {}

  async read(keys: readonly string[]): Promise<readonly Tally[]> {
    const now = this.#now();
    return keys.map((key) => this.#tallyOf(key, now));
  }

  async add(keys: readonly string[]): Promise<void> {
    const now = this.#now();
    for (const key of keys) {
      const failures = this.#tallyOf(key, now).failures + 1;
      this.#tallies.delete(key);
      this.#tallies.set(key, { failures, lastAt: now });
    }
    this.#forgetOldest(now);
  }

  async takeBack(key: string, failures: number): Promise<void> {
    const tally = this.#tallies.get(key);
    if (!tally) return;
    if (tally.failures <= failures) this.#tallies.delete(key);
    else this.#tallies.set(key, { ...tally, failures: tally.failures - failures });
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#tallies.delete(key);
  }

  #now(): number {
    return this.clock.now().getTime();
  }

  #tallyOf(key: string, now: number): Tally {
    const tally = this.#tallies.get(key);
    return tally && now - tally.lastAt < FORGOTTEN_AFTER_MS ? { failures: tally.failures, msAgo: now - tally.lastAt } : NO_FAILURES;
  }

  #forgetOldest(now: number): void {
    for (const [key, { lastAt }] of this.#tallies) {
      if (this.#tallies.size <= MAX_KEYS && now - lastAt < FORGOTTEN_AFTER_MS) return;
      this.#tallies.delete(key);
    }
  }
}
