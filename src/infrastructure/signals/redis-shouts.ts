import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from '../../application/shared/ports/logger.js';

const CHANNEL = 'portico_changes';
const LONGEST_PAUSE_MS = 1_000;
const OPTIONS = {
  connectTimeout: 1_000,
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  retryStrategy: (times: number): number => Math.min(times * 100, LONGEST_PAUSE_MS),
};

/**
 * Calls changes out to the other processes by Redis, in about a millisecond. Nothing depends on being heard: what is called out here is
 * also said by the database, a moment later, so whoever has lost Redis misses nothing and needs no way back.
 */
export class RedisShouts {
  readonly #mouth: Redis;
  readonly #ear: Redis;
  readonly #me = randomUUID();
  #isLost = false;

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    this.#mouth = new Redis(url, OPTIONS);
    this.#ear = new Redis(url, OPTIONS);
    this.#mouth.on('error', () => undefined); // the ear tells
    this.#ear.on('error', (error) => this.#lose(error));
    this.#ear.on('ready', () => {
      this.#ear.subscribe(CHANNEL).then(
        () => this.#find(),
        (error: unknown) => this.#lose(error),
      );
    });
  }

  /** Before `start`. */
  onHeard(heard: (changes: readonly string[]) => void): void {
    this.#ear.on('message', (_channel, message) => {
      const [from, ...changes] = message.split(' ');
      if (from !== this.#me) heard(changes);
    });
  }

  start(): void {
    for (const redis of [this.#mouth, this.#ear]) redis.connect().catch(() => undefined); // it goes on trying
  }

  stop(): void {
    for (const redis of [this.#mouth, this.#ear]) redis.disconnect();
  }

  shout(changes: Iterable<string>): void {
    if (this.#mouth.status === 'ready') this.#mouth.publish(CHANNEL, [this.#me, ...changes].join(' ')).catch(() => undefined);
  }

  #lose(error: unknown): void {
    if (!this.#isLost)
      this.logger.warn('Redis does not carry changes: other processes hear of them by the database alone', { error: String(error) });
    this.#isLost = true;
  }

  #find(): void {
    if (this.#isLost) this.logger.info('Redis carries changes again');
    this.#isLost = false;
  }
}
