import type { Count, CountStore, Taken } from './count-store.js';
import type { SharedMemory } from './shared-memory.js';

/** Lets a store that does not answer alone for a while; the limiter then goes on with what it knows. */
export class SteadfastCounts implements CountStore {
  constructor(
    private readonly shared: CountStore,
    private readonly memory: SharedMemory,
  ) {}

  async add(taken: readonly Taken[]): Promise<readonly Count[]> {
    return this.memory.use(() => this.shared.add(taken));
  }
}
