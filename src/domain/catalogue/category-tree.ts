import type { CategoryId } from '../shared/ids.js';
import { freeSlug, slugOf } from '../shared/slug.js';
import { CategoryCycle, CategoryInUse, CategoryNameTaken, CategoryNotFound, CategoryTooDeep, UnknownCategory } from './category-errors.js';
import { Category, type CategoryChange, type CategoryDraft } from './category.js';
import { shelfName } from './shelf-name.js';

const MAX_DEPTH = 10;

/** `position` is counted from 0 among those beside it; left out: behind them. */
type NewCategory = Omit<CategoryDraft, 'slug' | 'position'> & { readonly position?: number | undefined };

/**
 * All the categories of the shop, and the rules that need to see more than one: siblings differ in their names (in any case), nothing is
 * under itself, slugs are unique, and nothing that is in use goes.
 */
export class CategoryTree {
  readonly #categories: Map<CategoryId, Category>;

  constructor(categories: readonly Category[]) {
    this.#categories = new Map(categories.map((category) => [category.id, category]));
  }

  /** @throws CategoryNotFound */
  of(categoryId: CategoryId): Category {
    const category = this.#categories.get(categoryId);
    if (!category) throw new CategoryNotFound();
    return category;
  }

  /** @throws InvalidShelfName @throws UnknownCategory @throws CategoryNameTaken @throws CategoryTooDeep */
  add({ id, parentId, name: given, description, position }: NewCategory, at: Date): Category {
    const name = shelfName(given);
    this.#refusePlace(id, parentId);
    this.#refuseName(id, name, parentId);
    const taken = new Set([...this.#categories.values()].map(({ slug }) => slug));
    const slug = freeSlug(slugOf(name, id), (candidate) => !taken.has(candidate));
    const place = this.#placeAmong(this.under(parentId), position);
    const category = Category.create({ id, parentId, name, slug, description, position: place }, at);
    this.#categories.set(id, category);
    return category;
  }

  /**
   * Another name, description or place; what is not given stays.
   * @throws CategoryNotFound @throws InvalidShelfName @throws UnknownCategory @throws CategoryCycle @throws CategoryNameTaken
   * @throws CategoryTooDeep
   */
  revise(categoryId: CategoryId, { name: given, position, ...change }: CategoryChange, at: Date): Category {
    const category = this.of(categoryId);
    const name = given === undefined ? category.name : shelfName(given);
    const parentId = change.parentId === undefined ? category.parentId : change.parentId;
    const isElsewhere = parentId !== category.parentId;
    if (isElsewhere) this.#refusePlace(categoryId, parentId);
    this.#refuseName(categoryId, name, parentId);
    const others = this.under(parentId).filter((other) => other !== category);
    const place = isElsewhere || position !== undefined ? { position: this.#placeAmong(others, position) } : {};
    category.revise({ ...change, ...place, name }, at);
    return category;
  }

  /**
   * Takes the category out. What is under it goes to `moveTo`, as its products do.
   * @param products how many there are in it, published or not
   * @returns the categories that moved
   * @throws CategoryNotFound @throws CategoryInUse @throws UnknownCategory @throws CategoryCycle @throws CategoryNameTaken
   * @throws CategoryTooDeep
   */
  remove(categoryId: CategoryId, products: number, moveTo: CategoryId | null, at: Date): readonly Category[] {
    const category = this.of(categoryId);
    const children = this.under(categoryId);
    if (moveTo === null && products + children.length > 0) throw new CategoryInUse(products, children.length);
    if (moveTo !== null) this.#refusePlace(categoryId, moveTo, 'move_to');
    for (const child of children) {
      this.#refuseName(child.id, child.name, moveTo);
      child.revise({ parentId: moveTo, position: this.#placeAmong(this.under(moveTo)) }, at);
    }
    this.#categories.delete(categoryId);
    category.leave(moveTo, at);
    return children;
  }

  /** What is right under it, in the order in which it is shown; null: what is at the top. */
  under(parentId: CategoryId | null): readonly Category[] {
    const children = [...this.#categories.values()].filter((category) => category.parentId === parentId);
    return children.sort((left, right) => left.position - right.position || (left.id < right.id ? -1 : 1));
  }

  /**
   * Makes room: those behind the place move on by one, which is no news of theirs.
   * @param wanted counted from 0; left out, or more than there are: behind all.
   */
  #placeAmong(others: readonly Category[], wanted = others.length): number {
    for (const [place, other] of others.entries()) other.stand(place < wanted ? place : place + 1);
    return Math.min(wanted, others.length);
  }

  #refuseName(categoryId: CategoryId, name: string, parentId: CategoryId | null): void {
    const isTaken = this.under(parentId).some((other) => other.id !== categoryId && other.name.toLowerCase() === name.toLowerCase());
    if (isTaken) throw new CategoryNameTaken(name);
  }

  /** The parent has to be there, not be the category itself or under it, and leave room for what hangs on the category. */
  #refusePlace(categoryId: CategoryId, parentId: CategoryId | null, path: 'parent_id' | 'move_to' = 'parent_id'): void {
    if (parentId !== null && !this.#categories.has(parentId)) throw new UnknownCategory(path);
    let depth = 0;
    for (let above: CategoryId | null = parentId; above !== null; above = this.#categories.get(above)?.parentId ?? null) {
      if (above === categoryId) throw new CategoryCycle();
      depth += 1;
    }
    if (depth + this.#heightOf(categoryId) > MAX_DEPTH) throw new CategoryTooDeep(MAX_DEPTH);
  }

  /** Levels from this category down, itself included. */
  #heightOf(categoryId: CategoryId): number {
    return 1 + Math.max(0, ...this.under(categoryId).map(({ id }) => this.#heightOf(id)));
  }
}
