import type { SynonymRepository } from '../../../application/catalogue/ports/synonym-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { SynonymGroup } from '../../../domain/catalogue/synonym-group.js';
import type { SynonymGroupId } from '../../../domain/shared/ids.js';
import type { Transaction } from '../shared/transaction.js';

const FIND = {
  name: 'search_synonyms.find',
  text: 'select words, created_at, updated_at, version from search_synonyms where id = $1 for update',
};
const INSERT = {
  name: 'search_synonyms.insert',
  text: 'insert into search_synonyms (id, words, created_at, updated_at, version) values ($1, $2, $3, $4, 1) returning id',
};
const UPDATE = {
  name: 'search_synonyms.update',
  text: 'update search_synonyms set words = $2, updated_at = $3, version = version + 1 where id = $1 and version = $4 returning id',
};
const REMOVE = { name: 'search_synonyms.remove', text: 'delete from search_synonyms where id = $1 and version = $2 returning id' };

interface SynonymRow {
  readonly words: readonly string[];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
}

/** They change what a search finds, as the name of a shelf does, and are heard of in the same way. */
export class SqlSynonymRepository implements SynonymRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'changes'>) {}

  async find(groupId: SynonymGroupId): Promise<SynonymGroup | undefined> {
    const [row] = await this.transaction.sql.query<SynonymRow>(FIND, [groupId]);
    return (
      row && SynonymGroup.reconstitute({ id: groupId, words: row.words, createdAt: row.created_at, updatedAt: row.updated_at }, row.version)
    );
  }

  async save(group: SynonymGroup): Promise<void> {
    const { sql, changes } = this.transaction;
    const { words, createdAt, updatedAt } = group.toState();
    changes.add('shelves');
    const saved =
      group.version === 0
        ? await sql.query(INSERT, [group.id, words, createdAt, updatedAt])
        : await sql.query(UPDATE, [group.id, words, updatedAt, group.version]);
    if (saved.length === 0) throw new ConcurrencyConflict('synonyms', group.id);
  }

  async remove(group: SynonymGroup): Promise<void> {
    const { sql, changes } = this.transaction;
    changes.add('shelves');
    const removed = await sql.query(REMOVE, [group.id, group.version]);
    if (removed.length === 0) throw new ConcurrencyConflict('synonyms', group.id);
  }
}
