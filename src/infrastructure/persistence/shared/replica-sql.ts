import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import type { Logger } from '../../../application/shared/ports/logger.js';
import { isOutage } from './database-faults.js';
import type { Sql, Statement } from './sql.js';

const WRITTEN = { name: 'replica.written', text: 'select pg_current_wal_insert_lsn()::text as lsn' };
const REPLAYED = { name: 'replica.replayed', text: 'select coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) as is_there' };

const LOOK_EVERY_MS = 250;
/** After a change, and at most so often however many there are. */
const LOOK_SOON_MS = 20;

/**
 * Reads from a streaming replica, as long as nobody can tell: from the moment a change is heard, of this process or of another, until
 * the replica has replayed what the primary had written by then, reads go to the primary. So whoever wrote reads what they wrote, and
 * what is read here may be kept until the next change, as if it came from the primary. A replica that is away, or that has been behind
 * for longer than it may be, is left alone until it has caught up. While changes cannot be heard, all is read from the primary.
 */
export class ReplicaSql implements Sql {
  #changedAt = -Infinity;
  /** What the primary had written at this moment the replica has too. */
  #caughtUpTo = -Infinity;
  #startedAt = -Infinity;
  #isMissed = false;
  #wake = (): void => undefined;
  readonly #stopped = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly primary: Sql,
    private readonly replica: Sql,
    private readonly feed: ChangeFeed,
    private readonly logger: Logger,
    private readonly maxLagMs: number,
  ) {
    feed.subscribe(() => {
      this.#changedAt = performance.now();
      this.#wake();
    });
  }

  /** Until it is started, everything is read from the primary. */
  start(): void {
    this.#startedAt = performance.now();
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#watching;
  }

  async query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    if (!this.#hasAll() || !this.#isNear()) return this.primary.query<Row>(statement, values);
    try {
      return await this.replica.query<Row>(statement, values);
    } catch (error) {
      if (isOutage(error)) this.#miss(error);
      return this.primary.query<Row>(statement, values);
    }
  }

  #hasAll(): boolean {
    return this.#caughtUpTo > this.#changedAt && this.feed.isCurrent();
  }

  #isNear(): boolean {
    return performance.now() - this.#caughtUpTo < this.maxLagMs;
  }

  async #watch(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await this.#look().catch((error: unknown) => this.#miss(error));
      await this.#pause(LOOK_SOON_MS);
      if (this.#caughtUpTo > this.#changedAt || !this.#isNear()) await this.#pause(LOOK_EVERY_MS - LOOK_SOON_MS, true);
    }
  }

  /** @param isShortened whether a change ends it. */
  async #pause(milliseconds: number, isShortened = false): Promise<void> {
    const shortened = new AbortController();
    if (isShortened) this.#wake = () => shortened.abort();
    const signal = AbortSignal.any([shortened.signal, this.#stopped.signal]);
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    this.#wake = () => undefined;
  }

  async #look(): Promise<void> {
    const asked = performance.now();
    const [written] = await this.primary.query<{ lsn: string }>(WRITTEN);
    const [replayed] = await this.replica.query<{ is_there: boolean }>(REPLAYED, [written?.lsn]);
    if (replayed?.is_there === true) {
      this.#caughtUpTo = asked;
      if (this.#isMissed) this.logger.info('The replica has caught up and is read again');
      this.#isMissed = false;
    } else if (asked - Math.max(this.#caughtUpTo, this.#startedAt) > this.maxLagMs) {
      this.#miss('it is behind');
    }
  }

  /** Said once, until it is back. */
  #miss(reason: unknown): void {
    if (reason instanceof Error) this.#caughtUpTo = -Infinity;
    if (!this.#isMissed && !this.#stopped.signal.aborted) this.logger.warn('The replica is not read for now', { reason: String(reason) });
    this.#isMissed = true;
  }
}
