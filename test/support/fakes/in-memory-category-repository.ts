import type { CategoryRepository } from '../../../src/application/catalogue/ports/category-repository.js';
import { CategoryTree } from '../../../src/domain/catalogue/category-tree.js';
import { Category, type CategoryState } from '../../../src/domain/catalogue/category.js';
import type { ProductState } from '../../../src/domain/catalogue/product-state.js';
import type { CategoryId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

/** Beside the products of the same memory, which say what they are in. */
export class InMemoryCategoryRepository implements CategoryRepository {
  readonly #categories: Table<CategoryState, Category>;
  readonly #products: Map<string, Row<ProductState>>;

  constructor(private readonly transaction: MemoryTransaction) {
    const rows = transaction.rows<Row<CategoryState>>('categories');
    this.#categories = new Table('category', rows, transaction.outbox, (state, version) => Category.reconstitute(state, version));
    this.#products = transaction.rows<Row<ProductState>>('products');
  }

  async known(ids: readonly CategoryId[]): Promise<ReadonlySet<CategoryId>> {
    return new Set(ids.filter((categoryId) => this.#categories.find(categoryId)));
  }

  async treeForChange(): Promise<CategoryTree> {
    return new CategoryTree(this.#categories.filter(() => true));
  }

  async save(category: Category): Promise<void> {
    this.#categories.save(category);
  }

  async arrange(categories: readonly Category[]): Promise<void> {
    const rows = this.transaction.rows<Row<CategoryState>>('categories');
    for (const [position, { id }] of categories.entries()) {
      const row = rows.get(id);
      if (row) rows.set(id, { ...row, state: { ...row.state, position } });
    }
  }

  async productsIn(categoryId: CategoryId): Promise<number> {
    return [...this.#products.values()].filter(({ state }) => state.categoryIds.includes(categoryId)).length;
  }

  async moveProducts(from: CategoryId, to: CategoryId): Promise<void> {
    for (const [productId, { state, version }] of this.#products) {
      if (!state.categoryIds.includes(from)) continue;
      const categoryIds = [...new Set(state.categoryIds.map((categoryId) => (categoryId === from ? to : categoryId)))];
      this.#products.set(productId, { state: { ...state, categoryIds }, version });
    }
  }

  async remove(category: Category): Promise<void> {
    this.#categories.delete(category.id);
    this.transaction.outbox.push(...category.pullEvents());
  }
}
