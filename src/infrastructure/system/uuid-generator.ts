import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '../../application/shared/ports/id-generator.js';
import { id, type Id } from '../../domain/shared/ids.js';

const POOL_SIZE = 4096;
const RANDOM_BYTES = 8;

/** UUIDv7 (RFC 9562 §5.7, method 1): 48 bits of milliseconds, 12 bits that count up within one, 62 random bits. */
export class UuidGenerator implements IdGenerator {
  readonly #pool = Buffer.alloc(POOL_SIZE);
  #offset = POOL_SIZE;
  #millisecond = 0;
  #count = 0;

  next<T extends Id<string>>(): T {
    const now = Date.now();
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#count = 0;
    } else if (this.#count === 0xfff) {
      this.#millisecond += 1; // 4,096 in one millisecond: borrow from the next
      this.#count = 0;
    } else {
      this.#count += 1;
    }
    const time = this.#millisecond.toString(16).padStart(12, '0');
    const count = this.#count.toString(16).padStart(3, '0');
    const random = this.#random();
    return id<T>(`${time.slice(0, 8)}-${time.slice(8)}-7${count}-${random.slice(0, 4)}-${random.slice(4)}`);
  }

  /** 16 hex digits whose first two bits say "variant 10". */
  #random(): string {
    if (this.#offset === POOL_SIZE) {
      randomFillSync(this.#pool);
      this.#offset = 0;
    }
    const start = this.#offset;
    this.#offset += RANDOM_BYTES;
    this.#pool[start] = ((this.#pool[start] ?? 0) & 0x3f) | 0x80;
    return this.#pool.toString('hex', start, this.#offset);
  }
}
