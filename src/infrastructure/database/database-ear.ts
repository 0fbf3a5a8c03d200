import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../../application/shared/ports/logger.js';

const PULSE_EVERY_MS = 250;
/** A pulse that takes longer than this says that nobody is there any more. */
const SILENT_MS = 5_000;
/** How old the last answered pulse may be. Below the second that is promised when a connection dies without a word. */
const CURRENT_MS = 900;
const RECONNECT_MS = 500;

type Heard = (message: string) => void;

/**
 * The one connection on which a process hears what others say (LISTEN), made again whenever it is lost. PostgreSQL hands out what was
 * said before it answers the next statement, so an answered pulse proves that all that was said before it was sent has been heard: a
 * connection that hangs without breaking is noticed as well as a lost one.
 */
export class DatabaseEar {
  #client: pg.Client | undefined;
  readonly #stopped = new AbortController();
  #hearing: Promise<void> = Promise.resolve();
  #heardUpTo = -Infinity;
  /** A loss is said once, however often the next connection fails. */
  #isLossSaid = false;
  readonly #channels = new Map<string, Heard[]>();
  readonly #gaps: (() => void)[] = [];

  /** @param url past any pooler: LISTEN belongs to a session. */
  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  /** Before `start`. @param channel a plain word, for it becomes part of a statement. */
  on(channel: string, heard: Heard): void {
    this.#channels.set(channel, [...(this.#channels.get(channel) ?? []), heard]);
  }

  /** `missed` is called when words may have been missed: at the start, and after every loss before the first new word. */
  onGap(missed: () => void): void {
    this.#gaps.push(missed);
  }

  /** Whether all that was said until less than a second ago has been heard. */
  isCurrent(): boolean {
    return performance.now() - this.#heardUpTo < CURRENT_MS;
  }

  start(): void {
    this.#hearing = this.#hear();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#hangUp();
    await this.#hearing;
  }

  async #hear(): Promise<void> {
    while (!this.#isStopped) {
      const client = new pg.Client({
        connectionString: this.url,
        application_name: 'portico-ear',
        connectionTimeoutMillis: SILENT_MS,
        query_timeout: SILENT_MS,
      });
      this.#client = client;
      try {
        await this.#listenOn(client);
      } catch (error) {
        this.#sayLoss(error);
      }
      this.#heardUpTo = -Infinity;
      this.#hangUp();
      await this.#pause(RECONNECT_MS);
    }
  }

  /** @returns when it was stopped. @throws when the connection is lost. */
  async #listenOn(client: pg.Client): Promise<void> {
    let lost: Error | undefined;
    const lose = (error?: Error): void => {
      lost ??= error ?? new Error('The connection ended');
      this.#heardUpTo = -Infinity;
    };
    client.on('error', lose);
    client.on('end', () => lose());
    client.on('notification', ({ channel, payload = '' }) => {
      for (const heard of this.#channels.get(channel) ?? []) heard(payload);
    });
    await client.connect();
    for (const channel of this.#channels.keys()) await client.query(`listen ${channel}`);
    for (const missed of this.#gaps) missed();
    this.#isLossSaid = false;
    while (!this.#isStopped) {
      if (lost !== undefined) throw lost;
      const sentAt = performance.now();
      await client.query('select');
      if (lost === undefined) this.#heardUpTo = sentAt;
      await this.#pause(PULSE_EVERY_MS);
    }
  }

  #sayLoss(error: unknown): void {
    if (this.#isStopped || this.#isLossSaid) return;
    this.#isLossSaid = true;
    this.logger.warn('Changes of other processes cannot be heard: what is kept is not used', { error: String(error) });
  }

  get #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  #pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }

  /** Without a goodbye, for which a dead connection would be waited for. */
  #hangUp(): void {
    (this.#client as unknown as { connection: { stream: { destroy(): void } } } | undefined)?.connection.stream.destroy();
    this.#client = undefined;
  }
}
