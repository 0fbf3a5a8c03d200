import type { Change, ChangeFeed } from '../../../application/shared/ports/change-feed.js';

/** A public answer as it goes out, byte for byte. */
export interface ReadyAnswer {
  /** The route that made it, as the API document writes it. */
  readonly route: string;
  readonly body: Buffer;
  readonly tag: string;
  /** All that it needs beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** What ends it: changes by their names, or by `<kind>:*` all of a kind. */
  readonly until: ReadonlySet<Change>;
  /** From then on it is wrong without any change. */
  readonly endsAt?: Date | undefined;
}

interface Kept {
  readonly key: string;
  readonly answer: ReadyAnswer;
  readonly keptAt: number;
  readonly weight: number;
  /** The ways in which it was asked for: the same question has many addresses. */
  readonly urls: string[];
}

/** What the database had been asked by then may be older than any change that is heard afterwards. */
type Ticket = number;

/** Whatever nobody tells of is seen after this: how often things sell, and what a process that was killed could not say any more. */
const KEPT_MS = 5_000;
const URLS_EACH = 4;
const REMEMBERED_CHANGES = 2_048;
const DOORS = 8_192;
/** A set, its places in the maps, and the objects around a body. */
const WEIGHT_OF_ENTRY = 1_000;
const WEIGHT_OF_CHANGE = 150;

const anyOf = (change: Change): Change => `${change.slice(0, change.indexOf(':') + 1)}*`;
const ends = (change: Change, until: ReadonlySet<Change>): boolean => until.has(change) || until.has(anyOf(change));

/**
 * Public answers, kept as bytes until something that they show changes. Nothing is kept that was read before a change and finished after
 * it; nothing is shown while changes of other processes may go unheard. What was asked for once is not kept: only what is asked for again.
 */
export class ReadyAnswers {
  /** What was used last comes last. */
  readonly #kept = new Map<string, Kept>();
  readonly #byUrl = new Map<string, Kept>();
  readonly #byChange = new Map<Change, Set<Kept>>();
  readonly #flights = new Map<string, Promise<ReadyAnswer | undefined>>();
  readonly #asked = new Set<string>();
  #changes: Change[] = [];
  /** How many changes came before the first of `#changes`. */
  #forgotten = 0;
  #weight = 0;

  /**
   * @param maxBytes 0: nothing is kept.
   * @param now milliseconds that only go forward.
   * @param today what the clock on the wall says.
   */
  constructor(
    private readonly feed: ChangeFeed,
    private readonly maxBytes: number,
    private readonly now: () => number = () => performance.now(),
    private readonly today: () => Date = () => new Date(),
  ) {
    feed.subscribe((changes) => this.#hear(changes));
  }

  /** The answer to this very address, if it is known. */
  find(url: string): ReadyAnswer | undefined {
    const kept = this.#byUrl.get(url);
    return kept && this.#use(kept);
  }

  /**
   * The answer to a question that this address asks: the kept one, the one that somebody else is just waiting for, or what `make` makes.
   * @returns undefined when `make` was called and turned out to have nothing for everybody.
   */
  async answer(url: string, key: string, make: () => Promise<ReadyAnswer | undefined>): Promise<ReadyAnswer | undefined> {
    const kept = this.#kept.get(key);
    const known = kept && this.#use(kept);
    if (kept && known) {
      this.#lead(url, kept);
      return known;
    }
    const begun = this.#flights.get(key);
    const joined = begun && (await begun.catch(() => undefined));
    return joined && this.#holds(joined) ? joined : this.#fly(url, key, make);
  }

  async #fly(url: string, key: string, make: () => Promise<ReadyAnswer | undefined>): Promise<ReadyAnswer | undefined> {
    const ticket = this.#forgotten + this.#changes.length;
    const flight = make();
    if (!this.#flights.has(key)) this.#flights.set(key, flight);
    try {
      const made = await flight;
      if (made) this.#keep(url, key, made, ticket);
      return made;
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
  }

  #use(kept: Kept): ReadyAnswer | undefined {
    if (!this.feed.isCurrent()) return undefined;
    if (this.now() - kept.keptAt > KEPT_MS || !this.#holds(kept.answer)) {
      this.#drop(kept);
      return undefined;
    }
    this.#kept.delete(kept.key);
    this.#kept.set(kept.key, kept);
    return kept.answer;
  }

  #holds({ endsAt }: ReadyAnswer): boolean {
    return endsAt === undefined || this.today() < endsAt;
  }

  #keep(url: string, key: string, answer: ReadyAnswer, ticket: Ticket): void {
    if (!this.#isAskedAgain(key) || !this.feed.isCurrent() || this.#hasEnded(answer, ticket)) return;
    const weight = answer.body.length + WEIGHT_OF_ENTRY + answer.until.size * WEIGHT_OF_CHANGE;
    if (weight > this.maxBytes) return;
    const known = this.#kept.get(key);
    if (known) this.#drop(known);
    const kept: Kept = { key, answer, keptAt: this.now(), weight, urls: [] };
    this.#kept.set(key, kept);
    this.#lead(url, kept);
    for (const change of answer.until) {
      const ended = this.#byChange.get(change) ?? new Set();
      this.#byChange.set(change, ended.add(kept));
    }
    this.#weight += weight;
    while (this.#weight > this.maxBytes) {
      const [oldest] = this.#kept.values();
      if (!oldest) break;
      this.#drop(oldest);
    }
  }

  #isAskedAgain(key: string): boolean {
    if (this.#asked.has(key)) return true;
    if (this.#asked.size >= DOORS) this.#asked.clear();
    this.#asked.add(key);
    return false;
  }

  #hasEnded({ until }: ReadyAnswer, ticket: Ticket): boolean {
    if (ticket < this.#forgotten) return true;
    return this.#changes.slice(ticket - this.#forgotten).some((change) => ends(change, until));
  }

  #lead(url: string, kept: Kept): void {
    if (kept.urls.length >= URLS_EACH || this.#byUrl.has(url)) return;
    kept.urls.push(url);
    this.#byUrl.set(url, kept);
  }

  #hear(changes: Iterable<Change> | 'anything'): void {
    this.#flights.clear(); // whoever asks from now on has to see what has just changed
    if (changes === 'anything') {
      this.#forgotten += this.#changes.length + 1;
      this.#changes = [];
      for (const kept of [...this.#kept.values()]) this.#drop(kept);
      return;
    }
    for (const change of changes) {
      this.#changes.push(change);
      for (const name of [change, anyOf(change)]) for (const kept of [...(this.#byChange.get(name) ?? [])]) this.#drop(kept);
    }
    if (this.#changes.length > 2 * REMEMBERED_CHANGES) {
      this.#forgotten += this.#changes.length - REMEMBERED_CHANGES;
      this.#changes = this.#changes.slice(-REMEMBERED_CHANGES);
    }
  }

  #drop(kept: Kept): void {
    if (this.#kept.get(kept.key) !== kept) return;
    this.#kept.delete(kept.key);
    this.#weight -= kept.weight;
    for (const url of kept.urls) this.#byUrl.delete(url);
    for (const change of kept.answer.until) {
      const ended = this.#byChange.get(change);
      ended?.delete(kept);
      if (ended?.size === 0) this.#byChange.delete(change);
    }
  }
}
