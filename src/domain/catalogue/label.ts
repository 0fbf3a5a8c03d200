import { AggregateRoot } from '../shared/aggregate-root.js';
import type { DomainEvent } from '../shared/domain-event.js';
import type { BrandId, TagId } from '../shared/ids.js';
import { shelfName } from './shelf-name.js';
import type { TagRule } from './tag-rule.js';

/** What products are labelled with: who made them (one brand at most), and words to find them by (any number of tags). */
export type LabelKind = 'brand' | 'tag';

export interface LabelState {
  readonly id: BrandId | TagId;
  readonly kind: LabelKind;
  readonly name: string;
  /** Made from the first name; a new name keeps it, so that links stay alive. */
  readonly slug: string;
  /** Brands alone have one. */
  readonly description: string | null;
  /** Of a tag that is put on products and taken off them by itself; null: people do so. It never changes. */
  readonly rule: TagRule | null;
}

/** Absent stays as it is. */
export interface LabelChange {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
}

export type LabelRevised = DomainEvent<`${LabelKind}.revised`, { readonly name: string; readonly slug: string }>;
/** `movedTo` is what its products carry instead; null: nothing. */
export type LabelRemoved = DomainEvent<`${LabelKind}.removed`, { readonly movedTo: string | null }>;

/** A brand or a tag. Names are unique among their kind in any case, which only the storage sees. */
export class Label extends AggregateRoot<LabelRevised | LabelRemoved> {
  #state: LabelState;

  private constructor(state: LabelState, version: number) {
    super(version);
    this.#state = state;
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: LabelState, version: number): Label {
    return new Label(state, version);
  }

  get id(): BrandId | TagId {
    return this.#state.id;
  }

  get kind(): LabelKind {
    return this.#state.kind;
  }

  get name(): string {
    return this.#state.name;
  }

  get rule(): TagRule | null {
    return this.#state.rule;
  }

  /** @throws InvalidShelfName */
  revise({ name, description }: LabelChange, at: Date): void {
    this.#state = {
      ...this.#state,
      ...(name === undefined ? {} : { name: shelfName(name) }),
      ...(description === undefined ? {} : { description }),
    };
    const payload = { name: this.#state.name, slug: this.#state.slug };
    this.record({ type: `${this.kind}.revised`, aggregateId: this.id, occurredAt: at, payload });
  }

  /** Says goodbye; whoever asks has seen to its products. */
  leave(movedTo: string | null, at: Date): void {
    this.record({ type: `${this.kind}.removed`, aggregateId: this.id, occurredAt: at, payload: { movedTo } });
  }

  toState(): LabelState {
    return this.#state;
  }
}
