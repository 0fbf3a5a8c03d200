import { createRequire } from 'node:module';
import type * as IoRedis from 'ioredis';

/** Some 12 MB, for shops that have a Redis only. */
const load = createRequire(import.meta.url);

const CONNECT_TIMEOUT_MS = 1_000;
const ANSWER_TIMEOUT_MS = 250;
const LONGEST_PAUSE_MS = 1_000;

export type RedisCommand = readonly (string | number)[];

/** A connection that is made again whenever it is lost; while it is, whoever asks is told so at once. */
export class RedisLine {
  readonly #redis: IoRedis.Redis;
  /** With the first question: whoever asks nothing needs no connection. */
  #opening: Promise<void> | undefined;

  constructor(url: string) {
    const { Redis } = load('ioredis') as typeof IoRedis;
    this.#redis = new Redis(url, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: ANSWER_TIMEOUT_MS,
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
    });
    this.#redis.on('error', () => undefined); // whoever asks is told
  }

  /** All in one transaction. @returns an answer to each. */
  async ask(commands: readonly RedisCommand[]): Promise<readonly unknown[]> {
    await (this.#opening ??= this.#redis.connect().catch(() => undefined));
    const answers = await this.#redis.multi(commands.map((command) => [...command])).exec();
    if (!answers) throw new Error('Redis gave the transaction up');
    return answers.map(([error, answer]) => {
      if (error) throw error;
      return answer;
    });
  }

  close(): void {
    this.#redis.disconnect();
  }
}
