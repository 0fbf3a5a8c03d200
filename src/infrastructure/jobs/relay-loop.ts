import type { Logger } from '../../application/shared/ports/logger.js';

/** When nobody says that there is something to do. */
const LOOK_EVERY_MS = 2_000;
/** Events come in bursts; one batch costs little more than one event. */
const GATHER_MS = 100;

/** Empties the outbox whenever it is woken, and looks by itself every two seconds. A relay that fails is tried again. */
export class RelayLoop {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWanted = false;
  /** The next look is near already: whoever wakes us again and again must not put it off again and again. */
  #isGathering = false;
  #isStopped = true;

  /** @param relay @returns how many events were handed over. */
  constructor(
    private readonly relay: () => Promise<number>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.#isStopped = false;
    this.wake();
  }

  wake = (): void => {
    this.#isWanted = true;
    if (!this.#isStopped && this.#running === undefined && !this.#isGathering) this.#schedule(GATHER_MS);
  };

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#isGathering = delay === GATHER_MS;
    this.#timer = setTimeout(() => {
      this.#isGathering = false;
      this.#running = this.#drain().finally(() => {
        this.#running = undefined;
        if (!this.#isStopped) this.#schedule(this.#isWanted ? GATHER_MS : LOOK_EVERY_MS);
      });
    }, delay);
  }

  async #drain(): Promise<void> {
    this.#isWanted = false;
    try {
      while ((await this.relay()) > 0 && !this.#isStopped);
    } catch (error) {
      this.logger.warn('Events could not be handed over', { error: String(error) });
    }
  }
}
