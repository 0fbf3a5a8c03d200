import { createHmac, randomBytes } from 'node:crypto';
import type { LoginAttempt, LoginGuard } from '../../application/identity/ports/login-guard.js';
import type { Clock } from '../../application/shared/ports/clock.js';
import { TooManyAttempts } from '../../domain/identity/account-errors.js';
import { networkOf } from './network-of.js';

const FREE_FAILURES = 5;
const LONGEST_DELAY_S = 900;
const FORGOTTEN_AFTER_MS = 3_600_000;
const MAX_KEYS = 20_000;
const MAX_WAITING = 256;
/** What bcrypt does at once anyway: so many more than allowed may slip through from one network, and it is no slower for those who share one. */
const AT_ONCE_FROM_A_NETWORK = 2;

interface Tally {
  readonly failures: number;
  readonly lastAt: number;
}

/** Failures by key; of too many, those that were touched longest ago are forgotten. */
class Tallies {
  readonly #tallies = new Map<string, Tally>();

  failures(key: string, now: number): number {
    return this.#current(key, now)?.failures ?? 0;
  }

  /** Milliseconds since 1970 until which nothing is read. */
  blockedUntil(key: string, now: number): number {
    const tally = this.#current(key, now);
    if (!tally || tally.failures < FREE_FAILURES) return 0;
    return tally.lastAt + Math.min(2 ** (tally.failures - FREE_FAILURES), LONGEST_DELAY_S) * 1000;
  }

  add(key: string, now: number): void {
    const failures = this.failures(key, now) + 1;
    this.#tallies.delete(key);
    this.#tallies.set(key, { failures, lastAt: now });
    const [oldest] = this.#tallies.keys();
    if (this.#tallies.size > MAX_KEYS && oldest !== undefined) this.#tallies.delete(oldest);
  }

  takeBack(key: string, failures: number, now: number): void {
    const tally = this.#current(key, now);
    if (!tally) return;
    if (tally.failures <= failures) this.#tallies.delete(key);
    else this.#tallies.set(key, { ...tally, failures: tally.failures - failures });
  }

  forget(key: string): void {
    this.#tallies.delete(key);
  }

  #current(key: string, now: number): Tally | undefined {
    const tally = this.#tallies.get(key);
    return tally && now - tally.lastAt < FORGOTTEN_AFTER_MS ? tally : undefined;
  }
}

/** Lets only so many with the same key go at once; the others wait in line. */
class Turns {
  readonly #lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(private readonly width: number) {}

  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.running < this.width) line.running += 1;
    else if (line.waiting.length >= MAX_WAITING) throw new TooManyAttempts(1);
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if ((line.running -= 1) === 0) this.#lines.delete(key);
    }
  }
}

/** Counts in the memory of this process, under keys that tell nobody an address, and never more than a fixed number of them. */
export class MemoryLoginGuard implements LoginGuard {
  readonly #secret = randomBytes(32);
  readonly #emails = new Tallies();
  readonly #networks = new Tallies();
  /** What a network's failures would be without this e-mail address: a success takes back its own and nobody else's. */
  readonly #pairs = new Tallies();
  readonly #emailTurns = new Turns(1);
  readonly #networkTurns = new Turns(AT_ONCE_FROM_A_NETWORK);

  constructor(private readonly clock: Clock) {}

  async attempt(attempt: LoginAttempt, isRight: () => Promise<boolean>): Promise<boolean> {
    const [email, network] = [this.#keyOf(attempt.email), this.#keyOf(networkOf(attempt.address))];
    // Everybody takes the network's turn first, so that no two wait for each other.
    return this.#networkTurns.take(network, () => this.#emailTurns.take(email, () => this.#judge(email, network, isRight)));
  }

  forgive(email: string): void {
    this.#emails.forget(this.#keyOf(email));
  }

  async #judge(email: string, network: string, isRight: () => Promise<boolean>): Promise<boolean> {
    const asked = this.clock.now().getTime();
    const until = Math.max(this.#emails.blockedUntil(email, asked), this.#networks.blockedUntil(network, asked));
    if (until > asked) throw new TooManyAttempts(Math.ceil((until - asked) / 1000));
    const right = await isRight();
    const now = this.clock.now().getTime();
    const pair = `${email}${network}`;
    if (right) {
      this.#networks.takeBack(network, this.#pairs.failures(pair, now), now);
      this.#pairs.forget(pair);
      this.#emails.forget(email);
    } else {
      for (const [tallies, key] of [
        [this.#emails, email],
        [this.#networks, network],
        [this.#pairs, pair],
      ] as const)
        tallies.add(key, now);
    }
    return right;
  }

  #keyOf(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64');
  }
}
