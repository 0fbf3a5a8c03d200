import type { ServerResponse } from 'node:http';
import { Overloaded } from './request-errors.js';

/** So many forms with files are read and worked on at once: each is a file on the disk and a picture in memory. */
export class UploadSlots {
  #taken = 0;

  constructor(private readonly atOnce: number) {}

  /** Takes one until the request is over, however it ends. @throws Overloaded */
  occupy(response: ServerResponse): void {
    if (this.#taken >= this.atOnce) throw new Overloaded();
    this.#taken += 1;
    response.once('close', () => (this.#taken -= 1));
  }
}
