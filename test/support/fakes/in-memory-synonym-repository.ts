import type { SynonymRepository } from '../../../src/application/catalogue/ports/synonym-repository.js';
import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import { SynonymGroup } from '../../../src/domain/catalogue/synonym-group.js';
import type { SynonymGroupState } from '../../../src/domain/catalogue/synonym-state.js';
import type { SynonymGroupId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemorySynonymRepository implements SynonymRepository {
  readonly #groups: Table<SynonymGroupState, SynonymGroup>;

  constructor(transaction: MemoryTransaction) {
    const rows = transaction.rows<Row<SynonymGroupState>>('synonyms');
    this.#groups = new Table('synonyms', rows, transaction.outbox, (state, version) => SynonymGroup.reconstitute(state, version));
  }

  async find(groupId: SynonymGroupId): Promise<SynonymGroup | undefined> {
    return this.#groups.find(groupId);
  }

  async save(group: SynonymGroup): Promise<void> {
    this.#groups.save(group);
  }

  async remove(group: SynonymGroup): Promise<void> {
    if (this.#groups.find(group.id)?.version !== group.version) throw new ConcurrencyConflict('synonyms', group.id);
    this.#groups.delete(group.id);
  }
}
