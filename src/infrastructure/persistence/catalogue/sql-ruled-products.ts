import type { RuledProduct, RuledProducts, RuleSettings, Sorting } from '../../../application/catalogue/ports/ruled-products.js';
import type { Standing, TagRule } from '../../../domain/catalogue/tag-rule.js';
import { id, type ProductId, type TagId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import { toSchedule, type ScheduleEntry } from '../shared/price-schedule.js';
import type { Transaction } from '../shared/transaction.js';
import { REFRESH_FACES } from './product-faces-sql.js';
import { TAG_BY_RULE, taggingOf } from './tagging-by-rule.js';

const OVERDUE = {
  name: 'product_tags.overdue',
  text: 'select distinct product_id as id from (select product_id from product_tags where until <= $1 order by until limit $2) as late',
};
const UNSORTED = {
  name: 'tag_sortings.unsorted',
  text: `select tag.id, tag.rule, sorting.reached
    from tags as tag left join tag_sortings as sorting on sorting.tag_id = tag.id and sorting.setting = $1::jsonb ->> tag.rule
    where tag.rule is not null and (sorting.tag_id is null or sorting.reached is not null) order by tag.id limit 1`,
};
const BEHIND = {
  name: 'products.behind',
  text: `select p.id, p.status <> 'archived' and p.first_published_at > $3
      or exists (select from product_tags link where link.product_id = p.id and link.by_rule)
      or p.status <> 'archived' and exists (select from variants v where v.product_id = p.id and not v.is_archived
        and (v.schedule is not null or v.compare_at_minor > v.price_minor)) as is_meant
    from (select id, status, first_published_at from products where $1::uuid is null or id > $1 order by id limit $2) as p order by p.id`,
};
const HOLD = { name: 'products.hold_many', text: 'select id from products where id = any ($1::uuid[]) order by id for no key update' };
const FACTS = {
  name: 'products.ruled_facts',
  text: `select p.id, p.currency, p.first_published_at, (
      select jsonb_agg(jsonb_build_object('price', v.price_minor, 'compare_at', v.compare_at_minor, 'schedule', v.schedule))
      from variants v where v.product_id = p.id and not v.is_archived) as variants
    from products p where p.id = any ($1::uuid[])`,
};
const ASKED = {
  name: 'tag_sortings.asked',
  text: `insert into tag_sortings (tag_id, setting, reached) values ($1, $2, $3)
    on conflict (tag_id) do update set setting = excluded.setting, reached = excluded.reached`,
};

interface FactsRow {
  readonly id: string;
  readonly currency: Currency;
  readonly first_published_at: Date | null;
  readonly variants: readonly {
    readonly price: number;
    readonly compare_at: number | null;
    readonly schedule: readonly ScheduleEntry[] | null;
  }[];
}

const toRuledProduct = ({ id: productId, currency, first_published_at, variants }: FactsRow): RuledProduct => ({
  productId: id(productId),
  firstPublishedAt: first_published_at,
  variants: variants.map(({ price, compare_at, schedule }) => ({
    price: Money.of(price, currency),
    compareAtPrice: compare_at === null ? null : Money.of(compare_at, currency),
    schedule: toSchedule(schedule, currency),
  })),
});

export class SqlRuledProducts implements RuledProducts {
  constructor(private readonly transaction: Pick<Transaction, 'sql' | 'changes'>) {}

  async overdue(now: Date, limit: number): Promise<readonly ProductId[]> {
    const rows = await this.transaction.sql.query<{ id: string }>(OVERDUE, [now, limit]);
    return rows.map((row) => id(row.id));
  }

  async unsorted(settings: RuleSettings): Promise<Sorting | undefined> {
    const [row] = await this.transaction.sql.query<{ id: string; rule: TagRule; reached: string | null }>(UNSORTED, [
      JSON.stringify(settings),
    ]);
    return row && { tagId: id(row.id), rule: row.rule, reached: row.reached === null ? null : id<ProductId>(row.reached) };
  }

  async behind(
    reached: ProductId | null,
    limit: number,
    publishedSince: Date,
  ): Promise<{ readonly last: ProductId | null; readonly meant: readonly ProductId[] }> {
    const rows = await this.transaction.sql.query<{ id: ProductId; is_meant: boolean | null }>(BEHIND, [reached, limit, publishedSince]);
    const isLast = rows.length < limit;
    return { last: isLast ? null : (rows.at(-1)?.id ?? null), meant: rows.flatMap((row) => (row.is_meant ? [row.id] : [])) };
  }

  /** Apart from the reading: a statement that had to wait for the lock would still see the parts as they were before. */
  async hold(ids: readonly ProductId[]): Promise<readonly RuledProduct[]> {
    const { sql } = this.transaction;
    const [, rows] = await Promise.all([sql.query(HOLD, [ids]), sql.query<FactsRow>(FACTS, [ids])]);
    return rows.map(toRuledProduct);
  }

  async put(standings: ReadonlyMap<ProductId, readonly Standing[]>): Promise<void> {
    const { sql, changes } = this.transaction;
    const rows = await sql.query<{ id: string }>(TAG_BY_RULE, taggingOf(standings));
    if (rows.length === 0) return;
    const changed = rows.map((row) => row.id);
    for (const productId of changed) changes.add(`product:${productId}`);
    await sql.query(REFRESH_FACES, [changed]);
  }

  async asked(tagId: TagId, setting: string, reached: ProductId | null): Promise<void> {
    await this.transaction.sql.query(ASKED, [tagId, setting, reached]);
  }
}
