import type {
  LevelFilter,
  LocationView,
  MovementFilter,
  MovementView,
  StockLevelView,
  StockQueries,
} from '../../../application/inventory/ports/stock-queries.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { looksLikeId, type LocationId, type VariantId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

const LEVEL = `select v.id as "variantId", p.id as "productId", v.sku, p.title as "productTitle", v.title as "variantTitle",
    coalesce(s.on_hand, 0) as "onHand", coalesce(s.reserved, 0) as reserved, coalesce(s.version, 0) as version,
    coalesce(s.is_tracked, true) as "isTracked", coalesce(s.backorder_limit, 0) as "backorderLimit", s.low_stock_at as "lowStockAt",
    coalesce((select json_agg(json_build_object('id', l.id, 'code', l.code, 'name', l.name, 'onHand', at.on_hand) order by l.priority, l.id)
      from stock_at at join stock_locations l on l.id = at.location_id where at.variant_id = v.id and at.on_hand > 0), '[]') as places`;
const LEVELS_OF = 'from variants v join products p on p.id = v.product_id left join stock s on s.variant_id = v.id';

const MOVEMENT = `select m.id::text as id, m.variant_id as "variantId", v.sku, m.delta, m.reason, m.order_id as "orderId", m.reference, m.note,
    m.by_account as by, m.at, json_build_object('id', l.id, 'code', l.code, 'name', l.name) as location`;
const MOVEMENTS_OF = 'from stock_movements m join variants v on v.id = m.variant_id join stock_locations l on l.id = m.location_id';

const LOCATION = `select l.id, l.code, l.name, l.priority, l.version,
    (select coalesce(sum(at.on_hand), 0)::int from stock_at at where at.location_id = l.id and at.on_hand > 0) as "onHand"
  from stock_locations l where not l.is_closed`;

/** The places of this id or code. */
const NAMED = (parameter: string) =>
  `(select l.id from stock_locations l where l.id::text = lower(${parameter}::text) or lower(l.code) = lower(${parameter}::text))`;

type Condition = readonly [kind: string, text: (parameter: string) => string, value: unknown];

const LOW = 's.is_tracked and s.low_stock_at is not null and s.on_hand - s.reserved <= s.low_stock_at';

const levelConditions = ({ text, sku, isLow, location }: LevelFilter): readonly Condition[] => [
  ['text', (parameter) => `(p.title ilike ${parameter} or v.sku ilike ${parameter})`, text && `%${text.replace(/[\\%_]/g, '\\$&')}%`],
  ['sku', (parameter) => `v.sku = ${parameter}`, sku],
  [
    isLow ? 'low' : 'plenty',
    (parameter) => (isLow ? `${LOW} and ${parameter}` : `(${LOW}) is not true and not ${parameter}::boolean`),
    isLow,
  ],
  [
    'location',
    (parameter) =>
      `exists (select from stock_at at where at.variant_id = v.id and at.on_hand > 0 and at.location_id in ${NAMED(parameter)})`,
    location,
  ],
];

const movementConditions = ({ variantId, reason, location, from, to }: MovementFilter): readonly Condition[] => [
  ['variant', (parameter) => `m.variant_id = ${parameter}`, variantId],
  ['reason', (parameter) => `m.reason = ${parameter}`, reason],
  ['location', (parameter) => `m.location_id in ${NAMED(parameter)}`, location],
  ['from', (parameter) => `m.at >= ${parameter}`, from],
  ['to', (parameter) => `m.at < ${parameter}`, to],
];

interface Listing {
  readonly name: string;
  readonly select: string;
  readonly from: string;
  /** What is always asked, beside the filter. */
  readonly always: string;
  readonly key: string;
  readonly direction: 'asc' | 'desc';
  readonly isCursor: (cursor: string) => boolean;
}

const LEVELS: Listing = {
  name: 'inventory.levels',
  ...{ select: LEVEL, from: LEVELS_OF, always: 'not v.is_archived', key: 'v.id', direction: 'asc' },
  isCursor: looksLikeId,
};
const MOVEMENTS: Listing = {
  name: 'inventory.movements',
  ...{ select: MOVEMENT, from: MOVEMENTS_OF, always: 'true', key: 'm.id', direction: 'desc' },
  isCursor: (cursor) => /^\d{1,18}$/.test(cursor),
};

type MovementRow = Omit<MovementView, 'at'> & { readonly at: Date };

export class SqlStockQueries implements StockQueries {
  constructor(private readonly sql: Sql) {}

  levels(filter: LevelFilter, page: PageRequest): Promise<Page<StockLevelView>> {
    return this.#page<StockLevelView>(LEVELS, levelConditions(filter), page, ({ variantId }) => variantId);
  }

  async levelOf(variantId: VariantId): Promise<StockLevelView | undefined> {
    if (!looksLikeId(variantId)) return undefined;
    const [level] = await this.levelsOf([variantId]);
    return level;
  }

  levelsOf(variantIds: readonly VariantId[]): Promise<readonly StockLevelView[]> {
    const statement = { name: 'inventory.levels_of', text: `${LEVEL} ${LEVELS_OF} where v.id = any ($1::uuid[]) order by v.id` };
    return this.sql.query<StockLevelView>(statement, [variantIds]);
  }

  async movements(filter: MovementFilter, page: PageRequest): Promise<Page<MovementView>> {
    const { items, ...rest } = await this.#page<MovementRow>(MOVEMENTS, movementConditions(filter), page, ({ id }) => id);
    return { ...rest, items: items.map(({ at, ...movement }) => ({ ...movement, at: at.toISOString() })) };
  }

  async variantsOf(skus: readonly string[]): Promise<ReadonlyMap<string, VariantId>> {
    const statement = { name: 'inventory.variants_of', text: 'select sku, id from variants where sku = any ($1::text[])' };
    const rows = await this.sql.query<{ sku: string; id: VariantId }>(statement, [skus]);
    return new Map(rows.map(({ sku, id }) => [sku, id]));
  }

  locations(): Promise<readonly LocationView[]> {
    return this.sql.query<LocationView>({ name: 'inventory.locations', text: `${LOCATION} order by l.priority, l.id` });
  }

  async location(locationId: LocationId): Promise<LocationView | undefined> {
    if (!looksLikeId(locationId)) return undefined;
    const [location] = await this.sql.query<LocationView>({ name: 'inventory.location', text: `${LOCATION} and l.id = $1` }, [locationId]);
    return location;
  }

  /** Only what is asked for becomes a condition: the planner then sees which index fits. */
  async #page<Row extends object>(
    { name, select, from, always, key, direction, isCursor }: Listing,
    conditions: readonly Condition[],
    { page, limit, cursor }: PageRequest,
    keyOf: (row: Row) => string,
  ): Promise<Page<Row>> {
    const isKeyset = cursor !== undefined && cursor !== '';
    if (isKeyset && !isCursor(cursor)) return { items: [], total: 0, nextCursor: null };
    const given = conditions.filter(([, , value]) => value !== undefined && value !== '');
    const where = [always, ...given.map(([, text], place) => text(`$${place + 1}`))].join(' and ');
    const values = given.map(([, , value]) => value);
    const shape = given.map(([kind]) => kind).join('.') || 'all';
    const [last, limitAt] = [`$${values.length + 1}`, `$${values.length + 2}`];
    const order = `order by ${key} ${direction} limit ${limitAt}`;
    const part = isKeyset
      ? {
          name: `${name}.after.${shape}`,
          text: `${select} ${from} where ${where} and ${key} ${direction === 'asc' ? '>' : '<'} ${last} ${order}`,
        }
      : { name: `${name}.page.${shape}`, text: `${select} ${from} where ${where} ${order} offset ${last}` };
    const [items, counted] = await Promise.all([
      this.sql.query<Row>(part, [...values, isKeyset ? cursor : (page - 1) * limit, limit]),
      this.sql.query<{ total: number }>(
        { name: `${name}.count.${shape}`, text: `select count(*)::int as total ${from} where ${where}` },
        values,
      ),
    ]);
    const total = counted[0]?.total ?? 0;
    const lastItem = items[items.length - 1];
    if (cursor === undefined) return { items, total };
    return { items, total, nextCursor: items.length === limit && lastItem ? keyOf(lastItem) : null };
  }
}
