import type { LabelRepository } from '../../../application/catalogue/ports/label-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { LabelNameTaken } from '../../../domain/catalogue/label-errors.js';
import { Label, type LabelKind } from '../../../domain/catalogue/label.js';
import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import type { BrandId, TagId } from '../../../domain/shared/ids.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Statement } from '../shared/sql.js';
import type { Transaction } from '../shared/transaction.js';
import { REFRESH_FACES } from './product-faces-sql.js';

interface LabelRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly rule: TagRule | null;
  readonly version: number;
}

interface Statements {
  readonly find: Statement;
  readonly update: Statement;
  readonly carriers: Statement;
  readonly move: Statement;
  readonly remove: Statement;
}

const STATEMENTS: Readonly<Record<LabelKind, Statements>> = {
  brand: {
    find: { name: 'brands.find', text: 'select id, name, slug, description, null as rule, version from brands where id = $1 for update' },
    update: {
      name: 'brands.update',
      text: 'update brands set name = $2, description = $3, version = version + 1 where id = $1 and version = $4 returning id',
    },
    carriers: { name: 'brands.carriers', text: 'select id from products where brand_id = $1 order by id' },
    move: {
      name: 'brands.move_products',
      text: `update products set brand_id = $2, version = version + 1 where brand_id = $1 and id = any ($3::uuid[])`,
    },
    remove: { name: 'brands.remove', text: 'delete from brands where id = $1' },
  },
  tag: {
    find: { name: 'tags.find', text: 'select id, name, slug, null as description, rule, version from tags where id = $1 for update' },
    // A tag has no description: one that is told it is an error of ours, and found out by the version.
    update: {
      name: 'tags.update',
      text: `update tags set name = $2, version = version + 1 where id = $1 and $3::text is null and version = $4 returning id`,
    },
    carriers: { name: 'tags.carriers', text: 'select product_id as id from product_tags where tag_id = $1 order by product_id' },
    move: {
      name: 'tags.move_products',
      text: `with moved as (
          delete from product_tags where tag_id = $1 and product_id = any ($3::uuid[]) returning product_id, position
        ), kept as (
          insert into product_tags (product_id, tag_id, position) select product_id, $2, position from moved where $2::uuid is not null
          on conflict (product_id, tag_id) do nothing
        )
        update products set version = version + 1 where id = any ($3::uuid[])`,
    },
    remove: { name: 'tags.remove', text: 'delete from tags where id = $1' },
  },
};

/** Brands and tags in PostgreSQL: what they have in common. */
export class SqlLabelRepository<LabelId extends BrandId | TagId> implements LabelRepository<LabelId> {
  readonly #statements: Statements;

  constructor(
    protected readonly transaction: Pick<Transaction, 'sql' | 'ids' | 'outbox' | 'changes'>,
    private readonly kind: LabelKind,
  ) {
    this.#statements = STATEMENTS[kind];
  }

  async find(labelId: LabelId): Promise<Label | undefined> {
    const [row] = await this.transaction.sql.query<LabelRow>(this.#statements.find, [labelId]);
    return row && Label.reconstitute({ ...row, id: row.id as LabelId, kind: this.kind }, row.version);
  }

  async save(label: Label): Promise<void> {
    const { sql, outbox, changes } = this.transaction;
    const { name, description } = label.toState();
    outbox.append(label.pullEvents());
    changes.add('shelves');
    try {
      const updated = await sql.query(this.#statements.update, [label.id, name, description, label.version]);
      if (updated.length === 0) throw new ConcurrencyConflict(this.kind, label.id);
    } catch (error) {
      if (violatesUnique(error, `${this.kind}s_name`)) throw new LabelNameTaken(this.kind, name);
      throw error;
    }
  }

  async productsWith(labelId: LabelId): Promise<number> {
    return (await this.#carriers(labelId)).length;
  }

  async moveProducts(from: LabelId, to: LabelId | null): Promise<void> {
    const { sql, changes } = this.transaction;
    const carriers = await this.#carriers(from);
    changes.add('shelves');
    await Promise.all([sql.query(this.#statements.move, [from, to, carriers]), sql.query(REFRESH_FACES, [carriers])]);
  }

  async remove(label: Label): Promise<void> {
    const { sql, outbox, changes } = this.transaction;
    outbox.append(label.pullEvents());
    changes.add('shelves');
    await sql.query(this.#statements.remove, [label.id]);
  }

  /** None comes in meanwhile: the label's row is ours. */
  async #carriers(labelId: LabelId): Promise<readonly string[]> {
    const rows = await this.transaction.sql.query<{ id: string }>(this.#statements.carriers, [labelId]);
    return rows.map(({ id }) => id);
  }
}
