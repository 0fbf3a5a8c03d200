import type { Change, ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import type { Sql } from './sql.js';

/** What the triggers of the catalogue say on it at their commit, and what `ChangeSignals` says. */
const CHANGES_CHANNEL = 'portico_changes';

const SAY = {
  name: 'changes.say',
  text: `select pg_notify('${CHANGES_CHANNEL}', message) from unnest($1::text[]) as message`,
};
/** Sales come in crowds: what sold several times in this while is said once. */
const GATHER_MS = 20;
const AGAIN_MS = 250;
/** A message may have 8,000 bytes. */
const CHANGES_A_MESSAGE = 150;
const SEPARATOR = ' ';

/** Hears what other processes say. */
interface Ear {
  on(channel: string, heard: (message: string) => void): void;
  onGap(missed: () => void): void;
  isCurrent(): boolean;
}

/** A quicker way to the other processes, on which nothing depends. */
interface Shouts {
  onHeard(heard: (changes: readonly Change[]) => void): void;
  shout(changes: Iterable<Change>): void;
}

/**
 * The changes of this process, told at once to whoever keeps something here, and to the other processes a moment after the commit:
 * a NOTIFY inside every checkout would make all commits of the database queue. What must not be lost when a process dies in that moment
 * is said by triggers, inside the transaction.
 */
export class ChangeSignals implements ChangeFeed {
  readonly #listeners: ((changes: Iterable<Change> | 'anything') => void)[] = [];
  #unsaid = new Set<Change>();

  constructor(
    private readonly ear: Ear,
    private readonly sql: Sql,
    private readonly shouts?: Shouts,
  ) {
    shouts?.onHeard((changes) => this.#tell(changes));
    ear.on(CHANGES_CHANNEL, (message) => this.#tell(message.split(SEPARATOR)));
    ear.onGap(() => this.#tell('anything'));
  }

  subscribe(heard: (changes: Iterable<Change> | 'anything') => void): void {
    this.#listeners.push(heard);
  }

  isCurrent(): boolean {
    return this.ear.isCurrent();
  }

  /** What this process has committed, or may have: call it before the answer is sent. */
  announce = (changes: ReadonlySet<Change>): void => {
    if (changes.size === 0) return;
    this.#tell(changes);
    this.shouts?.shout(changes);
    this.#sayLater(changes, GATHER_MS);
  };

  #tell(changes: Iterable<Change> | 'anything'): void {
    for (const heard of this.#listeners) heard(changes);
  }

  #sayLater(changes: Iterable<Change>, delay: number): void {
    if (this.#unsaid.size === 0) setTimeout(() => void this.#say(), delay).unref();
    for (const change of changes) this.#unsaid.add(change);
  }

  async #say(): Promise<void> {
    const unsaid = [...this.#unsaid];
    this.#unsaid = new Set();
    const messages: string[] = [];
    for (let from = 0; from < unsaid.length; from += CHANGES_A_MESSAGE)
      messages.push(unsaid.slice(from, from + CHANGES_A_MESSAGE).join(SEPARATOR));
    try {
      await this.sql.query(SAY, [messages]);
    } catch {
      this.#sayLater(unsaid, AGAIN_MS);
    }
  }
}
