import type { CategoryId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CategoryRepository } from './ports/category-repository.js';

/** Absent stays as it is. */
export interface ReviseCategoryInput extends ExpectedVersion {
  readonly categoryId: CategoryId;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** Null: to the top. */
  readonly parentId?: CategoryId | null | undefined;
  /** Counted from 0 among those beside it; more than there are: behind them. */
  readonly position?: number | undefined;
}

/** Gives a category another name, description or place; what hangs on it comes along. */
export class ReviseCategory {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ categories: CategoryRepository }>,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CategoryNotFound @throws PreconditionFailed @throws StaleVersion
   * @throws InvalidShelfName @throws UnknownCategory @throws CategoryCycle @throws CategoryNameTaken @throws CategoryTooDeep
   */
  async execute(
    { categoryId, name, description, parentId, position, ...expected }: ReviseCategoryInput,
    claim?: RequestClaim,
  ): Promise<void> {
    await this.unitOfWork.run(async ({ categories }) => {
      const tree = await categories.treeForChange();
      refuseStale('category', tree.of(categoryId).version, expected);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(parentId === undefined ? {} : { parentId }),
        ...(position === undefined ? {} : { position }),
      };
      const category = tree.revise(categoryId, change, this.clock.now());
      await Promise.all([categories.save(category), categories.arrange(tree.under(category.parentId))]);
    }, claim);
  }
}
