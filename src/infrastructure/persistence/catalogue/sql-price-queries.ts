import type { PastPriceView, PriceQueries, ScheduledPriceView } from '../../../application/catalogue/ports/price-queries.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { id, type PricePeriodId, type ProductId, type VariantId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';
import type { Sql } from '../shared/sql.js';

const COUNTS = {
  name: 'price_queries.counts',
  text: `select p.currency, (select count(*)::int from scheduled_prices s where s.variant_id = v.id) as scheduled,
      (select count(*)::int from price_history h where h.variant_id = v.id) as past
    from variants v join products p on p.id = v.product_id where p.id = $1 and v.id = $2 and not v.is_archived`,
};
const SCHEDULED = {
  name: 'price_queries.scheduled',
  text: `select s.id, s.price_minor, s.starts_at, s.ends_at, s.created_at from scheduled_prices s where s.variant_id = $1
    order by s.starts_at desc, s.id limit $2 offset $3`,
};
const ONE = {
  name: 'price_queries.one',
  text: `select s.id, s.price_minor, s.starts_at, s.ends_at, s.created_at, p.currency
    from scheduled_prices s join variants v on v.id = s.variant_id join products p on p.id = v.product_id
    where p.id = $1 and v.id = $2 and s.id = $3`,
};
/** The one after the last of the page tells until when that one held. */
const HISTORY = {
  name: 'price_queries.history',
  text: `select h.at, h.price_minor, lead(h.at) over (order by h.at, h.id) as until from price_history h where h.variant_id = $1
    order by h.at desc, h.id desc limit $2 offset $3`,
};

interface CountsRow {
  readonly currency: string;
  readonly scheduled: number;
  readonly past: number;
}
interface ScheduledRow {
  readonly id: string;
  readonly price_minor: number;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly created_at: Date;
}
interface PastRow {
  readonly at: Date;
  readonly price_minor: number;
  readonly until: Date | null;
}

const windowOf = ({ page, limit }: PageRequest) => [limit, (page - 1) * limit];

const toView = (row: ScheduledRow, variantId: VariantId, currency: string): ScheduledPriceView => ({
  id: id(row.id),
  variantId,
  price: Money.of(row.price_minor, currency),
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  createdAt: row.created_at,
});

export class SqlPriceQueries implements PriceQueries {
  constructor(private readonly sql: Sql) {}

  async scheduled(productId: ProductId, variantId: VariantId, page: PageRequest): Promise<Page<ScheduledPriceView> | undefined> {
    const [[counts], rows] = await Promise.all([
      this.sql.query<CountsRow>(COUNTS, [productId, variantId]),
      this.sql.query<ScheduledRow>(SCHEDULED, [variantId, ...windowOf(page)]),
    ]);
    return counts && { items: rows.map((row) => toView(row, variantId, counts.currency)), total: counts.scheduled };
  }

  async one(productId: ProductId, variantId: VariantId, priceId: PricePeriodId): Promise<ScheduledPriceView | undefined> {
    const [row] = await this.sql.query<ScheduledRow & { readonly currency: string }>(ONE, [productId, variantId, priceId]);
    return row && toView(row, variantId, row.currency);
  }

  async history(productId: ProductId, variantId: VariantId, page: PageRequest): Promise<Page<PastPriceView> | undefined> {
    const [[counts], rows] = await Promise.all([
      this.sql.query<CountsRow>(COUNTS, [productId, variantId]),
      this.sql.query<PastRow>(HISTORY, [variantId, ...windowOf(page)]),
    ]);
    if (!counts) return undefined;
    const items = rows.map((row) => ({ price: Money.of(row.price_minor, counts.currency), from: row.at, until: row.until }));
    return { items, total: counts.past };
  }
}
