import type {
  Facets,
  FoundProducts,
  ProductQuery,
  ProductSearch,
  ProductSelection,
  ProductSort,
  Suggestions,
  TextReading,
} from '../../../application/catalogue/ports/product-search.js';
import type { ShelfView } from '../../../application/catalogue/ports/product-view.js';
import type { PageRequest } from '../../../application/shared/page.js';
import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import type { BrandId, CategoryId, ProductId } from '../../../domain/shared/ids.js';
import type { Currency } from '../../../domain/shared/money.js';
import type { Sql, Statement } from '../shared/sql.js';
import { priceSteps } from './facet-bands.js';
import { facetConditions, facetsStatement, toFacets, type FacetsRow } from './facets-sql.js';
import { KeptCorrections } from './kept-corrections.js';
import { KeptUntilShelvesChange } from './kept-until-shelves-change.js';
import { conditionsOf, contains, IN_STOCK, type ProductConditions } from './product-conditions-sql.js';
import { fromCursor, orderOf, toCursor, type ProductOrder } from './product-order-sql.js';
import { asText, isEmpty, meantBy, searchQuery, termsIn, wordsOf, type Meant, type SearchTerms, type Synonyms } from './search-terms.js';

/** The closest known words of each of the given ones, in their order, and whether any product at all has the words as they are. */
const LIKE_WORDS = {
  name: 'search_words.like',
  text: `select array(select known.word from search_words known order by known.word <-> given.word limit 40) as words,
      exists (select from product_documents found where found.document @@ to_tsquery('shop', $2)) as is_there
    from unnest($1::text[]) with ordinality as given (word, place) order by given.place`,
};
/** Those of the queries that find something for sale. */
const FRUITFUL = {
  name: 'search_words.fruitful',
  text: `select given.place::int as place from unnest($1::text[]) with ordinality as given (query, place)
    where exists (select from product_documents found join products p on p.id = found.product_id
      where p.status = 'published' and found.document @@ to_tsquery('shop', given.query)) order by given.place`,
};
const SYNONYMS = { name: 'search_synonyms.all', text: 'select words from search_synonyms order by id' };
const SHELVES = {
  name: 'shelves.named',
  text: `select 'category' as kind, id, name, slug from categories union all select 'brand', id, name, slug from brands order by name, id`,
};

/** So many that begin with it are looked at for those that sell best: of very short beginnings there are too many to look at all. */
const LOOKED_AT = 200;
const completion = (found: string): string => `select id from (
    select p.id, p.units_sold from ${found} and p.status = 'published' and p.title ~* all ($2::text[]) limit ${LOOKED_AT}
  ) begun order by units_sold desc, id desc limit $3`;
const COMPLETIONS = {
  name: 'products.complete',
  text: completion(`product_documents found join products p on p.id = found.product_id where found.names @@ to_tsquery('shop', $1)`),
};
const TITLES = {
  name: 'products.begin',
  text: completion(`products p where lower(p.title) collate "C" >= $1 and lower(p.title) collate "C" < $1 || chr(1114111)`),
};

/** A match in the title outweighs any number in the description; of things that fit alike, what sells well comes first: a twentieth for each power of e. */
const FIT = `ts_rank('{0.05, 0.2, 0.4, 1}', found.document, to_tsquery('shop', $1)) * (1 + 0.05 * ln(1 + p.units_sold))`;
/**
 * What is sold out loses three tenths, as far as anybody looks: of so many that fit best. Looking up the stock of all costs more than all
 * the rest. They stay before the others: no fit comes near ten. Whoever goes on by cursor gets the plain fit: with what sells out and comes in
 * the two hundred would change between two pages.
 */
const FIRST = 200;
const RANK = `case when p.line <= ${FIRST} then 10 + p.fit * case when ${IN_STOCK} then 1 else 0.7 end else p.fit end`;

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

interface Shelf {
  readonly kind: 'category' | 'brand';
  readonly shelf: ShelfView<CategoryId | BrandId>;
  readonly words: readonly string[];
}

/** Distinct statements are kept prepared by each connection, so only the common ones get a name. */
const MOST_NAMED_KINDS = 2;
const SHORTEST_SUGGESTED = 3;
const SHORTEST_LOOKED_UP = 3;

/** PostgreSQL's full text search, with trigrams for what was mistyped. */
export class SqlProductSearch implements ProductSearch {
  readonly #corrections: KeptCorrections;
  readonly #synonyms: KeptUntilShelvesChange<Synonyms>;
  readonly #shelves: KeptUntilShelvesChange<readonly Shelf[]>;

  constructor(
    private readonly sql: Sql,
    feed: ChangeFeed,
    private readonly currency: Currency,
  ) {
    this.#corrections = new KeptCorrections(feed);
    this.#synonyms = new KeptUntilShelvesChange(feed, async () => {
      const groups = await sql.query<{ words: readonly string[] }>(SYNONYMS);
      return synonymsOf(groups.map(({ words }) => words));
    });
    this.#shelves = new KeptUntilShelvesChange(feed, async () => {
      const rows = await sql.query<ShelfView<CategoryId | BrandId> & Pick<Shelf, 'kind'>>(SHELVES);
      return rows.map(({ kind, ...shelf }) => ({ kind, shelf, words: wordsOf(shelf.name) }));
    });
  }

  async find({ sort, ...selection }: ProductQuery, page: PageRequest): Promise<FoundProducts> {
    const { text = '', ...filter } = selection;
    const conditions = conditionsOf(filter);
    const terms = termsIn(text);
    if (isEmpty(terms)) {
      const sorts = sort.filter((each) => each !== 'relevance');
      return this.#page(literally(text), conditions, sorts, page);
    }
    const sorts: readonly ProductSort[] = sort.length > 0 ? sort : ['relevance'];
    const attempt = (source: Source) => this.#page(source, conditions, sorts, page);
    const { result, reading } = await this.#read(terms, attempt, ({ total }) => total > 0);
    if (result.total > 0) return { ...result, reading };
    return { ...result, reading: { ...reading, suggestions: await this.#fruitful(terms) } };
  }

  async facets({ text = '', ...filter }: ProductSelection): Promise<Facets> {
    const conditions = conditionsOf(filter);
    const terms = termsIn(text);
    const attempt = (source: Source) => this.#facets(source, conditions);
    if (isEmpty(terms)) return attempt(literally(text));
    // Of a kind that was asked for, other values may still fit: only nothing at all is a reason to look for other words.
    const { result } = await this.#read(terms, attempt, ({ stock, categories, brands, prices }) =>
      [stock.inStock + stock.soldOut, categories.length, brands.length, ...prices.map(({ count }) => count)].some((count) => count > 0),
    );
    return result;
  }

  async suggest(text: string, limit: number): Promise<Suggestions> {
    const terms = termsIn(text);
    if (terms.words.length === 0) return NOTHING;
    const found = await this.#complete(asTyped(terms.words), limit);
    if (!isNothing(found)) return { ...found, correctedTo: null };
    const meant = this.#corrections.of(terms.words) ?? (await this.#meant(terms));
    const completed = meant && (await this.#complete(meant, limit));
    return meant && completed && !isNothing(completed) ? { ...completed, correctedTo: asText(terms, meant) } : NOTHING;
  }

  async #complete(meant: Meant, limit: number) {
    const [shelves, products] = await Promise.all([this.#shelves.get(), this.sql.query<{ id: ProductId }>(...completionOf(meant, limit))]);
    const fits = ({ words }: Shelf): boolean => meant.every((alike) => alike.some((word) => words.some((other) => other.startsWith(word))));
    const fitting = shelves.filter(fits);
    const of = (kind: Shelf['kind']) => fitting.filter((each) => each.kind === kind).slice(0, limit);
    return {
      products: products.map(({ id }) => id),
      categories: of('category').map(({ shelf }) => shelf as ShelfView<CategoryId>),
      brands: of('brand').map(({ shelf }) => shelf as ShelfView<BrandId>),
    };
  }

  /** As it was typed, and if that finds nothing, as it may have been meant. */
  async #read<Result>(
    terms: SearchTerms,
    attempt: (source: Source) => Promise<Result>,
    isFound: (result: Result) => boolean,
  ): Promise<{ readonly result: Result; readonly reading: TextReading }> {
    const typed = asTyped(terms.words);
    const reading = { tried: [asText(terms, typed)], correctedTo: null, suggestions: [] };
    const known = this.#corrections.of(terms.words);
    const first = known ? undefined : await attempt(await this.#source(typed, terms));
    if (first !== undefined && isFound(first)) return { result: first, reading };
    const meant = known ?? (terms.words.length > 0 ? await this.#meant(terms) : undefined);
    if (!meant) return { result: first ?? (await attempt(await this.#source(typed, terms))), reading };
    const result = await attempt(await this.#source(meant, terms));
    const corrected = asText(terms, meant);
    if (corrected === reading.tried[0]) return { result, reading };
    return { result, reading: { ...reading, tried: [...reading.tried, corrected], correctedTo: isFound(result) ? corrected : null } };
  }

  async #query(meant: Meant, terms: SearchTerms): Promise<string> {
    return searchQuery(meant, terms, await this.#synonyms.get());
  }

  async #source(meant: Meant, terms: SearchTerms): Promise<Source> {
    return { kind: 'words', value: await this.#query(meant, terms) };
  }

  async #page(
    source: Source,
    conditions: ProductConditions,
    sorts: readonly ProductSort[],
    { page, limit, cursor }: PageRequest,
  ): Promise<FoundProducts> {
    const order = orderOf(sorts);
    const after = cursor ? fromCursor(cursor, order, sorts) : undefined;
    const start = cursor === undefined ? 'page' : after === undefined ? 'first' : 'after';
    const statement = pageStatement(source, conditions, order, start);
    const values = [...givenOf(source), ...conditions.values, limit, ...(after ?? [(page - 1) * limit])];
    const [row] = await this.sql.query<PageRow>(statement, values);
    const { total, ids: spaced, place } = row ?? { total: 0, ids: null, place: null };
    const ids = (spaced?.split(' ') ?? []) as ProductId[];
    if (cursor === undefined) return { ids, total };
    return { ids, total, nextCursor: ids.length === limit && place ? toCursor(order, place) : null };
  }

  async #facets(source: Source, conditions: ProductConditions): Promise<Facets> {
    const { always, of } = facetConditions(conditions);
    const shift = (text: string) => shifted(text, source);
    const found = source.kind === 'words' ? `found.document @@ to_tsquery('shop', $1) and ` : '';
    const literal = source.kind === 'literal' ? LITERAL : '';
    const products = `from ${found ? 'product_documents found join products p on p.id = found.product_id' : 'products p'}
      where ${found}${literal}${shift(always)}`;
    const values = [...givenOf(source), ...conditions.values, priceSteps(this.currency)];
    const text = facetsStatement(products, (kind) => shift(of(kind))).replace(':steps', `$${values.length}`);
    const isNamed = conditions.kinds.length <= MOST_NAMED_KINDS;
    const [row] = await this.sql.query<FacetsRow>(
      { name: isNamed ? `facets.${[source.kind, ...conditions.kinds].join('.')}` : '', text },
      values,
    );
    if (!row) throw new Error('A statement without a table has one row');
    return toFacets(row, this.currency);
  }

  /** What may have been meant by each of the words; undefined when nothing can be made of one of them. */
  async #meant({ words }: SearchTerms): Promise<Meant | undefined> {
    const keep = this.#corrections.begin(words);
    const asTheyAre = await this.#query(asTyped(words), { words, phrases: [], excluded: [] });
    const known = await this.sql.query<{ words: readonly string[]; is_there: boolean }>(LIKE_WORDS, [words, asTheyAre]);
    const meant = words.map((word, place) => meantBy(word, known[place]?.words ?? []));
    if (meant.some((alike) => alike.length === 0)) return undefined;
    if (known[0]?.is_there === false) keep(meant);
    return meant;
  }

  /** Words and phrases that find something alone. */
  async #fruitful({ words, phrases }: SearchTerms): Promise<readonly string[]> {
    const long = words.filter((word) => word.length >= SHORTEST_SUGGESTED).map((word) => ({ words: [word], phrases: [], excluded: [] }));
    const parts: readonly SearchTerms[] = [...long, ...phrases.map((phrase) => ({ words: [], phrases: [phrase], excluded: [] }))];
    if (words.length + phrases.length < 2) return [];
    const queries = await Promise.all(parts.map((part) => this.#query(asTyped(part.words), part)));
    const rows = await this.sql.query<{ place: number }>(FRUITFUL, [queries]);
    return rows.flatMap(({ place }) => {
      const part = parts[place - 1];
      return part ? [asText(part, asTyped(part.words))] : [];
    });
  }
}

const NOTHING: Suggestions = { products: [], categories: [], brands: [], correctedTo: null };
const isNothing = ({ products, categories, brands }: Omit<Suggestions, 'correctedTo'>): boolean =>
  products.length + categories.length + brands.length === 0;

const asTyped = (words: readonly string[]): Meant => words.map((word) => [word]);

const literally = (text: string): Source => {
  const literal = text.trim();
  return literal === '' ? { kind: 'all' } : { kind: 'literal', value: contains(literal) };
};

/** Very short words begin too much to be looked up: they have to begin some word of the title, and alone they have to begin it. */
function completionOf(meant: Meant, limit: number): readonly [Statement, readonly unknown[]] {
  const isLong = (alike: readonly string[]): boolean => alike.every((word) => word.length >= SHORTEST_LOOKED_UP);
  const [long, short] = [meant.filter(isLong), meant.filter((alike) => !isLong(alike))];
  const begins = short.map((alike) => `\\m(${alike.join('|')})`);
  if (long.length === 0) return [TITLES, [meant[0]?.[0] ?? '', begins.slice(1), limit]];
  const query = long.map((alike) => `(${alike.map((word) => `'${word}':*`).join(' | ')})`).join(' & ');
  return [COMPLETIONS, [query, begins, limit]];
}

/** Words in a row lead to all that mean the same, except themselves. */
function synonymsOf(groups: readonly (readonly string[])[]): Synonyms {
  const known = new Map<string, (readonly string[])[]>();
  for (const group of groups) {
    const phrases = group.map(wordsOf);
    for (const phrase of phrases) {
      const key = phrase.join(' ');
      const others = phrases.filter((other) => other.join(' ') !== key);
      known.set(key, [...(known.get(key) ?? []), ...others]);
    }
  }
  return (words) => {
    const asked = words.join(' ');
    return known.get(asked) ?? known.get(asked.replace(/s$/, '')) ?? known.get(asked.replace(/es$/, ''));
  };
}

const LITERAL = '(p.title ilike $1 or p.description ilike $1) and ';
const givenOf = (source: Source): readonly string[] => (source.kind === 'all' ? [] : [source.value]);
/** Behind what is searched for, if anything is. */
const shifted = (text: string, { kind }: Source): string =>
  kind === 'all' ? text : text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + 1}`);

/** Shown from the start, from the start with a cursor to go on, or from a cursor. */
type Start = 'page' | 'first' | 'after';

/** The parameters: what is searched for if anything is, the conditions' values, the limit, then the offset or the place to go on from. */
function pageStatement(source: Source, conditions: ProductConditions, order: ProductOrder, start: Start) {
  const { kind } = source;
  const where = `${kind === 'literal' ? LITERAL : ''}${shifted(conditions.text, source)}`;
  const limitAt = givenOf(source).length + conditions.values.length + 1;
  const behind = start === 'after' ? order.after(limitAt + 1) : 'true';
  const window = `order by ${order.text} limit $${limitAt}${start === 'after' ? '' : ` offset $${limitAt + 1}`}`;
  const place = start === 'page' ? 'null::json' : order.place;
  const isNamed = conditions.kinds.length <= MOST_NAMED_KINDS && order.depth <= MOST_NAMED_KINDS;
  const rank = !order.name.includes('relevance') ? 'none' : start === 'page' ? 'stocked' : 'plain';
  const counted = kind === 'words' ? 'matches' : `products p where ${where}`;
  const searched = kind === 'words' ? `matches p where ${behind}` : `products p where ${where} and ${behind}`;
  return {
    name: isNamed ? `catalogue.${[kind, ...conditions.kinds, order.name, start].join('.')}` : '',
    text: `${kind === 'words' ? matchesOf(where, rank) : ''}
      select (select count(*)::int from ${counted}) as total, shown.ids, shown.place
      from (
        select string_agg(chosen.id::text, ' ' order by chosen.line) as ids,
          ${start === 'page' ? 'null::json' : '(array_agg(chosen.place order by chosen.line desc))[1]'} as place
        from (select row_number() over () as line, match.* from (select p.id, ${place} as place from ${searched} ${window}) match) chosen
      ) shown`,
  };
}

/** @param rank by fit and stock, by fit alone, or not at all when nobody asks which fits best. */
function matchesOf(where: string, rank: 'stocked' | 'plain' | 'none'): string {
  const lined = 'select found.*, row_number() over (order by found.fit desc, found.id desc) as line from found';
  const ranked = {
    stocked: `select p.*, ${RANK} as rank from (${lined}) p`,
    plain: 'select found.*, found.fit as rank from found',
    none: 'select * from found',
  };
  return `with found as materialized (
    select p.id, p.title, p.price_minor, p.rating_sum, p.rating_count, p.units_sold, ${rank === 'none' ? '0' : FIT}::float8 as fit
    from product_documents found join products p on p.id = found.product_id
    where found.document @@ to_tsquery('shop', $1) and ${where}
  ), matches as materialized (${ranked[rank]})`;
}
