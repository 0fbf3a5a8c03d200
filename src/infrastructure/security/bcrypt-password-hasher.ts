import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import type { PasswordHasher } from '../../application/identity/ports/password-hasher.js';
import { Unavailable } from '../../application/shared/errors.js';

/** Which way of keeping passwords a hash was made by; a new way gets a new name and this one is still understood. */
const VERSION = 'hs256-bcrypt';
/** Keeps our digests apart from plain SHA-256 ones of other places. It is no secret: the salt is bcrypt's. */
const SEPARATION = 'portico account password';
const SALT_AND_DIGEST = 53;

/** bcrypt reads 72 bytes and stops at a zero: it gets 44 letters that stand for the whole password. */
const digestOf = (password: string): string => createHmac('sha256', SEPARATION).update(password.normalize('NFC')).digest('base64');

/** bcrypt runs on libuv's four threads, which files and DNS need too. */
export interface HashingCapacity {
  readonly atOnce: number;
  /** A line that is longer than anybody waits in would only burn the processor for clients that have gone: what is more is refused. */
  readonly waiting: number;
}

const STANDARD_CAPACITY: HashingCapacity = { atOnce: 2, waiting: 64 };

/** HMAC-SHA-256, then bcrypt; stored as `hs256-bcrypt:$2b$…`. A few at a time, some wait in line, the rest is refused as unavailable. */
export class BcryptPasswordHasher implements PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Nobody's, of the same cost as a real one, so that comparing with it takes as long. */
  readonly #decoy: string;

  constructor(
    private readonly cost: number,
    private readonly capacity: HashingCapacity = STANDARD_CAPACITY,
  ) {
    this.#decoy = `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(SALT_AND_DIGEST)}`;
  }

  async hash(password: string): Promise<string> {
    return this.#inTurn(async () => `${VERSION}:${await bcrypt.hash(digestOf(password), this.cost)}`);
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const known = hash?.startsWith(`${VERSION}:`) ? hash.slice(VERSION.length + 1) : undefined;
    const isSame = await this.#inTurn(() => bcrypt.compare(digestOf(password), known ?? this.#decoy));
    return isSame && known !== undefined;
  }

  isOutdated(hash: string): boolean {
    return !hash.startsWith(`${VERSION}:`) || bcrypt.getRounds(hash.slice(VERSION.length + 1)) !== this.cost;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.capacity.atOnce) {
      if (this.#waiting.length >= this.capacity.waiting) throw new Unavailable();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
