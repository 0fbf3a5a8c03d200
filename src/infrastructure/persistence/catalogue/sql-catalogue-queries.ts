import type { CatalogueQueries, ProductSearch } from '../../../application/catalogue/ports/catalogue-queries.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import { id, looksLikeId, type ProductId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { KeptCorrections, type Meant } from './kept-corrections.js';
import { KeptProductViews } from './kept-product-views.js';
import { conditionsOf, contains, type ProductConditions } from './product-conditions-sql.js';
import { fromCursor, orderOf, toCursor, type ProductOrder } from './product-order-sql.js';
import { toProductView, VIEW, type ProductFact } from './product-view-sql.js';
import { meantBy, searchQuery, wordsOf } from './search-terms.js';

const BY_ID = { name: 'products.view_by_id', text: `select ${VIEW} as product from products p where p.id = $1` };
const BY_SLUG = {
  name: 'products.view_by_slug',
  text: `select ${VIEW} as product from products p where p.id = (select kept.product_id from product_slugs kept where kept.slug = $1)`,
};
const BY_IDS = { name: 'products.view_many', text: `select ${VIEW} as product from products p where p.id = any ($1::uuid[])` };
const WITH_SKU = {
  name: 'products.with_sku',
  text: `select v.product_id, exists (select from product_images i where i.product_id = v.product_id) as has_picture
    from variants v where v.sku = $1`,
};
/** The closest known words of each of the given ones, in their order, and whether any product at all has the words as they are. */
const LIKE_WORDS = {
  name: 'search_words.like',
  text: `select array(select known.word from search_words known order by known.word <-> given.word limit 40) as words,
      exists (select from product_faces found where found.document @@ to_tsquery('shop', $2)) as is_there
    from unnest($1::text[]) with ordinality as given (word, place) order by given.place`,
};

/** A match in the title outweighs any number in the description. */
const RANK = `ts_rank('{0.05, 0.2, 0.4, 1}', found.document, to_tsquery('shop', $1))`;

/** What is searched in: all products, those with these words, or those that hold this text as it is. */
type Source = { readonly kind: 'all' } | { readonly kind: 'words' | 'literal'; readonly value: string };

/** The one row that a page is answered with; a page without products still tells how many there are. */
interface PageRow {
  readonly total: number;
  /** Apart by spaces: an array would be taken apart letter by letter. */
  readonly ids: string | null;
  /** What the last of them is sorted by; null unless somebody wants to go on from there. */
  readonly place: readonly string[] | null;
}

interface FoundPage extends Omit<Page<never>, 'items'> {
  readonly ids: readonly string[];
}

/** Distinct statements are kept prepared by each connection, so only the common ones get a name. */
const MOST_NAMED_KINDS = 2;

export class SqlCatalogueQueries implements CatalogueQueries {
  readonly #views: KeptProductViews;
  readonly #corrections: KeptCorrections;

  constructor(
    private readonly sql: Sql,
    feed: ChangeFeed,
  ) {
    this.#corrections = new KeptCorrections(feed);
    this.#views = new KeptProductViews(feed, async (ids) => {
      const rows = await sql.query<{ product: ProductFact }>(BY_IDS, [ids]);
      return rows.map(({ product }) => toProductView(product));
    });
  }

  async search(search: ProductSearch, page: PageRequest): Promise<Page<ProductView>> {
    const { ids, ...found } = await this.#find(search, page);
    const views = await this.#views.of(ids);
    // One that is no longer what was looked for has changed since it was found.
    return { items: views.filter(({ status }) => search.status === undefined || status === search.status), ...found };
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

  async #find({ text = '', sort, ...filter }: ProductSearch, page: PageRequest): Promise<FoundPage> {
    const conditions = conditionsOf(filter);
    const words = wordsOf(text);
    if (words.length > 0) {
      const sorts = sort.length > 0 ? sort : (['relevance'] as const);
      const known = this.#corrections.of(words);
      if (known) return this.#page(withWords(known), conditions, sorts, page);
      const found = await this.#page(withWords(asTyped(words)), conditions, sorts, page);
      if (found.total > 0) return found;
      const meant = await this.#meant(words);
      return meant ? this.#page(withWords(meant), conditions, sorts, page) : found;
    }
    const sorts = sort.filter((each) => each !== 'relevance');
    const literal = text.trim();
    return this.#page(literal === '' ? { kind: 'all' } : { kind: 'literal', value: contains(literal) }, conditions, sorts, page);
  }

  async #page(
    source: Source,
    conditions: ProductConditions,
    sorts: ProductSearch['sort'],
    { page, limit, cursor }: PageRequest,
  ): Promise<FoundPage> {
    const order = orderOf(sorts);
    const after = cursor ? fromCursor(cursor, order, sorts) : undefined;
    const start = cursor === undefined ? 'page' : after === undefined ? 'first' : 'after';
    const statement = pageStatement(source, conditions, order, start);
    const given = source.kind === 'all' ? [] : [source.value];
    const values = [...given, ...conditions.values, limit, ...(after ?? [(page - 1) * limit])];
    const [row] = await this.sql.query<PageRow>(statement, values);
    const { total, ids: spaced, place } = row ?? { total: 0, ids: null, place: null };
    const ids = spaced?.split(' ') ?? [];
    if (cursor === undefined) return { ids, total };
    return { ids, total, nextCursor: ids.length === limit && place ? toCursor(order, place) : null };
  }

  /** What may have been meant by each of the words; undefined when nothing can be made of one of them. */
  async #meant(words: readonly string[]): Promise<Meant | undefined> {
    const keep = this.#corrections.begin(words);
    const known = await this.sql.query<{ words: readonly string[]; is_there: boolean }>(LIKE_WORDS, [words, searchQuery(asTyped(words))]);
    const meant = words.map((word, place) => meantBy(word, known[place]?.words ?? []));
    if (meant.some((alike) => alike.length === 0)) return undefined;
    if (known[0]?.is_there === false) keep(meant);
    return meant;
  }
}

const asTyped = (words: readonly string[]): Meant => words.map((word) => [word]);
const withWords = (words: Meant): Source => ({ kind: 'words', value: searchQuery(words) });

/** Shown from the start, from the start with a cursor to go on, or from a cursor. */
type Start = 'page' | 'first' | 'after';

/** The parameters: what is searched for if anything is, the conditions' values, the limit, then the offset or the place to go on from. */
function pageStatement({ kind }: Source, conditions: ProductConditions, order: ProductOrder, start: Start) {
  const shift = kind === 'all' ? 0 : 1;
  const shifted = conditions.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + shift}`);
  const where = kind === 'literal' ? `(p.title ilike $1 or p.description ilike $1) and ${shifted}` : shifted;
  const limitAt = shift + conditions.values.length + 1;
  const behind = start === 'after' ? order.after(limitAt + 1) : 'true';
  const window = `order by ${order.text} limit $${limitAt}${start === 'after' ? '' : ` offset $${limitAt + 1}`}`;
  const place = start === 'page' ? 'null::json' : order.place;
  const isNamed = conditions.kinds.length <= MOST_NAMED_KINDS && order.depth <= MOST_NAMED_KINDS;
  const counted = kind === 'words' ? 'matches' : `products p where ${where}`;
  const searched = kind === 'words' ? `matches p where ${behind}` : `products p where ${where} and ${behind}`;
  return {
    name: isNamed ? `catalogue.${[kind, ...conditions.kinds, order.name, start].join('.')}` : '',
    text: `${kind === 'words' ? matchesOf(where) : ''}
      select (select count(*)::int from ${counted}) as total, shown.ids, shown.place
      from (
        select string_agg(chosen.id::text, ' ' order by chosen.line) as ids,
          ${start === 'page' ? 'null::json' : '(array_agg(chosen.place order by chosen.line desc))[1]'} as place
        from (select row_number() over () as line, match.* from (select p.id, ${place} as place from ${searched} ${window}) match) chosen
      ) shown`,
  };
}

const matchesOf = (where: string): string => `with matches as materialized (
  select p.id, p.title, p.price_minor, p.rating_sum, p.rating_count, p.units_sold, ${RANK} as rank
  from product_faces found join products p on p.id = found.product_id
  where found.document @@ to_tsquery('shop', $1) and ${where})`;
