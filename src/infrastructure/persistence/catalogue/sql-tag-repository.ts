import type { TagRepository } from '../../../application/catalogue/ports/tag-repository.js';
import type { TagId } from '../../../domain/shared/ids.js';
import type { Transaction } from '../shared/transaction.js';
import { NamedRows } from './named-rows.js';

export class SqlTagRepository implements TagRepository {
  readonly #rows: NamedRows;

  constructor(transaction: Pick<Transaction, 'sql' | 'ids' | 'changes'>) {
    this.#rows = new NamedRows(transaction, 'tags');
  }

  async named(names: readonly string[]): Promise<readonly TagId[]> {
    const { ids } = await this.#rows.named(names);
    return ids as readonly TagId[];
  }
}
