import type { SynonymGroupView, SynonymQueries } from '../../../application/catalogue/ports/synonym-queries.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import type { SynonymGroupId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

const COLUMNS = 'id, words, version, created_at, updated_at';
const LIST = { name: 'search_synonyms.list', text: `select ${COLUMNS} from search_synonyms order by id desc limit $1 offset $2` };
const COUNT = { name: 'search_synonyms.count', text: 'select count(*)::int as total from search_synonyms' };
const ONE = { name: 'search_synonyms.view', text: `select ${COLUMNS} from search_synonyms where id = $1` };

interface SynonymRow {
  readonly id: SynonymGroupId;
  readonly words: readonly string[];
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const toView = ({ id, words, version, created_at, updated_at }: SynonymRow): SynonymGroupView => ({
  id,
  words,
  version,
  createdAt: created_at.toISOString(),
  updatedAt: updated_at.toISOString(),
});

export class SqlSynonymQueries implements SynonymQueries {
  constructor(private readonly sql: Sql) {}

  async list({ page, limit }: PageRequest): Promise<Page<SynonymGroupView>> {
    const [rows, [counted]] = await Promise.all([
      this.sql.query<SynonymRow>(LIST, [limit, (page - 1) * limit]),
      this.sql.query<{ total: number }>(COUNT),
    ]);
    return { items: rows.map(toView), total: counted?.total ?? 0 };
  }

  async one(groupId: SynonymGroupId): Promise<SynonymGroupView | undefined> {
    const [row] = await this.sql.query<SynonymRow>(ONE, [groupId]);
    return row && toView(row);
  }
}
