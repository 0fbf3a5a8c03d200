import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import type { DomainEvent } from '../../../src/domain/shared/domain-event.js';

export interface Row<State> {
  readonly state: State;
  readonly version: number;
}

export interface Aggregate<State> {
  readonly id: string;
  readonly version: number;
  toState(): State;
  pullEvents(): readonly DomainEvent[];
}

/** Keeps states, never instances, so a forgotten save() is as fatal here as it is in PostgreSQL. */
export class Table<State, Kind extends Aggregate<State>> {
  constructor(
    private readonly name: string,
    private readonly rows: Map<string, Row<State>>,
    private readonly outbox: DomainEvent[],
    private readonly reconstitute: (state: State, version: number) => Kind,
  ) {}

  find(id: string): Kind | undefined {
    const row = this.rows.get(id);
    return row && this.reconstitute(structuredCloneOf(row.state), row.version);
  }

  /** The first whose state is wanted, in the order of saving. */
  findWhere(wanted: (state: State) => boolean): Kind | undefined {
    return this.filter(wanted)[0];
  }

  filter(wanted: (state: State) => boolean): Kind[] {
    return [...this.rows.values()]
      .filter(({ state }) => wanted(state))
      .map((row) => this.reconstitute(structuredCloneOf(row.state), row.version));
  }

  save(aggregate: Kind): void {
    const stored = this.rows.get(aggregate.id)?.version ?? 0;
    if (stored !== aggregate.version) throw new ConcurrencyConflict(this.name, aggregate.id);
    this.rows.set(aggregate.id, { state: aggregate.toState(), version: stored + 1 });
    this.outbox.push(...aggregate.pullEvents());
  }

  delete(id: string): boolean {
    return this.rows.delete(id);
  }
}

/** States are immutable records; value objects in them keep their class, so a shallow copy is enough to catch sharing. */
const structuredCloneOf = <State>(state: State): State => (typeof state === 'object' && state !== null ? { ...state } : state);
