import type { Pressure } from '../../application/shared/ports/pressure.js';

const LOOK_EVERY_MS = 100;
/** One hiccup (a collection of garbage, a busy neighbour) is no pressure: it counts what was so for half a second. */
const LOOKS = 5;

/** Measures how late a timer comes. */
export class ProcessPressure implements Pressure {
  readonly #lags: number[] = new Array<number>(LOOKS).fill(0);
  #turn = 0;
  #lookedAt = performance.now();
  #isLooking = false;

  constructor(private readonly waitingForDatabase: () => number) {}

  lagMs(): number {
    if (!this.#isLooking) this.#look();
    return Math.min(...this.#lags);
  }

  databaseWaitMs(): number {
    return this.waitingForDatabase();
  }

  /** Begins with the first question: a process that answers nobody measures nothing. */
  #look(): void {
    this.#isLooking = true;
    this.#lookedAt = performance.now();
    setInterval(() => {
      const now = performance.now();
      this.#lags[this.#turn] = Math.max(0, now - this.#lookedAt - LOOK_EVERY_MS);
      this.#turn = (this.#turn + 1) % LOOKS;
      this.#lookedAt = now;
    }, LOOK_EVERY_MS).unref();
  }
}
