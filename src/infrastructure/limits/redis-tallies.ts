import { FORGOTTEN_AFTER_MS, NO_FAILURES, type FailureTallies, type Tally } from './failure-tallies.js';
import type { RedisLine } from './redis-line.js';

const nameOf = (key: string): string => `portico:login:${key}`;

/** A key lives for an hour after its last failure; how long it still has to live tells when that was. */
export class RedisTallies implements FailureTallies {
  constructor(private readonly line: RedisLine) {}

  async read(keys: readonly string[]): Promise<readonly Tally[]> {
    const answers = await this.line.ask(
      keys.flatMap(
        (key) =>
          [
            ['get', nameOf(key)],
            ['pttl', nameOf(key)],
          ] as const,
      ),
    );
    return keys.map((_, index) => {
      const [failures, msLeft] = [Number(answers[index * 2] ?? 0), Number(answers[index * 2 + 1])];
      return failures > 0 ? { failures, msAgo: Math.max(0, FORGOTTEN_AFTER_MS - msLeft) } : NO_FAILURES;
    });
  }

  async add(keys: readonly string[]): Promise<void> {
    await this.line.ask(
      keys.flatMap(
        (key) =>
          [
            ['incr', nameOf(key)],
            ['pexpire', nameOf(key), FORGOTTEN_AFTER_MS],
          ] as const,
      ),
    );
  }

  async takeBack(key: string, failures: number): Promise<void> {
    const [left] = await this.line.ask([['decrby', nameOf(key), failures]]);
    if (Number(left) <= 0) await this.forget([key]);
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.line.ask(keys.map((key) => ['del', nameOf(key)]));
  }
}
