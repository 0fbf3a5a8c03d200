import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import type { Clock } from '../../../src/application/shared/ports/clock.js';
import type { RequestClaim } from '../../../src/application/shared/ports/request-log.js';
import type { UnitOfWork } from '../../../src/application/shared/ports/unit-of-work.js';
import { workOnce } from '../../../src/application/shared/work-once.js';
import type { DomainEvent } from '../../../src/domain/shared/domain-event.js';
import { InMemoryRequestLog } from './in-memory-request-log.js';

/** Named maps of immutable rows, and the events: all that a unit of work may change. */
export interface MemoryTransaction {
  /** The rows of a table, made on first use. */
  rows<Value>(table: string): Map<string, Value>;
  readonly outbox: DomainEvent[];
}

const MAX_ATTEMPTS = 3;

/**
 * What KnexUnitOfWork is, in memory: one transaction at a time on a copy of the tables, which replaces them when `work` succeeds.
 * `repositoriesIn` binds the repositories to the transaction: `new InMemoryUnitOfWork((trx) => ({ orders: new InMemoryOrderRepository(trx) }))`.
 */
export class InMemoryUnitOfWork<Scope> implements UnitOfWork<Scope> {
  #tables = new Map<string, Map<string, unknown>>();
  #events: DomainEvent[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;

  /** @param clock by which claims grow old. */
  constructor(
    private readonly repositoriesIn: (transaction: MemoryTransaction) => Scope,
    private readonly clock?: Clock,
  ) {}

  /** True while some `work` is running: for the spies that prove nobody is called inside. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** The types of all committed events, in order. */
  get published(): readonly string[] {
    return this.#events.map(({ type }) => type);
  }

  get events(): readonly DomainEvent[] {
    return this.#events;
  }

  async run<Result>(work: (scope: Scope) => Promise<Result>, claim?: RequestClaim): Promise<Result> {
    const turn = this.#last.then(() => this.#attempt(work, claim));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Reads outside a unit of work, as query adapters do. */
  read<Result>(reading: (transaction: MemoryTransaction) => Result): Result {
    return reading(this.#copy().transaction);
  }

  async #attempt<Result>(work: (scope: Scope) => Promise<Result>, claim: RequestClaim | undefined): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      const { tables, transaction } = this.#copy();
      this.#open += 1;
      try {
        const scope = this.repositoriesIn(transaction);
        const once = claim && (await workOnce(new InMemoryRequestLog(transaction, this.clock), claim, () => work(scope)));
        const result = once ? once.result : await work(scope);
        this.#tables = tables;
        this.#events = transaction.outbox;
        claim?.told?.(once?.fate ?? 'done');
        return result;
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !(error instanceof ConcurrencyConflict)) throw error;
      } finally {
        this.#open -= 1;
      }
    }
  }

  #copy(): { tables: Map<string, Map<string, unknown>>; transaction: MemoryTransaction } {
    const tables = new Map([...this.#tables].map(([name, rows]) => [name, new Map(rows)]));
    const rows = <Value>(table: string): Map<string, Value> => {
      const known = tables.get(table) ?? new Map<string, unknown>();
      tables.set(table, known);
      return known as Map<string, Value>;
    };
    return { tables, transaction: { rows, outbox: [...this.#events] } };
  }
}
