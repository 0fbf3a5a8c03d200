import type { CategoryId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CategoryRepository } from './ports/category-repository.js';

export interface CreateCategoryInput {
  readonly name: string;
  readonly description: string | null;
  /** Null: at the top. */
  readonly parentId: CategoryId | null;
  /** Counted from 0 among those beside it; left out: behind them. */
  readonly position?: number | undefined;
}

/** Puts a new category into the tree. */
export class CreateCategory {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ categories: CategoryRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws InvalidShelfName @throws UnknownCategory @throws CategoryNameTaken @throws CategoryTooDeep */
  async execute(input: CreateCategoryInput, claim?: RequestClaim): Promise<CategoryId> {
    return this.unitOfWork.run(async ({ categories }) => {
      const categoryId = this.ids.next<CategoryId>();
      const tree = await categories.treeForChange();
      const category = tree.add({ ...input, id: categoryId }, this.clock.now());
      await Promise.all([categories.save(category), categories.arrange(tree.under(input.parentId))]);
      return categoryId;
    }, claim);
  }
}
