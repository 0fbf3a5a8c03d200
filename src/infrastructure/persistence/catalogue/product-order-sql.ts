import type { ProductSort } from '../../../application/catalogue/ports/product-search.js';
import { InvalidCursor } from '../../../application/shared/errors.js';

interface SortKey {
  readonly sql: string;
  readonly type: string;
  readonly direction: 'asc' | 'desc';
}

const BY_ID: SortKey = { sql: 'p.id', type: 'uuid', direction: 'asc' };
const NEWEST: SortKey = { ...BY_ID, direction: 'desc' }; // later ids sort after earlier ones
const RATING = 'case when p.rating_count = 0 then -1 else p.rating_sum::float8 / p.rating_count end';

const KEYS: Readonly<Record<ProductSort, SortKey>> = {
  relevance: { sql: 'p.rank', type: 'float8', direction: 'desc' },
  newest: NEWEST,
  price: { sql: 'p.price_minor', type: 'bigint', direction: 'asc' },
  '-price': { sql: 'p.price_minor', type: 'bigint', direction: 'desc' },
  title: { sql: 'lower(p.title) collate "C"', type: 'text', direction: 'asc' },
  '-rating': { sql: RATING, type: 'float8', direction: 'desc' },
  '-popularity': { sql: 'p.units_sold', type: 'bigint', direction: 'desc' },
};

/** What decides, each once; what is asked for behind `newest` never does. */
export const decidingOf = (sorts: readonly ProductSort[]): readonly ProductSort[] => {
  const asked: readonly ProductSort[] = sorts.length > 0 ? [...new Set(sorts)] : ['newest'];
  return asked.includes('newest') ? asked.slice(0, asked.indexOf('newest') + 1) : asked;
};

/** Ends on the id. Of equals the newest comes first where newness or likeness is asked for. */
function keysOf(sorts: readonly ProductSort[]): readonly SortKey[] {
  const deciding = decidingOf(sorts);
  if (deciding.includes('newest')) return deciding.map((sort) => KEYS[sort]);
  return [...deciding.map((sort) => KEYS[sort]), deciding[0] === 'relevance' ? NEWEST : BY_ID];
}

export interface ProductOrder {
  readonly name: string;
  /** For `order by`. */
  readonly text: string;
  /** What a row is sorted by, as a json array of text. */
  readonly place: string;
  readonly depth: number;
  /** The rows behind those values, which stand in the parameters from `first` on. */
  after(first: number): string;
}

/** A total order over products, and how to go on behind one of them. */
export function orderOf(sorts: readonly ProductSort[]): ProductOrder {
  const keys = keysOf(sorts);
  return {
    name: decidingOf(sorts).join(','),
    text: keys.map(({ sql, direction }) => `${sql} ${direction}`).join(', '),
    place: `json_build_array(${keys.map(({ sql }) => `(${sql})::text`).join(', ')})`,
    depth: keys.length,
    after: (first) => {
      const values = keys.map(({ type }, place) => `$${first + place}::text::${type}`);
      const [only] = keys;
      if (keys.length === 1 && only) return `${only.sql} ${only.direction === 'asc' ? '>' : '<'} ${values[0] ?? ''}`;
      const alternatives = keys.map(({ sql, direction }, place) => {
        const equals = keys.slice(0, place).map((key, before) => `${key.sql} = ${values[before] ?? ''}`);
        return `(${[...equals, `${sql} ${direction === 'asc' ? '>' : '<'} ${values[place] ?? ''}`].join(' and ')})`;
      });
      return `(${alternatives.join(' or ')})`;
    },
  };
}

/** Where a page ended, as text that means nothing to whoever holds it. */
export const toCursor = ({ name }: ProductOrder, place: readonly string[]): string =>
  Buffer.from(JSON.stringify([name, ...place])).toString('base64url');

const FORMS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  bigint: /^-?\d{1,18}$/,
  float8: /^-?\d{1,20}(\.\d{1,20})?(e-?\d{1,2})?$/,
  text: /^[^\0]*$/s,
};

/** @throws InvalidCursor */
export function fromCursor(cursor: string, { name, depth }: ProductOrder, sorts: readonly ProductSort[]): readonly string[] {
  const [given, ...place] = parsed(cursor);
  const keys = keysOf(sorts);
  const isOurs = given === name && place.length === depth && place.every((value, index) => FORMS[keys[index]?.type ?? '']?.test(value));
  if (!isOurs) throw new InvalidCursor();
  return place;
}

function parsed(cursor: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : [];
  } catch {
    return [];
  }
}
