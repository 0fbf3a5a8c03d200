import { AggregateRoot } from '../shared/aggregate-root.js';
import type { CategoryId } from '../shared/ids.js';
import type { CategoryEvent } from './category-events.js';

export interface CategoryState {
  readonly id: CategoryId;
  /** Null at the top. */
  readonly parentId: CategoryId | null;
  readonly name: string;
  /** Made from the first name; a new name keeps it, so that links stay alive. */
  readonly slug: string;
  readonly description: string | null;
  /** Its place among those beside it: they are shown in this order, equals and gaps do not matter. */
  readonly position: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type CategoryDraft = Pick<CategoryState, 'id' | 'parentId' | 'name' | 'slug' | 'description' | 'position'>;
export type CategoryChange = Partial<Pick<CategoryState, 'parentId' | 'name' | 'description' | 'position'>>;

/** One place in the tree. What it may be called and where it may be is judged by the tree, which sees the others. */
export class Category extends AggregateRoot<CategoryEvent> {
  #state: CategoryState;

  private constructor(state: CategoryState, version: number) {
    super(version);
    this.#state = state;
  }

  static create(draft: CategoryDraft, at: Date): Category {
    const category = new Category({ ...draft, createdAt: at, updatedAt: at }, 0);
    category.record({ type: 'category.created', aggregateId: draft.id, occurredAt: at, payload: category.#facts() });
    return category;
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: CategoryState, version: number): Category {
    return new Category(state, version);
  }

  get id(): CategoryId {
    return this.#state.id;
  }

  get parentId(): CategoryId | null {
    return this.#state.parentId;
  }

  get name(): string {
    return this.#state.name;
  }

  get slug(): string {
    return this.#state.slug;
  }

  get position(): number {
    return this.#state.position;
  }

  revise(change: CategoryChange, at: Date): void {
    this.#state = { ...this.#state, ...change, updatedAt: at };
    this.record({ type: 'category.revised', aggregateId: this.id, occurredAt: at, payload: this.#facts() });
  }

  /** Others have come or gone beside it. It is the same category, at the same version, and nobody is told. */
  stand(position: number): void {
    this.#state = { ...this.#state, position };
  }

  /** Says goodbye; the tree has made sure that nothing hangs on it. */
  leave(movedTo: CategoryId | null, at: Date): void {
    this.record({ type: 'category.removed', aggregateId: this.id, occurredAt: at, payload: { movedTo } });
  }

  toState(): CategoryState {
    return this.#state;
  }

  #facts() {
    const { name, slug, parentId } = this.#state;
    return { name, slug, parentId };
  }
}
