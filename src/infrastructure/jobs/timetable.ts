import type { Logger } from '../../application/shared/ports/logger.js';

/** Something that is done again and again, on every worker: it must be safe to do twice at once. */
export interface Duty {
  readonly name: string;
  readonly everySeconds: number;
  run(): Promise<unknown>;
}

/** A little early or late, so that workers that were started together do not always meet. */
const JITTER = 0.1;

/**
 * Runs each duty in its own rhythm, the first time soon after the start; one that is still running is not started again, and one that
 * fails is logged and gets its next turn. Not the job library's cron, which knows only whole minutes and keeps what failed as a job.
 */
export class Timetable {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(
    private readonly duties: readonly Duty[],
    private readonly logger: Logger,
    private readonly ended: (duty: string, outcome: 'done' | 'failed') => void = () => {},
  ) {}

  start(): void {
    for (const duty of this.duties) this.#next(duty, Math.random());
  }

  /** Starts nothing more, and lets what runs end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#running);
  }

  #next(duty: Duty, seconds: number): void {
    if (this.#isStopped) return;
    const turn = (): void => {
      const run = this.#run(duty).finally(() => {
        this.#running.delete(run);
        this.#next(duty, duty.everySeconds * (1 + (Math.random() - 0.5) * JITTER));
      });
      this.#running.add(run);
    };
    this.#timers.set(duty.name, setTimeout(turn, seconds * 1_000));
  }

  async #run(duty: Duty): Promise<void> {
    try {
      await duty.run();
      this.ended(duty.name, 'done');
    } catch (error) {
      this.ended(duty.name, 'failed');
      this.logger.error('A duty failed', { duty: duty.name, error: String(error) });
    }
  }
}
