import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter } from 'node:events';
import {
  Logger as GraphileLogger,
  run,
  runMigrations,
  type Job,
  type JobHelpers,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import pg from 'pg';
import type { EventHandler } from '../../application/shared/event-handler.js';
import type { Logger } from '../../application/shared/ports/logger.js';
import { ConnectionWatch } from '../database/connection-watch.js';
import { toldBy, workThrough } from './event-batch.js';
import { manyOf, type EventJob } from './event-jobs.js';
import { StandAloneJobs } from './stand-alone-jobs.js';
import { WorkerLeases } from './worker-leases.js';

export interface WorkerSettings {
  /** Past a pooler: the worker listens. */
  readonly url: string;
  /** After how many seconds of silence a worker counts as dead. */
  readonly silence?: number;
  /** How often it looks for jobs whose time has come; new ones announce themselves. */
  readonly pollMs?: number;
}

/** Jobs at a time, and as many taken ahead: handlers mostly wait for the database. Few, since one may hold many events. */
const AT_ONCE = 4;
const TAKEN_AHEAD = 8;
const CONNECTIONS = 4;
const POLL_MS = 2_000;
/** Jobs that end within this time are crossed off in one statement. */
const COMPLETE_TOGETHER_MS = 100;
const SILENCE_SECONDS = 20;
const BEATS_PER_SILENCE = 4;
const RESTART_MS = 2_000;

/** The library speaks of every job; what matters is logged here, by handler and event. */
const quiet = (logger: Logger): GraphileLogger =>
  new GraphileLogger(() => (level, message, meta) => {
    if (String(level) === 'error' && meta?.['failure'] !== true) logger.warn('Job queue', { message: message.slice(0, 300) });
  });

const taskOf =
  (handler: EventHandler) =>
  async (payload: unknown): Promise<void> => {
    const { event, eventId } = toldBy(payload as EventJob);
    await handler.handle(event, eventId);
  };

/**
 * Runs the handlers on jobs from graphile-worker's tables: each at least once, with growing pauses after a failure, and after the
 * last try the job stays where `npm run jobs` finds it. Goes on by itself after the database was away.
 */
export class GraphileEventWorker {
  readonly #pool: pg.Pool;
  readonly #leases: WorkerLeases;
  readonly #standAlone: StandAloneJobs;
  readonly #silenceMs: number;
  readonly #beatMs: number;
  readonly #pollMs: number;
  #runner: Runner | undefined;
  #workerId: string | undefined;
  /** The jobs that are worked on, or have just been. */
  readonly #working = new Set<string>();
  #heart: NodeJS.Timeout | undefined;
  #keeper: Promise<void> | undefined;
  #isStopped = false;

  constructor(
    private readonly handlers: readonly EventHandler[],
    private readonly logger: Logger,
    { url, silence = SILENCE_SECONDS, pollMs = POLL_MS }: WorkerSettings,
  ) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      application_name: 'portico-worker',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const lost = (error: Error): void => logger.warn('A connection of the job queue was lost', { error: error.message });
    this.#pool.on('error', lost);
    const watch = new ConnectionWatch(url);
    this.#pool.on('connect', (client) => {
      client.on('error', lost);
      watch.add(client);
    });
    this.#leases = new WorkerLeases(this.#pool, silence);
    this.#standAlone = new StandAloneJobs(this.#pool);
    this.#pollMs = pollMs;
    this.#silenceMs = silence * 1_000;
    this.#beatMs = this.#silenceMs / BEATS_PER_SILENCE;
  }

  /** The library's own tables; safe to repeat, and of several at once one does it. */
  async prepare(): Promise<void> {
    await runMigrations({ pgPool: this.#pool, logger: quiet(this.logger) });
  }

  start(): void {
    this.#keeper = this.#keepRunning();
    this.#heart = setInterval(() => void this.#beat(), this.#beatMs);
  }

  /** Takes no new job, and waits `limitMs` for those that run; what is not done by then is taken over by others. */
  async stop(limitMs: number): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#heart);
    const ended = (async () => {
      await this.#runner?.stop().catch(() => undefined);
      await this.#keeper;
      await this.#pool.end();
    })();
    await Promise.race([ended, sleep(limitMs, undefined, { ref: false })]);
  }

  async #keepRunning(): Promise<void> {
    const taskList: TaskList = Object.fromEntries(
      this.handlers.flatMap((handler) => [
        [handler.name, taskOf(handler)],
        [manyOf(handler.name), this.#manyTaskOf(handler)],
      ]),
    );
    while (!this.#isStopped) {
      try {
        this.#runner = await run({
          pgPool: this.#pool,
          taskList,
          parsedCronItems: [],
          concurrency: AT_ONCE,
          pollInterval: this.#pollMs,
          noHandleSignals: true,
          logger: quiet(this.logger),
          events: this.#events(),
          preset: { worker: { localQueue: { size: TAKEN_AHEAD }, completeJobBatchDelay: COMPLETE_TOGETHER_MS, failJobBatchDelay: 0 } },
        });
        await this.#runner.promise;
      } catch (error) {
        this.logger.warn('The job queue stopped', { error: String(error) });
      }
      this.#runner = undefined;
      if (!this.#isStopped) await sleep(RESTART_MS);
    }
  }

  /** Fails as a whole only when what failed in it cannot be written down. */
  #manyTaskOf(handler: EventHandler) {
    return async (payload: unknown, { job }: JobHelpers): Promise<void> => {
      const outcome = await workThrough(handler, payload as readonly EventJob[], () => !this.#isStopped);
      for (const { job: failed, error } of outcome.failed) this.#logFailure(handler.name, failed.id, job, error);
      await this.#standAlone.add(handler.name, outcome, job.attempts);
    };
  }

  #logFailure(handler: string, eventId: string | undefined, job: Pick<Job, 'attempts' | 'max_attempts'>, error: unknown): void {
    this.logger.warn('A job failed', {
      handler,
      event_id: eventId,
      tries: job.attempts,
      gives_up: job.attempts >= job.max_attempts,
      error: String(error),
    });
  }

  #events(): WorkerEvents {
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => {
      this.#workerId = workerPool.id;
      void this.#beat();
    });
    events.on('job:start', ({ job }) => this.#working.add(job.id));
    // What came of it may not be written down yet: until then it is still ours.
    events.on('job:complete', ({ job }) => void setTimeout(() => this.#working.delete(job.id), this.#silenceMs).unref());
    events.on('job:error', ({ job, error }) => {
      this.#logFailure(job.task_identifier, (job.payload as Partial<EventJob>).id, job, error);
    });
    return events;
  }

  async #beat(): Promise<void> {
    try {
      if (this.#workerId) {
        await this.#leases.renew(this.#workerId);
        await this.#leases.putBackLost(this.#workerId, [...this.#working]);
      }
      await this.#leases.takeOver();
    } catch (error) {
      if (!this.#isStopped) this.logger.warn('The job queue could not be looked after', { error: String(error) });
    }
  }
}
