import type { Pressure } from '../../../application/shared/ports/pressure.js';
import type { RouteClass } from './route-class.js';

/** Where a process begins to refuse what can wait. */
export interface SheddingLimits {
  /** Requests that are being answered. */
  readonly inFlight: number;
  /** How late the process is, and how long somebody has waited for the database. */
  readonly lagMs: number;
}

export interface Strain {
  readonly inFlight: number;
  readonly lagMs: number;
  readonly databaseWaitMs: number;
}

/**
 * How many times the limit each class bears. Whoever only looks gives way first, then whoever fills a cart. A purchase and what a bank
 * has to say stop at nothing but a number of requests at which the memory of the process is at stake; they are never refused for being slow.
 */
const BEARS: Readonly<Record<RouteClass, { readonly inFlight: number; readonly waiting: number }>> = {
  health: { inFlight: Infinity, waiting: Infinity },
  media: { inFlight: 1, waiting: 1 },
  public: { inFlight: 1, waiting: 1 },
  uploads: { inFlight: 1, waiting: 1 },
  personal: { inFlight: 2, waiting: 3 },
  money: { inFlight: 8, waiting: Infinity },
  webhooks: { inFlight: 8, waiting: Infinity },
};

/** Whether a request of this class is refused, so that more important ones are answered. */
export function isShed(routeClass: RouteClass, { inFlight, lagMs, databaseWaitMs }: Strain, limits: SheddingLimits): boolean {
  const bears = BEARS[routeClass];
  return inFlight >= bears.inFlight * limits.inFlight || Math.max(lagMs, databaseWaitMs) >= bears.waiting * limits.lagMs;
}

/** Counts what is being answered, and says what has to be refused. */
export class LoadShedder {
  #inFlight = 0;

  constructor(
    private readonly pressure: Pressure,
    private readonly limits: SheddingLimits,
  ) {}

  refuses(routeClass: RouteClass): boolean {
    const strain = { inFlight: this.#inFlight, lagMs: this.pressure.lagMs(), databaseWaitMs: this.pressure.databaseWaitMs() };
    return isShed(routeClass, strain, this.limits);
  }

  /** What is still being sent to us, or taken by a slow client, is not counted: nobody shall make us busy by dawdling. */
  async whileAnswering<Answer>(work: () => Promise<Answer> | Answer): Promise<Answer> {
    this.#inFlight += 1;
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
    }
  }
}
