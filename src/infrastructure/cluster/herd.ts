import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../application/shared/ports/logger.js';
import { asReport, type Duty, type Order, type Report } from './messages.js';
import { DUTY_SETTING } from './parent-line.js';

export interface HerdSettings {
  /** How many processes for each duty. */
  readonly sizes: Readonly<Record<Duty, number>>;
  /** Beside our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes one page of what several processes have counted. */
  readonly merge: (counts: readonly object[]) => Promise<string>;
}

/** A process of the herd opened: where it listens, and what is to be shown once. */
export interface Opening {
  readonly address: string | undefined;
  readonly notes: readonly string[];
}

/** A process ended before it was open. */
export class NeverOpened extends Error {}

interface Place {
  readonly duty: Duty;
  worker: Worker | undefined;
  /** How often in a row its process ended by itself soon after its start. */
  falls: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** Whoever lived that long did not die of its start. */
const GOOD_LIFE_MS = 10_000;
/** A process ends itself after 9.5 s at the latest. */
const LAST_CALL_MS = 9_800;
const COUNT_PATIENCE_MS = 1_500;

/**
 * The processes of one parent: as many as were asked for, whatever befalls them. One that ends by itself is replaced, after a pause
 * that doubles while its successors do not live long either. They share one port, and a connection goes to whoever takes it.
 */
export class Herd {
  readonly #places: readonly Place[];
  readonly #leaving = new Set<Worker>();
  readonly #counting = new Map<number, (worker: Worker, counts: object) => void>();
  #question = 0;
  #replaced = 0;
  #isStopping = false;
  #renewal: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: HerdSettings,
    private readonly logger: Logger,
  ) {
    const { requests, jobs } = settings.sizes;
    const place = (duty: Duty): Place => ({ duty, worker: undefined, falls: 0 });
    this.#places = [...Array.from({ length: requests }, () => place('requests')), ...Array.from({ length: jobs }, () => place('jobs'))];
  }

  /**
   * One alone at first: it fills a new shop, and what keeps it from opening is told once.
   * @throws NeverOpened, with nobody left running.
   */
  async start(): Promise<readonly Opening[]> {
    const [first, ...others] = this.#places;
    if (!first) return [];
    try {
      return [await this.#fill(first), ...(await Promise.all(others.map((place) => this.#fill(place))))];
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** One after the other: the new one is open before the old one is asked to leave. Asked again meanwhile, it is done again after that. */
  renew(): Promise<void> {
    this.#renewal = this.#renewal.then(async () => {
      for (const place of this.#places) {
        if (this.#isStopping) return;
        const old = place.worker;
        try {
          await this.#fill(place);
        } catch {
          this.logger.error('A new process did not open: the ones of before stay', { duty: place.duty });
          if (place.worker === undefined) void this.#replace(place, { code: null, signal: null });
          return;
        }
        if (old) await this.#dismiss(old);
      }
      this.logger.info('All processes are new');
    });
    return this.#renewal;
  }

  /** Asks all to leave at once, and ends those that do not. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(workers.map((worker) => this.#dismiss(worker)));
  }

  #fill(place: Place): Promise<Opening> {
    const worker = cluster.fork({ ...this.settings.env, [DUTY_SETTING]: place.duty });
    const started = Date.now();
    const before = place.worker;
    place.worker = worker;
    return new Promise((resolve, reject) => {
      let isOpen = false;
      worker.on('message', (message: unknown) => {
        const report = asReport(message);
        if (report?.portico === 'open') {
          isOpen = true;
          resolve(report);
        } else if (report) this.#hear(worker, report);
      });
      worker.once('exit', (code: number | null, signal: string | null) => {
        const wasAsked = this.#leaving.delete(worker);
        if (!isOpen) {
          if (place.worker === worker) place.worker = before?.isDead() ? undefined : before;
          reject(new NeverOpened(`A process for ${place.duty} ended before it was open`));
        } else if (!wasAsked && !this.#isStopping && place.worker === worker) {
          place.falls = Date.now() - started > GOOD_LIFE_MS ? 0 : place.falls + 1;
          void this.#replace(place, { code, signal });
        }
      });
    });
  }

  async #replace(place: Place, how: { readonly code: number | null; readonly signal: string | null }): Promise<void> {
    place.worker = undefined;
    for (;;) {
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** place.falls);
      this.logger.error('A process ended by itself', { duty: place.duty, ...how, next_in_ms: pause });
      await sleep(pause);
      if (this.#isStopping || place.worker) return;
      this.#replaced += 1;
      try {
        await this.#fill(place);
        return;
      } catch {
        place.falls += 1;
      }
    }
  }

  async #dismiss(worker: Worker): Promise<void> {
    if (worker.isDead()) return;
    this.#leaving.add(worker);
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#order(worker, { portico: 'leave' });
    const late = setTimeout(() => worker.process.kill('SIGKILL'), LAST_CALL_MS);
    await gone.finally(() => clearTimeout(late));
  }

  #order(worker: Worker, order: Order): void {
    if (worker.isConnected()) worker.send(order, () => undefined);
  }

  #hear(worker: Worker, report: Report): void {
    if (report.portico === 'count')
      void this.#count().then((text) => this.#order(worker, { portico: 'page', question: report.question, text }));
    if (report.portico === 'counted') this.#counting.get(report.question)?.(worker, report.counts);
  }

  /** Whoever does not answer in time is left out. */
  async #count(): Promise<string> {
    this.#question += 1;
    const question = this.#question;
    const asked = this.#places.flatMap(({ worker }) => (worker?.isConnected() ? [worker] : []));
    const answers = new Map<Worker, object>();
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, COUNT_PATIENCE_MS);
      this.#counting.set(question, (worker, counts) => {
        answers.set(worker, counts);
        if (answers.size < asked.length) return;
        clearTimeout(late);
        resolve();
      });
      for (const worker of asked) this.#order(worker, { portico: 'count', question });
    });
    this.#counting.delete(question);
    return `${await this.settings.merge([...answers.values()])}${this.#ownPage(asked.length)}`;
  }

  #ownPage(running: number): string {
    return [
      '# HELP portico_processes Processes under the parent',
      '# TYPE portico_processes gauge',
      `portico_processes ${running}`,
      '# HELP portico_processes_replaced_total Processes that ended by themselves and were replaced',
      '# TYPE portico_processes_replaced_total counter',
      `portico_processes_replaced_total ${this.#replaced}`,
      '',
    ].join('\n');
  }
}
