import cluster from 'node:cluster';
import type { MetricsPage } from '../../application/shared/ports/metrics-page.js';
import { asOrder, type Duty, type Report } from './messages.js';

/** Set by the parent for the processes that it starts. */
export const DUTY_SETTING = 'PORTICO_DUTY';
export const EMBEDDED_SETTING = 'PORTICO_EMBEDDED_URL';

const PATIENCE_MS = 1_800;

/** What a page of numbers can be made of, and the numbers themselves. */
interface Counts extends MetricsPage {
  counts(): Promise<object>;
}

/** The line of one process to the parent that started it. */
export class ParentLine {
  readonly #questions = new Map<number, (text: string) => void>();
  #asked = 0;

  private constructor(
    readonly duty: Duty,
    /** Where the embedded database is that the parent looks after, if it does. */
    readonly embeddedUrl: string | undefined,
  ) {}

  /** Undefined in a process that nobody started for this. */
  static of(env: Readonly<Record<string, string | undefined>>): ParentLine | undefined {
    const duty = env[DUTY_SETTING];
    if (!cluster.isWorker || (duty !== 'requests' && duty !== 'jobs')) return undefined;
    return new ParentLine(duty, env[EMBEDDED_SETTING]);
  }

  tellOpen(address: string | undefined, notes: readonly string[]): void {
    this.#tell({ portico: 'open', address, notes });
  }

  /** @param leave is called when the parent asks for it, or is gone. */
  listen(leave: () => void, own: Counts): void {
    process.on('disconnect', leave);
    process.on('message', (message: unknown) => {
      const order = asOrder(message);
      if (order?.portico === 'leave') leave();
      if (order?.portico === 'count') void this.#count(order.question, own);
      if (order?.portico === 'page') this.#questions.get(order.question)?.(order.text);
    });
  }

  /** A page of all processes together; of this one alone when the parent is too slow. */
  page(own: MetricsPage): MetricsPage {
    return { contentType: own.contentType, text: async () => (await this.#askForAll()) ?? own.text() };
  }

  #askForAll(): Promise<string | undefined> {
    this.#asked += 1;
    const question = this.#asked;
    return new Promise<string | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
      this.#questions.set(question, (text) => {
        clearTimeout(timer);
        resolve(text);
      });
      this.#tell({ portico: 'count', question });
    }).finally(() => this.#questions.delete(question));
  }

  async #count(question: number, own: Counts): Promise<void> {
    this.#tell({ portico: 'counted', question, counts: await own.counts() });
  }

  #tell(report: Report): void {
    if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
  }
}
