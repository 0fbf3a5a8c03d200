import { shelfName } from '../../../domain/catalogue/shelf-name.js';
import { freeSlug, slugOf } from '../../../domain/shared/slug.js';
import type { Statement } from '../shared/sql.js';
import type { Transaction } from '../shared/transaction.js';

interface NamedRow {
  readonly name: string;
  readonly id: string | null;
  /** Nobody puts it on a product: it comes and goes by a rule. */
  readonly has_rule: boolean;
}

interface Statements {
  readonly find: Statement;
  readonly lock: Statement;
  readonly slugs: Statement;
  readonly insert: Statement;
}

const statementsFor = (table: 'brands' | 'tags'): Statements => ({
  find: {
    name: `${table}.find_named`,
    text: `select wanted.name, known.id, ${table === 'tags' ? 'known.rule is not null' : 'false'} as has_rule from unnest($1::text[]) with ordinality as wanted (name, place)
      left join ${table} as known on lower(known.name) = lower(wanted.name) order by wanted.place`,
  },
  // Makers of new names take turns until they commit; whoever finds all names there does not come this far.
  lock: { name: `${table}.lock`, text: `select pg_advisory_xact_lock(hashtextextended('${table}', 0))` },
  slugs: { name: `${table}.slugs`, text: `select slug from ${table}` },
  // PostgreSQL alone knows which names it takes for the same.
  insert: {
    name: `${table}.insert`,
    text: `insert into ${table} (id, name, slug)
      select fresh.id, fresh.name, fresh.slug from jsonb_to_recordset($1::jsonb) as fresh (id uuid, name text, slug text)
      on conflict do nothing`,
  },
});
const STATEMENTS = { brands: statementsFor('brands'), tags: statementsFor('tags') };

const isMissing = ({ id }: NamedRow): boolean => id === null;

/** A table of names that are unique in any case, each with a slug: rows are found by name, or made. */
export class NamedRows {
  readonly #statements: Statements;

  constructor(
    private readonly transaction: Pick<Transaction, 'sql' | 'ids' | 'changes'>,
    table: keyof typeof STATEMENTS,
  ) {
    this.#statements = STATEMENTS[table];
  }

  /** @returns ids in the order of the names, each once; `byHand` are those without a rule. @throws InvalidShelfName */
  async named(
    names: readonly string[],
  ): Promise<{ readonly ids: readonly string[]; readonly byHand: readonly string[]; readonly isNew: boolean }> {
    const wanted = names.map(shelfName);
    let rows = wanted.length === 0 ? [] : await this.#find(wanted);
    const isNew = rows.some(isMissing) && (await this.#make(wanted));
    if (rows.some(isMissing)) rows = await this.#find(wanted);
    const idsOf = (known: readonly NamedRow[]) => [...new Set(known.flatMap(({ id }) => (id === null ? [] : [id])))];
    return { ids: idsOf(rows), byHand: idsOf(rows.filter(({ has_rule }) => !has_rule)), isNew };
  }

  #find(names: readonly string[]): Promise<NamedRow[]> {
    return this.transaction.sql.query<NamedRow>(this.#statements.find, [names]);
  }

  /** @returns false when others had made them all by the time it was our turn. */
  async #make(names: readonly string[]): Promise<boolean> {
    const { sql, ids, changes } = this.transaction;
    const { lock, slugs, insert } = this.#statements;
    const [, rows, used] = await Promise.all([sql.query(lock), this.#find(names), sql.query<{ slug: string }>(slugs)]);
    const taken = new Set(used.map(({ slug }) => slug));
    const fresh = rows.filter(isMissing).map(({ name }) => {
      const id = ids.next();
      const slug = freeSlug(slugOf(name, id), (candidate) => !taken.has(candidate));
      taken.add(slug);
      return { id, name, slug };
    });
    changes.add('shelves');
    if (fresh.length > 0) await sql.query(insert, [JSON.stringify(fresh)]);
    return fresh.length > 0;
  }
}
