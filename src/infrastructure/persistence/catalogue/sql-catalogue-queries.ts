import type { CatalogueQueries, ProductSearch } from '../../../application/catalogue/ports/catalogue-queries.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { id, looksLikeId, type ProductId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { conditionsOf, contains, type ProductConditions } from './product-conditions-sql.js';
import { fromCursor, orderOf, toCursor, type ProductOrder } from './product-order-sql.js';
import { toProductView, VIEW, type ProductFact } from './product-view-sql.js';
import { meantBy, searchQuery, wordsOf } from './search-terms.js';

const BY_ID = { name: 'products.view_by_id', text: `select ${VIEW} as product from products p where p.id = $1` };
const BY_SLUG = {
  name: 'products.view_by_slug',
  text: `select ${VIEW} as product from products p where p.id = (select kept.product_id from product_slugs kept where kept.slug = $1)`,
};
const WITH_SKU = {
  name: 'products.with_sku',
  text: `select v.product_id, exists (select from product_images i where i.product_id = v.product_id) as has_picture
    from variants v where v.sku = $1`,
};
/** The closest known words of each of the given ones, in their order. */
const LIKE_WORDS = {
  name: 'search_words.like',
  text: `select array(select known.word from search_words known order by known.word <-> given.word limit 40) as words
    from unnest($1::text[]) with ordinality as given (word, place) order by given.place`,
};

/** A match in the title outweighs any number in the description. */
const RANK = `ts_rank('{0.05, 0.2, 0.4, 1}', found.document, to_tsquery('shop', $1))`;

/** What is searched in: all products, those with these words, or those that hold this text as it is. */
type Source = { readonly kind: 'all' } | { readonly kind: 'words' | 'literal'; readonly value: string };

/** The one row that a page is answered with; a page without products still tells how many there are. */
interface PageRow {
  readonly total: number;
  readonly items: readonly ProductFact[] | null;
  /** What the last of them is sorted by; null unless somebody wants to go on from there. */
  readonly place: readonly string[] | null;
}

/** Distinct statements are kept prepared by each connection, so only the common ones get a name. */
const MOST_NAMED_KINDS = 2;

export class SqlCatalogueQueries implements CatalogueQueries {
  constructor(private readonly sql: Sql) {}

  async search({ text = '', sort, ...filter }: ProductSearch, page: PageRequest): Promise<Page<ProductView>> {
    const conditions = conditionsOf(filter);
    const words = wordsOf(text);
    if (words.length > 0) {
      const sorts = sort.length > 0 ? sort : (['relevance'] as const);
      const found = await this.#page(withWords(words.map((word) => [word])), conditions, sorts, page);
      if (found.total > 0) return found;
      const meant = await this.#meant(words);
      return meant ? this.#page(withWords(meant), conditions, sorts, page) : found;
    }
    const sorts = sort.filter((each) => each !== 'relevance');
    const literal = text.trim();
    return this.#page(literal === '' ? { kind: 'all' } : { kind: 'literal', value: contains(literal) }, conditions, sorts, page);
  }

  async detailsOf(idOrSlug: string): Promise<ProductView | undefined> {
    if (idOrSlug.includes('\0')) return undefined; // no text to PostgreSQL
    const [row] = await this.sql.query<{ product: ProductFact }>(looksLikeId(idOrSlug) ? BY_ID : BY_SLUG, [idOrSlug]);
    return row && toProductView(row.product);
  }

  async withSku(sku: string): Promise<{ readonly productId: ProductId; readonly hasPicture: boolean } | undefined> {
    const [row] = await this.sql.query<{ product_id: string; has_picture: boolean }>(WITH_SKU, [sku]);
    return row && { productId: id(row.product_id), hasPicture: row.has_picture };
  }

  async #page(
    source: Source,
    conditions: ProductConditions,
    sorts: ProductSearch['sort'],
    { page, limit, cursor }: PageRequest,
  ): Promise<Page<ProductView>> {
    const order = orderOf(sorts);
    const after = cursor ? fromCursor(cursor, order, sorts) : undefined;
    const start = cursor === undefined ? 'page' : after === undefined ? 'first' : 'after';
    const statement = pageStatement(source, conditions, order, start);
    const given = source.kind === 'all' ? [] : [source.value];
    const values = [...given, ...conditions.values, limit, ...(after ?? [(page - 1) * limit])];
    const [row] = await this.sql.query<PageRow>(statement, values);
    const { total, items, place } = row ?? { total: 0, items: null, place: null };
    const views = (items ?? []).map(toProductView);
    if (cursor === undefined) return { items: views, total };
    return { items: views, total, nextCursor: views.length === limit && place ? toCursor(order, place) : null };
  }

  /** What may have been meant by each of the words; undefined when nothing can be made of one of them. */
  async #meant(words: readonly string[]): Promise<readonly (readonly string[])[] | undefined> {
    const known = await this.sql.query<{ words: readonly string[] }>(LIKE_WORDS, [words]);
    const meant = words.map((word, place) => meantBy(word, known[place]?.words ?? []));
    return meant.every((alike) => alike.length > 0) ? meant : undefined;
  }
}

const withWords = (words: readonly (readonly string[])[]): Source => ({ kind: 'words', value: searchQuery(words) });

/** Shown from the start, from the start with a cursor to go on, or from a cursor. */
type Start = 'page' | 'first' | 'after';

/**
 * The parameters: what is searched for if anything is, the conditions' values, the limit, then the offset or the place to go on from.
 * The parts of a product are gathered only for those on the page.
 */
function pageStatement({ kind }: Source, conditions: ProductConditions, order: ProductOrder, start: Start) {
  const shift = kind === 'all' ? 0 : 1;
  const shifted = conditions.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + shift}`);
  const where = kind === 'literal' ? `(p.title ilike $1 or p.description ilike $1) and ${shifted}` : shifted;
  const limitAt = shift + conditions.values.length + 1;
  const behind = start === 'after' ? order.after(limitAt + 1) : 'true';
  const window = `order by ${order.text} limit $${limitAt}${start === 'after' ? '' : ` offset $${limitAt + 1}`}`;
  const place = start === 'page' ? 'null' : order.place;
  const isNamed = conditions.kinds.length <= MOST_NAMED_KINDS && order.depth <= MOST_NAMED_KINDS;
  const counted = kind === 'words' ? 'matches' : `products p where ${where}`;
  const chosen =
    kind === 'words'
      ? `(select row_number() over () as line, match.id, match.place
            from (select p.id, ${place} as place from matches p where ${behind} ${window}) match) chosen
          cross join lateral (select * from products one where one.id = chosen.id offset 0) p`
      : `(select row_number() over () as line, match.*
            from (select p.id, p.rating_sum, p.rating_count, ${place} as place from products p where ${where} and ${behind} ${window}) match) p`;
  const line = kind === 'words' ? 'chosen' : 'p';
  return {
    name: isNamed ? `catalogue.${[kind, ...conditions.kinds, order.name, start].join('.')}` : '',
    text: `${kind === 'words' ? matchesOf(where) : ''}
      select (select count(*)::int from ${counted}) as total, shown.items, shown.place
      from (
        select json_agg(${VIEW} order by ${line}.line) as items,
          ${start === 'page' ? 'null::json' : `(array_agg(${line}.place order by ${line}.line desc))[1]`} as place
        from ${chosen}
      ) shown`,
  };
}

const matchesOf = (where: string): string => `with matches as materialized (
  select p.id, p.title, p.price_minor, p.rating_sum, p.rating_count, p.units_sold, ${RANK} as rank
  from product_faces found join products p on p.id = found.product_id
  where found.document @@ to_tsquery('shop', $1) and ${where})`;
