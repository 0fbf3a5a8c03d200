import type {
  Facets,
  FoundProducts,
  ProductFilter,
  ProductQuery,
  ProductSearch,
  ProductSelection,
  Suggestions,
} from '../../../application/catalogue/ports/product-search.js';
import type { PageRequest } from '../../../application/shared/page.js';
import type { ProductId } from '../../../domain/shared/ids.js';
import type { Currency } from '../../../domain/shared/money.js';
import { toFacets } from './facets-sql.js';
import type { KeptProductColumns } from './kept-product-columns.js';
import type { ColumnSort, Place, ProductColumns } from './product-columns.js';
import { decidingOf, fromCursor, orderOf, toCursor } from './product-order-sql.js';

/** In a shop with less PostgreSQL is quick enough, and the memory is better spent otherwise. */
const MANY = 5_000;
const COLUMN_SORTS: readonly string[] = ['newest', 'price', '-price', '-rating'] satisfies readonly ColumnSort[];

/** What needs a text or is not for sale is not in the columns. */
const isInColumns = ({ status, title, description, text = '' }: ProductSelection): boolean =>
  status === 'published' && title === undefined && description === undefined && text.trim() === '';

/**
 * Filters, sorts and counts what a large shop sells in memory, and leaves to the storage what needs words, and everything until the
 * columns are read. Both find the same, and each goes on from a cursor of the other.
 */
export class ColumnarProductSearch implements ProductSearch {
  /** @param many from how many found products on the columns are worth their memory. */
  constructor(
    private readonly storage: ProductSearch,
    private readonly columns: KeptProductColumns,
    private readonly currency: Currency,
    private readonly many: number = MANY,
  ) {}

  async find(query: ProductQuery, page: PageRequest): Promise<FoundProducts> {
    const sorts = decidingOf(query.sort.filter((sort) => sort !== 'relevance'));
    const isOurs = isInColumns(query) && sorts.every((sort) => COLUMN_SORTS.includes(sort));
    const columns = isOurs ? await this.columns.get(query.inStock !== undefined) : undefined;
    if (columns) return found(columns, query, sorts as readonly ColumnSort[], page);
    const result = await this.storage.find(query, page);
    if (result.total >= this.many) this.columns.wake();
    return result;
  }

  async facets(selection: ProductSelection): Promise<Facets> {
    const columns = isInColumns(selection) ? await this.columns.get(true) : undefined;
    if (columns) return toFacets(columns.facets(selection), this.currency);
    const facets = await this.storage.facets(selection);
    if (facets.stock.inStock + facets.stock.soldOut >= this.many) this.columns.wake();
    return facets;
  }

  suggest(text: string, limit: number): Promise<Suggestions> {
    return this.storage.suggest(text, limit);
  }
}

function found(
  columns: ProductColumns,
  filter: ProductFilter,
  sorts: readonly ColumnSort[],
  { page, limit, cursor }: PageRequest,
): FoundProducts {
  const order = orderOf(sorts);
  const after = cursor ? placeIn(fromCursor(cursor, order, sorts)) : undefined;
  const { total, ids, last } = columns.find(
    filter,
    sorts,
    after || cursor === '' ? { limit, ...(after ? { after } : {}) } : { limit, skip: (page - 1) * limit },
  );
  const shown = { ids: ids as readonly ProductId[], total };
  if (cursor === undefined) return shown;
  return { ...shown, nextCursor: ids.length === limit && last ? toCursor(order, [...last.values.map(String), last.id]) : null };
}

const placeIn = (texts: readonly string[]): Place => ({ values: texts.slice(0, -1).map(Number), id: texts.at(-1) ?? '' });
