import { AggregateRoot } from '../shared/aggregate-root.js';
import type { DomainEvent } from '../shared/domain-event.js';
import type { LocationId } from '../shared/ids.js';
import { LocationInUse } from './inventory-errors.js';

export interface StockLocationState {
  readonly id: LocationId;
  /** Short, and unique in any case among those that are open. */
  readonly code: string;
  readonly name: string;
  /** Goods that are sold are taken from the lowest first. */
  readonly priority: number;
  readonly isClosed: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Absent stays as it is. */
export interface StockLocationChange {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly priority?: number | undefined;
}

export type StockLocationClosed = DomainEvent<'stock_location.closed', { readonly code: string }>;

/** Where goods lie: a stockroom, a shop, a shelf. One that is closed stays in the books for what once moved there. */
export class StockLocation extends AggregateRoot<StockLocationClosed> {
  #state: StockLocationState;

  private constructor(state: StockLocationState, version: number) {
    super(version);
    this.#state = state;
  }

  static open({ id, code, name, priority }: Pick<StockLocationState, 'id' | 'code' | 'name' | 'priority'>, at: Date): StockLocation {
    return new StockLocation({ id, code, name, priority, isClosed: false, createdAt: at, updatedAt: at }, 0);
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: StockLocationState, version: number): StockLocation {
    return new StockLocation(state, version);
  }

  get id(): LocationId {
    return this.#state.id;
  }

  revise({ code, name, priority }: StockLocationChange, at: Date): void {
    const { code: oldCode, name: oldName, priority: oldPriority } = this.#state;
    this.#state = { ...this.#state, code: code ?? oldCode, name: name ?? oldName, priority: priority ?? oldPriority, updatedAt: at };
  }

  /** @throws LocationInUse while something lies there, or when goods could lie nowhere else. */
  close({ onHand, isOnlyOne }: { readonly onHand: number; readonly isOnlyOne: boolean }, at: Date): void {
    if (onHand > 0 || isOnlyOne) throw new LocationInUse(onHand);
    this.#state = { ...this.#state, isClosed: true, updatedAt: at };
    this.record({ type: 'stock_location.closed', aggregateId: this.id, occurredAt: at, payload: { code: this.#state.code } });
  }

  toState(): StockLocationState {
    return this.#state;
  }
}
