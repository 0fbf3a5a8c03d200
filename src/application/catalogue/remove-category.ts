import type { CategoryId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CategoryRepository } from './ports/category-repository.js';

export interface RemoveCategoryInput extends ExpectedVersion {
  readonly categoryId: CategoryId;
  /** Where its products and categories go; null: it has to be empty. */
  readonly moveTo: CategoryId | null;
}

/** Takes a category out of the tree. Products are never deleted with it: they go where it is said, or it stays. */
export class RemoveCategory {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ categories: CategoryRepository }>,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CategoryNotFound @throws PreconditionFailed @throws StaleVersion
   * @throws CategoryInUse @throws UnknownCategory @throws CategoryCycle @throws CategoryNameTaken @throws CategoryTooDeep
   */
  async execute({ categoryId, moveTo, ...expected }: RemoveCategoryInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ categories }) => {
      const tree = await categories.treeForChange();
      const category = tree.of(categoryId);
      refuseStale('category', category.version, expected);
      const moved = tree.remove(categoryId, await categories.productsIn(categoryId), moveTo, this.clock.now());
      await Promise.all([
        ...moved.map((child) => categories.save(child)),
        ...(moveTo === null ? [] : [categories.arrange(tree.under(moveTo)), categories.moveProducts(categoryId, moveTo)]),
      ]);
      await categories.remove(category);
    }, claim);
  }
}
