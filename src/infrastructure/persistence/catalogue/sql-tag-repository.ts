import type { TagRepository } from '../../../application/catalogue/ports/tag-repository.js';
import { id, type TagId } from '../../../domain/shared/ids.js';
import type { Transaction } from '../shared/transaction.js';
import { NamedRows } from './named-rows.js';
import { SqlLabelRepository } from './sql-label-repository.js';

export class SqlTagRepository extends SqlLabelRepository<TagId> implements TagRepository {
  readonly #rows: NamedRows;

  constructor(transaction: Pick<Transaction, 'sql' | 'ids' | 'outbox' | 'changes'>) {
    super(transaction, 'tag');
    this.#rows = new NamedRows(transaction, 'tags');
  }

  async named(names: readonly string[]): Promise<readonly TagId[]> {
    const { ids } = await this.#rows.named(names);
    return ids as readonly TagId[];
  }

  async one(name: string): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    const { ids, isNew } = await this.#rows.named([name]);
    return { tagId: id(ids[0] ?? ''), isNew };
  }
}
