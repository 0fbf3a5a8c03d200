import type { FailureTallies, Tally } from './failure-tallies.js';
import type { SharedMemory } from './shared-memory.js';

/**
 * Those of all processes as long as they answer, else those of this one: what failed here is always known here too, so that a guesser
 * gains nothing when the shared ones are lost.
 */
export class SteadfastTallies implements FailureTallies {
  constructor(
    private readonly shared: FailureTallies,
    private readonly own: FailureTallies,
    private readonly memory: SharedMemory,
  ) {}

  async read(keys: readonly string[]): Promise<readonly Tally[]> {
    return (await this.#try(() => this.shared.read(keys))) ?? (await this.own.read(keys));
  }

  async add(keys: readonly string[]): Promise<void> {
    await this.own.add(keys);
    await this.#try(() => this.shared.add(keys));
  }

  async takeBack(key: string, failures: number): Promise<void> {
    await this.own.takeBack(key, failures);
    await this.#try(() => this.shared.takeBack(key, failures));
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.own.forget(keys);
    await this.#try(() => this.shared.forget(keys));
  }

  async #try<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    return this.memory.use(work).catch(() => undefined);
  }
}
