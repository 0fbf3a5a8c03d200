import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../../application/shared/ports/logger.js';
import { ConnectionWatch } from '../database/connection-watch.js';
import type { PoolSql } from '../persistence/shared/sql.js';

const CHANNEL = 'portico_events';
const NOTIFY = { name: 'events.notify', text: `select pg_notify('${CHANNEL}', '')` };
const GATHER_MS = 25;
const RECONNECT_MS = 2_000;
const CONNECT_MS = 5_000;
/** Whoever only listens would never notice that the line is gone. */
const PULSE_MS = 5_000;

/**
 * Tells the workers of other processes that events were committed: after the commit and at most once every 25 ms, since a NOTIFY
 * in every transaction would make all commits queue. It may get lost; the relay also looks by itself.
 */
export class EventSignal {
  #isDue = false;

  constructor(private readonly sql: PoolSql) {}

  send = (): void => {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      void this.sql.query(NOTIFY).catch(() => undefined);
    }, GATHER_MS).unref();
  };
}

/** Hears the signals of other processes on a connection of its own, which it makes again whenever it is lost. */
export class EventEar {
  readonly #watch: ConnectionWatch;
  #client: pg.Client | undefined;
  #isStopped = false;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {
    this.#watch = new ConnectionWatch(url);
  }

  start(heard: () => void): void {
    void this.#listen(heard);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #listen(heard: () => void): Promise<void> {
    while (!this.#isStopped) {
      const client = new pg.Client({
        connectionString: this.url,
        application_name: 'portico-ear',
        connectionTimeoutMillis: CONNECT_MS,
        keepAlive: true,
      });
      this.#client = client;
      const lost = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.once('end', () => resolve());
      });
      try {
        client.on('notification', heard);
        await client.connect();
        this.#watch.add(client);
        await client.query(`listen ${CHANNEL}`);
        heard();
        const pulse = setInterval(() => void client.query('').catch(() => undefined), PULSE_MS);
        await lost.finally(() => clearInterval(pulse));
      } catch (error) {
        this.logger.warn('Signals of other processes cannot be heard', { error: String(error) });
      }
      await client.end().catch(() => undefined);
      if (!this.#isStopped) await sleep(RECONNECT_MS);
    }
  }
}
