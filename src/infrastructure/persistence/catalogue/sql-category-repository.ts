import type { CategoryRepository } from '../../../application/catalogue/ports/category-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { CategoryTree } from '../../../domain/catalogue/category-tree.js';
import { CategoryNameTaken } from '../../../domain/catalogue/category-errors.js';
import { Category } from '../../../domain/catalogue/category.js';
import { id, type CategoryId } from '../../../domain/shared/ids.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';

const KNOWN = {
  name: 'categories.known',
  text: 'select id from categories where id = any($1::uuid[]) order by id for key share',
};
const LOCK = { name: 'categories.lock', text: `select pg_advisory_xact_lock(hashtextextended('categories', 0))` };
const ALL = { name: 'categories.all_for_change', text: 'select * from categories order by id' };
const INSERT = {
  name: 'categories.insert',
  text: `insert into categories (id, parent_id, name, slug, description, position, created_at, updated_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 1)`,
};
const UPDATE = {
  name: 'categories.update',
  text: `update categories set parent_id = $2, name = $3, description = $4, position = $5, updated_at = $6, version = version + 1
    where id = $1 and version = $7 returning id`,
};
const ARRANGE = {
  name: 'categories.arrange',
  text: `update categories set position = given.place - 1 from unnest($1::uuid[]) with ordinality as given (id, place)
    where categories.id = given.id and categories.position <> given.place - 1`,
};
/** Whoever puts a product into the category holds its row: this waits for them, and they for us. */
const CLOSE = { name: 'categories.close', text: 'select id from categories where id = $1 for update' };
const COUNT = { name: 'categories.count_products', text: 'select count(*) as products from product_categories where category_id = $1' };
const MOVE_PRODUCTS = {
  name: 'categories.move_products',
  text: `with moved as (delete from product_categories where category_id = $1 returning product_id, position)
    insert into product_categories (product_id, category_id, position) select product_id, $2, position from moved
    on conflict (product_id, category_id) do nothing`,
};
/** A product does not hear that it stands elsewhere now. */
const REFRESH_FACES = {
  name: 'categories.refresh_faces',
  text: 'select refresh_product_faces(array(select product_id from product_categories where category_id = $1))',
};
const REMOVE = { name: 'categories.remove', text: 'delete from categories where id = $1' };

interface CategoryRow {
  readonly id: string;
  readonly parent_id: string | null;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly position: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
}

const toCategory = (row: CategoryRow): Category =>
  Category.reconstitute(
    {
      id: id(row.id),
      parentId: row.parent_id === null ? null : id<CategoryId>(row.parent_id),
      name: row.name,
      slug: row.slug,
      description: row.description,
      position: row.position,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    row.version,
  );

export class SqlCategoryRepository implements CategoryRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'outbox' | 'changes'>) {}

  async known(ids: readonly CategoryId[]): Promise<ReadonlySet<CategoryId>> {
    if (ids.length === 0) return new Set();
    const rows = await this.transaction.sql.query<{ id: string }>(KNOWN, [ids]);
    return new Set(rows.map((row) => id<CategoryId>(row.id)));
  }

  async treeForChange(): Promise<CategoryTree> {
    const { sql } = this.transaction;
    const [, rows] = await Promise.all([sql.query(LOCK), sql.query<CategoryRow>(ALL)]);
    return new CategoryTree(rows.map(toCategory));
  }

  async save(category: Category): Promise<void> {
    this.transaction.outbox.append(category.pullEvents());
    this.transaction.changes.add('shelves');
    try {
      await (category.version === 0 ? this.#insert(category) : this.#update(category));
    } catch (error) {
      // The tree has looked at the names already; PostgreSQL takes a few more of them for the same.
      if (violatesUnique(error, 'categories_name_among_siblings')) throw new CategoryNameTaken(category.name);
      throw error;
    }
  }

  async arrange(categories: readonly Category[]): Promise<void> {
    this.transaction.changes.add('shelves');
    await this.transaction.sql.query(ARRANGE, [categories.map((category) => category.id)]);
  }

  async productsIn(categoryId: CategoryId): Promise<number> {
    const { sql } = this.transaction;
    const [, [row]] = await Promise.all([sql.query(CLOSE, [categoryId]), sql.query<{ products: number }>(COUNT, [categoryId])]);
    return row?.products ?? 0;
  }

  async moveProducts(from: CategoryId, to: CategoryId): Promise<void> {
    const { sql } = this.transaction;
    await Promise.all([sql.query(MOVE_PRODUCTS, [from, to]), sql.query(REFRESH_FACES, [to])]);
  }

  async remove(category: Category): Promise<void> {
    const { sql, outbox, changes } = this.transaction;
    outbox.append(category.pullEvents());
    changes.add('shelves');
    await sql.query(REMOVE, [category.id]);
  }

  async #insert(category: Category): Promise<void> {
    const { parentId, name, slug, description, position, createdAt, updatedAt } = category.toState();
    await this.transaction.sql.query(INSERT, [category.id, parentId, name, slug, description, position, createdAt, updatedAt]);
  }

  async #update(category: Category): Promise<void> {
    const { parentId, name, description, position, updatedAt } = category.toState();
    const values = [category.id, parentId, name, description, position, updatedAt, category.version];
    const updated = await this.transaction.sql.query(UPDATE, values);
    if (updated.length === 0) throw new ConcurrencyConflict('category', category.id);
  }
}
