import type { ProductFilter, ProductSort } from '../../../application/catalogue/ports/product-search.js';
import { priceSteps, RATING_STEPS } from './facet-bands.js';
import type { FacetsRow } from './facets-sql.js';
import type { Currency } from '../../../domain/shared/money.js';

/** What one published product is filtered, sorted and counted by. */
export interface ProductRow {
  readonly id: string;
  readonly priceMinor: number;
  readonly ratingSum: number;
  readonly ratingCount: number;
  readonly isInStock: boolean;
  readonly brandId: string | null;
  /** Ids in their order, apart by spaces: products that stand on the same shelves have the same text here. */
  readonly categoryIds: string;
  readonly tagIds: string;
}

export interface Shelf {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** As PostgreSQL writes it small. */
  readonly lowerName: string;
  /** Of a category that stands below another one. */
  readonly parentId: string | null;
}

export interface Shelves {
  readonly categories: readonly Shelf[];
  readonly brands: readonly Shelf[];
  readonly tags: readonly Shelf[];
}

/** Sorts that need nothing but the columns. */
export type ColumnSort = Extract<ProductSort, 'newest' | 'price' | '-price' | '-rating'>;

/** Behind which product a page begins: its values in the order of the sorts, and its id. */
export interface Place {
  readonly values: readonly number[];
  readonly id: string;
}

export interface FoundRows {
  readonly total: number;
  readonly ids: readonly string[];
  /** Where the last of them stands. */
  readonly last: Place | undefined;
}

type Kind = 'categories' | 'brands' | 'tags' | 'price' | 'rating' | 'stock';
/** A bit for each kind in which a product does not fit. */
const BIT: Readonly<Record<Kind, number>> = { categories: 1, brands: 2, tags: 4, price: 8, rating: 16, stock: 32 };
const WORDS_OF_ID = 4;
/** Ratings are compared as sums: what a binary fraction loses must not decide. */
const HAIR = 1e-9;

/** The shelves that products stand on, each combination once: products are compared by its number. */
class Places {
  readonly #numbers = new Map<string, number>();
  readonly #combinations: (readonly string[])[] = [];
  /** Of each combination all that it counts for: itself and what is above it. */
  readonly #shelves: (readonly Shelf[])[] = [];
  #known = new Map<string, Shelf>();

  get size(): number {
    return this.#combinations.length;
  }

  numberOf(ids: string): number {
    const known = this.#numbers.get(ids);
    if (known !== undefined) return known;
    const number = this.#combinations.push(ids === '' ? [] : ids.split(' ')) - 1;
    this.#numbers.set(ids, number);
    this.#shelves.push(this.#above(this.#combinations[number] ?? []));
    return number;
  }

  /** @returns which combinations hold a shelf that is no longer there. */
  know(shelves: readonly Shelf[]): ReadonlySet<number> {
    const before = this.#known;
    this.#known = new Map(shelves.map((shelf) => [shelf.id, shelf]));
    const isGone = (shelfId: string): boolean => before.has(shelfId) && !this.#known.has(shelfId);
    this.#combinations.forEach((ids, number) => (this.#shelves[number] = this.#above(ids)));
    return new Set([...this.#combinations.keys()].filter((number) => this.#combinations[number]?.some(isGone)));
  }

  /** By slug or name, as a filter names them. */
  fitting(names: readonly string[]): Uint8Array {
    const wanted = new Set(names.map((name) => name.toLowerCase()));
    return Uint8Array.from(this.#shelves, (shelves) =>
      shelves.some(({ slug, lowerName }) => wanted.has(slug) || wanted.has(lowerName)) ? 1 : 0,
    );
  }

  /** How many products each shelf has, by how many each combination has. */
  counted(products: Int32Array): FacetsRow['brands'] {
    const counts = new Map<Shelf, number>();
    this.#shelves.forEach((shelves, number) => {
      const count = products[number] ?? 0;
      if (count > 0) for (const shelf of shelves) counts.set(shelf, (counts.get(shelf) ?? 0) + count);
    });
    return [...counts].map(([{ slug, name }, count]) => ({ value: slug, label: name, count }));
  }

  #above(ids: readonly string[]): readonly Shelf[] {
    const found = new Set<Shelf>();
    for (const shelfId of ids)
      for (let shelf = this.#known.get(shelfId); shelf && !found.has(shelf); shelf = this.#known.get(shelf.parentId ?? ''))
        found.add(shelf);
    return [...found];
  }
}

const wordsOf = (id: string): readonly number[] => {
  const digits = id.replaceAll('-', '');
  return Array.from({ length: WORDS_OF_ID }, (_, word) => Number.parseInt(digits.slice(word * 8, word * 8 + 8), 16));
};

/**
 * All published products, a column for each thing that they are filtered, sorted and counted by, in the order of their ids: a question
 * about a hundred thousand of them is a walk through a few arrays and takes a millisecond or two, whatever is asked.
 */
export class ProductColumns {
  #length = 0;
  #ids = new Uint32Array(0);
  #prices = new Float64Array(0);
  #ratingSums = new Float64Array(0);
  #ratingCounts = new Int32Array(0);
  #ratings = new Float64Array(0);
  /** How many of the steps of ratings are too much for it. */
  #levels = new Uint8Array(0);
  #bands = new Uint8Array(0);
  #inStock = new Uint8Array(0);
  #brands = new Int32Array(0);
  #categories = new Int32Array(0);
  #tags = new Int32Array(0);
  /** What is found out about each product for one question. */
  #misfits = new Uint8Array(0);
  readonly #places = { categories: new Places(), brands: new Places(), tags: new Places() };

  readonly #steps: readonly number[];

  constructor(shelves: Shelves, currency: Currency) {
    this.#steps = priceSteps(currency);
    this.know(shelves);
  }

  get size(): number {
    return this.#length;
  }

  /** What shelves there are now. @returns the products that stood on one that is gone: nobody tells of them one by one. */
  know(shelves: Shelves): readonly string[] {
    const gone = (['categories', 'brands', 'tags'] as const).map((kind) => this.#places[kind].know(shelves[kind]));
    if (gone.every(({ size }) => size === 0)) return [];
    const [categories, brands, tags] = gone as [ReadonlySet<number>, ReadonlySet<number>, ReadonlySet<number>];
    const rows: string[] = [];
    for (let row = 0; row < this.#length; row += 1)
      if (categories.has(this.#categories[row] ?? 0) || brands.has(this.#brands[row] ?? 0) || tags.has(this.#tags[row] ?? 0))
        rows.push(this.#idOf(row));
    return rows;
  }

  put({ id, priceMinor, ratingSum, ratingCount, isInStock, brandId, categoryIds, tagIds }: ProductRow): void {
    const words = wordsOf(id);
    const { row, isThere } = this.#find(words);
    if (!isThere) this.#open(row);
    this.#ids.set(words, row * WORDS_OF_ID);
    this.#prices[row] = priceMinor;
    this.#ratingSums[row] = ratingSum;
    this.#ratingCounts[row] = ratingCount;
    this.#ratings[row] = ratingCount === 0 ? -1 : ratingSum / ratingCount;
    this.#levels[row] = RATING_STEPS.filter((step) => ratingCount === 0 || ratingSum < step * ratingCount).length;
    this.#bands[row] = bandOf(priceMinor, this.#steps);
    this.#inStock[row] = isInStock ? 1 : 0;
    this.#brands[row] = this.#places.brands.numberOf(brandId ?? '');
    this.#categories[row] = this.#places.categories.numberOf(categoryIds);
    this.#tags[row] = this.#places.tags.numberOf(tagIds);
  }

  remove(id: string): void {
    const { row, isThere } = this.#find(wordsOf(id));
    if (!isThere) return;
    for (const column of this.#columns()) column.copyWithin(row, row + 1, this.#length);
    this.#ids.copyWithin(row * WORDS_OF_ID, (row + 1) * WORDS_OF_ID, this.#length * WORDS_OF_ID);
    this.#length -= 1;
  }

  /** A page: `skip` of them left out, or those behind a place. `sorts` end with `newest` or on the id. */
  find(
    filter: ProductFilter,
    sorts: readonly ColumnSort[],
    { skip = 0, limit, after }: { readonly skip?: number; readonly limit: number; readonly after?: Place },
  ): FoundRows {
    const misfits = this.#judge(filter);
    const length = this.#length;
    const { keys, isBackward, compare, isBehind } = this.#orderOf(sorts);
    const behind = after && this.#find(wordsOf(after.id));
    const fits = (row: number): boolean => misfits[row] === 0 && !(after && behind && !isBehind(row, after.values, behind));
    const best: number[] = [];
    let step = 0;
    for (; step < length && best.length < skip + limit; step += 1) {
      const row = isBackward ? length - 1 - step : step;
      if (fits(row)) best.push(row);
    }
    const [key] = keys;
    if (key && best.length > 0) {
      const { column, direction } = key;
      best.sort((left, right) => compare(right, left)); // the worst first: a heap
      let bound = (column[best[0] ?? 0] ?? 0) * direction;
      for (; step < length; step += 1) {
        const row = isBackward ? length - 1 - step : step;
        // Rows come by their ids, so one that is equal to the worst comes after it.
        if (misfits[row] !== 0 || (column[row] ?? 0) * direction > bound || !fits(row) || compare(row, best[0] ?? 0) >= 0) continue;
        replaceWorst(best, row, compare);
        bound = (column[best[0] ?? 0] ?? 0) * direction;
      }
    }
    const rows = best.sort(compare).slice(skip);
    const last = rows.at(-1);
    return {
      total: this.#fitting(misfits),
      ids: rows.map((row) => this.#idOf(row)),
      last: last === undefined ? undefined : { values: keys.map(({ column }) => column[last] ?? 0), id: this.#idOf(last) },
    };
  }

  /** Each kind counted over the products that fit in all other kinds. */
  facets(filter: ProductFilter): FacetsRow {
    const misfits = this.#judge(filter);
    const length = this.#length;
    const [categories, brands, tags] = [this.#counters('categories'), this.#counters('brands'), this.#counters('tags')];
    const [bands, levels, stock] = [new Int32Array(this.#steps.length + 1), new Int32Array(RATING_STEPS.length + 1), new Int32Array(2)];
    const [inCategories, ofBrand, withTags, inBand, atLevel, inStock] = [
      this.#categories,
      this.#brands,
      this.#tags,
      this.#bands,
      this.#levels,
      this.#inStock,
    ];
    for (let row = 0; row < length; row += 1) {
      const misfit = misfits[row] ?? 0;
      if ((misfit & (misfit - 1)) !== 0) continue; // fits in none, for two reasons
      if (misfit === 0 || misfit === BIT.categories) add(categories, inCategories[row] ?? 0);
      if (misfit === 0 || misfit === BIT.brands) add(brands, ofBrand[row] ?? 0);
      if (misfit === 0 || misfit === BIT.tags) add(tags, withTags[row] ?? 0);
      if (misfit === 0 || misfit === BIT.price) add(bands, inBand[row] ?? 0);
      if (misfit === 0 || misfit === BIT.rating) add(levels, atLevel[row] ?? 0);
      if (misfit === 0 || misfit === BIT.stock) add(stock, inStock[row] ?? 0);
    }
    return {
      categories: this.#places.categories.counted(categories),
      brands: this.#places.brands.counted(brands),
      tags: this.#places.tags.counted(tags),
      prices: Object.fromEntries(bands.entries()),
      ratings: RATING_STEPS.map((_, step) => levels.subarray(0, step + 1).reduce((sum, count) => sum + count, 0)),
      stock: [stock[1] ?? 0, stock[0] ?? 0],
    };
  }

  #fitting(misfits: Uint8Array): number {
    let count = 0;
    const length = this.#length;
    for (let row = 0; row < length; row += 1) if (misfits[row] === 0) count += 1;
    return count;
  }

  #counters(kind: keyof Shelves): Int32Array {
    return new Int32Array(this.#places[kind].size);
  }

  /** In which kinds each product does not fit. */
  #judge({ categories, brands, tags, minPrice, maxPrice, minRating, inStock }: ProductFilter): Uint8Array {
    const length = this.#length;
    const misfits = this.#misfits.fill(0, 0, length);
    const mark = (row: number, bit: number): void => {
      misfits[row] = (misfits[row] ?? 0) | bit;
    };
    const byPlace = (numbers: Int32Array, fits: Uint8Array, bit: number): void => {
      for (let row = 0; row < length; row += 1) if (fits[numbers[row] ?? 0] === 0) mark(row, bit);
    };
    if (categories) byPlace(this.#categories, this.#places.categories.fitting(categories), BIT.categories);
    if (brands) byPlace(this.#brands, this.#places.brands.fitting(brands), BIT.brands);
    if (tags) byPlace(this.#tags, this.#places.tags.fitting(tags), BIT.tags);
    if (minPrice || maxPrice) {
      const [prices, least, most] = [this.#prices, minPrice?.minor ?? 0, maxPrice?.minor ?? Infinity];
      for (let row = 0; row < length; row += 1) {
        const price = prices[row] ?? 0;
        if (price < least || price > most) mark(row, BIT.price);
      }
    }
    if (minRating !== undefined) {
      const [sums, counts] = [this.#ratingSums, this.#ratingCounts];
      for (let row = 0; row < length; row += 1) {
        const count = counts[row] ?? 0;
        if (count === 0 || (sums[row] ?? 0) < (minRating - HAIR) * count) mark(row, BIT.rating);
      }
    }
    if (inStock !== undefined) {
      const [column, wanted] = [this.#inStock, inStock ? 1 : 0];
      for (let row = 0; row < length; row += 1) if (column[row] !== wanted) mark(row, BIT.stock);
    }
    return misfits;
  }

  #orderOf(sorts: readonly ColumnSort[]) {
    const isBackward = sorts.length === 0 || sorts.includes('newest');
    const deciding = sorts.slice(0, isBackward ? sorts.indexOf('newest') : undefined);
    const keys = (sorts.length === 0 ? [] : deciding).map((sort) => ({
      column: sort === '-rating' ? this.#ratings : this.#prices,
      direction: sort === 'price' ? 1 : -1,
    }));
    const towards = isBackward ? -1 : 1;
    const compareAll = (left: number, right: number): number => {
      for (const { column, direction } of keys) {
        const difference = (column[left] ?? 0) - (column[right] ?? 0);
        if (difference !== 0) return difference * direction;
      }
      return (left - right) * towards;
    };
    const [key] = keys;
    const compare: Compare =
      key && keys.length === 1
        ? (left, right) => ((key.column[left] ?? 0) - (key.column[right] ?? 0)) * key.direction || (left - right) * towards
        : compareAll;
    /** @param id where a product with that id stands or would stand. */
    const isBehind = (row: number, values: readonly number[], id: { readonly row: number; readonly isThere: boolean }): boolean => {
      for (const [place, { column, direction }] of keys.entries()) {
        const difference = (column[row] ?? 0) - (values[place] ?? 0);
        if (difference !== 0) return difference * direction > 0;
      }
      return isBackward ? row < id.row : row > id.row || (row === id.row && !id.isThere);
    };
    return { keys, isBackward, compare, isBehind };
  }

  /** Where those words stand, or would have to stand. */
  #find(words: readonly number[]): { readonly row: number; readonly isThere: boolean } {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const difference = this.#compareId(middle, words);
      if (difference === 0) return { row: middle, isThere: true };
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return { row: low, isThere: false };
  }

  #compareId(row: number, words: readonly number[]): number {
    for (let word = 0; word < WORDS_OF_ID; word += 1) {
      const difference = (this.#ids[row * WORDS_OF_ID + word] ?? 0) - (words[word] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #idOf(row: number): string {
    const digits = Array.from(this.#ids.subarray(row * WORDS_OF_ID, (row + 1) * WORDS_OF_ID), (word) =>
      word.toString(16).padStart(8, '0'),
    ).join('');
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  }

  /** Room for one more, there. */
  #open(row: number): void {
    if (this.#length === this.#prices.length) this.#grow();
    for (const column of this.#columns()) column.copyWithin(row + 1, row, this.#length);
    this.#ids.copyWithin((row + 1) * WORDS_OF_ID, row * WORDS_OF_ID, this.#length * WORDS_OF_ID);
    this.#length += 1;
  }

  #columns() {
    return [
      this.#prices,
      this.#ratingSums,
      this.#ratingCounts,
      this.#ratings,
      this.#levels,
      this.#bands,
      this.#inStock,
      this.#brands,
      this.#categories,
      this.#tags,
    ] as const;
  }

  #grow(): void {
    const room = Math.max(1_024, Math.ceil(this.#length * 1.5));
    const grown = <Column extends Uint8Array | Int32Array | Uint32Array | Float64Array>(larger: Column, column: Column): Column => {
      larger.set(column);
      return larger;
    };
    this.#ids = grown(new Uint32Array(room * WORDS_OF_ID), this.#ids);
    this.#prices = grown(new Float64Array(room), this.#prices);
    this.#ratingSums = grown(new Float64Array(room), this.#ratingSums);
    this.#ratingCounts = grown(new Int32Array(room), this.#ratingCounts);
    this.#ratings = grown(new Float64Array(room), this.#ratings);
    this.#levels = grown(new Uint8Array(room), this.#levels);
    this.#bands = grown(new Uint8Array(room), this.#bands);
    this.#inStock = grown(new Uint8Array(room), this.#inStock);
    this.#brands = grown(new Int32Array(room), this.#brands);
    this.#categories = grown(new Int32Array(room), this.#categories);
    this.#tags = grown(new Int32Array(room), this.#tags);
    this.#misfits = new Uint8Array(room);
  }
}

function add(counters: Int32Array, place: number): void {
  counters[place] = (counters[place] ?? 0) + 1;
}

/** From 1, as `width_bucket` numbers them. */
function bandOf(price: number, steps: readonly number[]): number {
  let band = steps.length;
  while (band > 0 && price < (steps[band - 1] ?? 0)) band -= 1;
  return band;
}

type Compare = (left: number, right: number) => number;

/** In a heap whose first is the worst. */
function replaceWorst(heap: number[], row: number, compare: Compare): void {
  heap[0] = row;
  for (let place = 0; ;) {
    const left = 2 * place + 1;
    let worst = place;
    for (const below of [left, left + 1]) if (below < heap.length && compare(heap[below] ?? 0, heap[worst] ?? 0) > 0) worst = below;
    if (worst === place) return;
    swap(heap, place, worst);
    place = worst;
  }
}

function swap(heap: number[], left: number, right: number): void {
  [heap[left], heap[right]] = [heap[right] ?? 0, heap[left] ?? 0];
}
