import type { CategoryId } from '../../../domain/shared/ids.js';

/** The tree that products are sorted into. */
export interface CategoryRepository {
  /** Which of these there are. They cannot go before the unit of work ends. */
  known(ids: readonly CategoryId[]): Promise<ReadonlySet<CategoryId>>;
}
