import type { CategoryTree } from '../../../domain/catalogue/category-tree.js';
import type { Category } from '../../../domain/catalogue/category.js';
import type { CategoryId } from '../../../domain/shared/ids.js';

/** The tree that products are sorted into. */
export interface CategoryRepository {
  /** Which of these there are. They cannot go before the unit of work ends. */
  known(ids: readonly CategoryId[]): Promise<ReadonlySet<CategoryId>>;

  /** The whole tree; whoever else wants to change it waits until the unit of work ends. */
  treeForChange(): Promise<CategoryTree>;

  /** Inserts or updates, and stores its events with it. @throws ConcurrencyConflict when the stored version is not the loaded one. */
  save(category: Category): Promise<void>;

  /** These stand in this order from now on; that is no change of theirs, and their versions stay. */
  arrange(categories: readonly Category[]): Promise<void>;

  /** How many products are in it, whatever their status. None comes in before the unit of work ends. */
  productsIn(categoryId: CategoryId): Promise<number>;

  /** Products that are in `from` are in `to` instead; who is in both is in `to` once. */
  moveProducts(from: CategoryId, to: CategoryId): Promise<void>;

  /** Takes it out, and stores its events; nothing may hang on it. */
  remove(category: Category): Promise<void>;
}
