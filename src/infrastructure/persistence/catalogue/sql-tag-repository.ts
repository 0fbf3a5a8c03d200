import type { TagRepository } from '../../../application/catalogue/ports/tag-repository.js';
import { LabelNameTaken, TagRuleTaken } from '../../../domain/catalogue/label-errors.js';
import { shelfName } from '../../../domain/catalogue/shelf-name.js';
import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import { id, type TagId } from '../../../domain/shared/ids.js';
import { freeSlug, slugOf } from '../../../domain/shared/slug.js';
import type { Transaction } from '../shared/transaction.js';
import { NamedRows } from './named-rows.js';
import { SqlLabelRepository } from './sql-label-repository.js';

const HOLD_NAMES = { name: 'tags.lock', text: `select pg_advisory_xact_lock(hashtextextended('tags', 0))` };
/** Products that are being saved come first, all others afterwards: none is saved without a look at the new rule. */
const HOLD_PRODUCTS = { name: 'product_tags.hold', text: 'lock table product_tags in share row exclusive mode' };
const RIVALS = {
  name: 'tags.rivals',
  text: 'select id, name, rule, lower(name) = lower($1) as is_namesake from tags where lower(name) = lower($1) or rule = $2',
};
const SLUGS = { name: 'tags.slugs', text: 'select slug from tags' };
const INSERT = { name: 'tags.insert_ruled', text: 'insert into tags (id, name, slug, rule) values ($1, $2, $3, $4)' };

interface RivalRow {
  readonly id: string;
  readonly name: string;
  readonly rule: TagRule | null;
  readonly is_namesake: boolean;
}

export class SqlTagRepository extends SqlLabelRepository<TagId> implements TagRepository {
  readonly #rows: NamedRows;

  constructor(transaction: Pick<Transaction, 'sql' | 'ids' | 'outbox' | 'changes'>) {
    super(transaction, 'tag');
    this.#rows = new NamedRows(transaction, 'tags');
  }

  async named(names: readonly string[]): Promise<readonly TagId[]> {
    const { byHand } = await this.#rows.named(names);
    return byHand as readonly TagId[];
  }

  async one(name: string): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    const { ids, isNew } = await this.#rows.named([name]);
    return { tagId: id(ids[0] ?? ''), isNew };
  }

  async ruled(given: string, rule: TagRule): Promise<{ readonly tagId: TagId; readonly isNew: boolean }> {
    const { sql, ids, changes } = this.transaction;
    const name = shelfName(given);
    const [, , rivals, slugs] = await Promise.all([
      sql.query(HOLD_NAMES),
      sql.query(HOLD_PRODUCTS),
      sql.query<RivalRow>(RIVALS, [name, rule]),
      sql.query<{ slug: string }>(SLUGS),
    ]);
    const namesake = rivals.find(({ is_namesake }) => is_namesake);
    if (namesake?.rule === rule) return { tagId: id(namesake.id), isNew: false };
    if (namesake) throw new LabelNameTaken('tag', name);
    const [rival] = rivals;
    if (rival) throw new TagRuleTaken(rule, rival.name);
    const tagId = ids.next<TagId>();
    const taken = new Set(slugs.map(({ slug }) => slug));
    changes.add('shelves');
    await sql.query(INSERT, [tagId, name, freeSlug(slugOf(name, tagId), (candidate) => !taken.has(candidate)), rule]);
    return { tagId, isNew: true };
  }
}
