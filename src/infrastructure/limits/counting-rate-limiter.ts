import type { Clock } from '../../application/shared/ports/clock.js';
import type { Allowance, RateLimiter } from '../../application/shared/ports/rate-limiter.js';
import type { CountStore } from './count-store.js';
import { networkOf } from './network-of.js';
import type { Quota, Quotas } from './rate-quotas.js';

/** So many keys are remembered; of more, those whose windows began longest ago are forgotten. */
const MAX_KEYS = 100_000;
/** Others are told of a key once this part of its quota was taken here: who takes less than that is never written anywhere. */
const SHARE_TOLD = 50;
const GATHER_MS = 50;
const MOST_AT_ONCE = 500;

interface Window {
  readonly rule: string;
  endsAt: number;
  /** What all processes had taken when they were last asked. */
  known: number;
  /** Taken here since, and told to nobody. */
  untold: number;
  /** Being told. */
  onTheWay: number;
}

const takenIn = ({ known, untold, onTheWay }: Window): number => known + untold + onTheWay;

/**
 * Counts in the memory of this process, in windows that begin with the first request. With a store the sums are shared: exact quotas at
 * once, the others gathered, and only those of callers who take a noticeable part of what they may. Whoever has used up a window is
 * refused from memory. Without the store's answer (it throws) this process goes on with what it knows.
 */
export class CountingRateLimiter implements RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #due = new Set<string>();
  #isGathering = false;

  constructor(
    private readonly quotas: Quotas,
    private readonly clock: Clock,
    private readonly store: CountStore | undefined,
  ) {}

  async take(rule: string, key: string): Promise<Allowance> {
    const quota = this.quotas[rule];
    if (!quota) throw new Error(`Nobody has said how often ${rule} may happen`);
    const now = this.clock.now().getTime();
    const id = `${rule}:${networkOf(key)}`;
    const window = this.#current(id, rule, quota, now);
    if (takenIn(window) >= quota.points) return answer(quota, window, now, false);
    window.untold += 1;
    if (!this.store) return answer(quota, window, now, true);
    if (quota.isExact) {
      const place = await this.#tell([id]);
      return answer(quota, window, now, (place ?? takenIn(window)) <= quota.points);
    }
    if (window.untold >= Math.max(1, Math.floor(quota.points / SHARE_TOLD))) this.#tellSoon(id);
    return answer(quota, window, now, true);
  }

  #current(id: string, rule: string, { seconds }: Quota, now: number): Window {
    const known = this.#windows.get(id);
    if (known && known.endsAt > now) return known;
    const fresh = { rule, endsAt: now + seconds * 1000, known: 0, untold: 0, onTheWay: 0 };
    this.#windows.delete(id);
    this.#windows.set(id, fresh);
    this.#forgetTwoOfTheOldest(now);
    return fresh;
  }

  /** Each new one takes two that are over with it, so that there are never many more than there are callers in a minute. */
  #forgetTwoOfTheOldest(now: number): void {
    let looked = 0;
    for (const [id, { endsAt }] of this.#windows) {
      if (looked === 2 || (endsAt > now && this.#windows.size <= MAX_KEYS)) return;
      this.#windows.delete(id);
      looked += 1;
    }
  }

  #tellSoon(id: string): void {
    this.#due.add(id);
    if (this.#isGathering) return;
    this.#isGathering = true;
    setTimeout(() => void this.#tellAllDue(), GATHER_MS).unref();
  }

  async #tellAllDue(): Promise<void> {
    const due = [...this.#due];
    this.#due.clear();
    for (let from = 0; from < due.length; from += MOST_AT_ONCE) await this.#tell(due.slice(from, from + MOST_AT_ONCE));
    this.#isGathering = false;
    const [late] = this.#due;
    if (late !== undefined) this.#tellSoon(late);
  }

  /** @returns what there is then of the first of them, if the store answered. */
  async #tell(ids: readonly string[]): Promise<number | undefined> {
    const told = ids.flatMap((id) => {
      const window = this.#windows.get(id);
      if (!window || window.untold === 0) return [];
      const points = window.untold;
      window.untold = 0;
      window.onTheWay += points;
      return [{ id, window, points }];
    });
    if (told.length === 0) return undefined;
    const counts = await this.store
      ?.add(told.map(({ id, window, points }) => ({ key: id, points, windowMs: this.#lengthOf(window) })))
      .catch(() => undefined);
    const now = this.clock.now().getTime();
    told.forEach(({ window, points }, index) => {
      window.onTheWay -= points;
      const count = counts?.[index];
      if (!count) {
        window.untold += points;
        return;
      }
      // Answers may overtake each other; within a window the sum only grows.
      window.known = Math.max(window.known, count.points);
      window.endsAt = now + count.msLeft;
    });
    return counts?.[0]?.points;
  }

  #lengthOf({ rule }: Window): number {
    return (this.quotas[rule]?.seconds ?? 0) * 1000;
  }
}

function answer({ points, seconds }: Quota, window: Window, now: number, allowed: boolean): Allowance {
  return {
    allowed,
    limit: points,
    seconds,
    remaining: Math.max(0, points - takenIn(window)),
    resetIn: Math.max(1, Math.ceil((window.endsAt - now) / 1000)),
  };
}
