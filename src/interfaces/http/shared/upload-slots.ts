import type { ServerResponse } from 'node:http';
import { Overloaded } from './request-errors.js';

/** How many may wait for each that is served. */
const WAITING_FOR_EACH = 4;

/**
 * So many forms with files are read and worked on at once: each is a file on the disk and a picture in memory. A few more wait for
 * their turn; their bodies are not read before.
 */
export class UploadSlots {
  #taken = 0;
  /** Each takes the slot that it is handed. */
  readonly #waiting = new Set<() => void>();

  constructor(private readonly atOnce: number) {}

  /** Takes one until the request is over, however it ends; resolves when it is this request's turn. @throws Overloaded */
  async occupy(response: ServerResponse): Promise<void> {
    if (this.#taken < this.atOnce) this.#taken += 1;
    else await this.#turn(response);
    if (response.closed) this.#free();
    else response.once('close', () => this.#free());
  }

  /** Hands the slot to whoever waits longest. */
  #free(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#taken -= 1;
  }

  #turn(response: ServerResponse): Promise<void> {
    if (this.#waiting.size >= this.atOnce * WAITING_FOR_EACH) throw new Overloaded();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(take);
        reject(new Overloaded()); // nobody reads it: the client has gone
      };
      const take = (): void => {
        this.#waiting.delete(take);
        response.off('close', leave);
        resolve();
      };
      this.#waiting.add(take);
      response.once('close', leave);
    });
  }
}
