import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { Change, ChangeFeed } from '../../../application/shared/ports/change-feed.js';

/** About 3 kB each. */
const MOST = 4_000;
/** Whatever nobody tells of is seen after this, as with whole answers. */
const KEPT_MS = 5_000;

interface Kept {
  readonly view: ProductView;
  readonly keptAt: number;
}

const changesOf = ({ id, variants }: ProductView): readonly Change[] => [
  `product:${id}`,
  ...variants.map((variant) => `stock:${variant.id}`),
];

const holds = ({ pricesHoldUntil }: ProductView, today: Date): boolean => pricesHoldUntil === undefined || today < pricesHoldUntil;

/**
 * What is shown of the products that were shown last, so that a page of which only the order is new need not gather them again. A view is
 * thrown away when its product changes or a piece of it is sold; one that was being read just then is not kept. The same view is the same
 * object, so whoever makes something of it may keep that with it.
 */
export class KeptProductViews {
  /** Those that were read first come first. */
  readonly #kept = new Map<string, Kept>();
  readonly #productOf = new Map<Change, string>();
  /** What was heard while it was read, for each reading that is not done. */
  readonly #readings = new Set<Set<Change>>();

  /**
   * @param read in any order; those that are not there are left out.
   * @param now milliseconds that only go forward.
   * @param today what the clock on the wall says: a scheduled price begins and ends by it.
   */
  constructor(
    private readonly feed: ChangeFeed,
    private readonly read: (ids: readonly string[]) => Promise<readonly ProductView[]>,
    private readonly now: () => number = () => performance.now(),
    private readonly today: () => Date = () => new Date(),
  ) {
    feed.subscribe((changes) => this.#hear(changes));
  }

  /** In the order of the ids; those that are gone are left out. */
  async of(ids: readonly string[]): Promise<readonly ProductView[]> {
    const found = new Map<string, ProductView>();
    const oldest = this.feed.isCurrent() ? this.now() - KEPT_MS : Infinity;
    const today = this.today();
    for (const id of ids) {
      const kept = this.#kept.get(id);
      if (kept && kept.keptAt >= oldest && holds(kept.view, today)) found.set(id, kept.view);
    }
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length > 0) for (const view of await this.#fetch(missing)) found.set(view.id, view);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async #fetch(ids: readonly string[]): Promise<readonly ProductView[]> {
    const heard = new Set<Change>();
    this.#readings.add(heard);
    const keptAt = this.now();
    try {
      const views = await this.read(ids);
      if (this.feed.isCurrent() && !heard.has('anything') && !heard.has('shelves'))
        for (const view of views) if (!changesOf(view).some((change) => heard.has(change))) this.#keep({ view, keptAt });
      return views;
    } finally {
      this.#readings.delete(heard);
    }
  }

  #keep(kept: Kept): void {
    const { id } = kept.view;
    this.#drop(id);
    this.#kept.set(id, kept);
    for (const change of changesOf(kept.view)) this.#productOf.set(change, id);
    const [first] = this.#kept.keys();
    if (this.#kept.size > MOST && first !== undefined) this.#drop(first);
  }

  #hear(changes: Iterable<Change> | 'anything'): void {
    const heard = changes === 'anything' ? ['anything'] : [...changes];
    for (const reading of this.#readings) for (const change of heard) reading.add(change);
    for (const change of heard) {
      if (change === 'anything' || change === 'shelves') {
        this.#kept.clear();
        this.#productOf.clear();
      } else this.#drop(this.#productOf.get(change));
    }
  }

  #drop(id: string | undefined): void {
    const kept = id === undefined ? undefined : this.#kept.get(id);
    if (id === undefined || kept === undefined) return;
    this.#kept.delete(id);
    for (const change of changesOf(kept.view)) this.#productOf.delete(change);
  }
}
