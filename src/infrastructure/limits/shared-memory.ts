import type { Logger } from '../../application/shared/ports/logger.js';

const ASK_AGAIN_AFTER_MS = 1_000;

/** While what processes share does not answer, it is let alone for a second at a time; that it went and came back is logged once each. */
export class SharedMemory {
  #lostUntil = 0;
  #isLost = false;

  constructor(
    /** As it is called in the log. */
    private readonly name: string,
    private readonly logger: Logger,
  ) {}

  /** @throws what the work throws, and at once while it was lost a moment ago. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (performance.now() < this.#lostUntil) throw new Error(`${this.name} does not answer`);
    try {
      const result = await work();
      if (this.#isLost) this.logger.info(`${this.name} answers again: limits are counted together`);
      this.#isLost = false;
      return result;
    } catch (error) {
      this.#lostUntil = performance.now() + ASK_AGAIN_AFTER_MS;
      if (!this.#isLost)
        this.logger.warn(`${this.name} does not answer: limits are counted in this process alone`, { error: String(error) });
      this.#isLost = true;
      throw error;
    }
  }
}
