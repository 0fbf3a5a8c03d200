import type {
  Facets,
  FoundProducts,
  LabelCount,
  ProductFilter,
  ProductQuery,
  ProductSearch,
  ProductSelection,
  ProductSort,
  Suggestions,
} from '../../../src/application/catalogue/ports/product-search.js';
import type { PageRequest } from '../../../src/application/shared/page.js';
import { InvalidCursor } from '../../../src/application/shared/errors.js';
import { Money } from '../../../src/domain/shared/money.js';
import { slugOf } from '../../../src/domain/shared/slug.js';
import type { SearchedProduct, SearchWorld } from '../search-world.js';

type Kind = 'category' | 'brand' | 'tag' | 'price' | 'rating' | 'stock';
const KINDS: readonly Kind[] = ['category', 'brand', 'tag', 'price', 'rating', 'stock'];
const BANDS = [0, 1000, 2500, 5000, 10000, 25000, 50000, 100000];

const wordsIn = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
const stem = (word: string): string => word.replace(/s$/, '');

/** Looks at every product for every question: slow, and simple enough to be right. */
export class InMemoryProductSearch implements ProductSearch {
  constructor(private readonly world: SearchWorld) {}

  async find({ sort, text = '', ...filter }: ProductQuery, { page, limit, cursor }: PageRequest): Promise<FoundProducts> {
    const fitting = this.world.products.filter((product) => this.#fits(product, filter));
    const { typed, corrected } = this.#read(text);
    const asTyped = fitting.filter((product) => typed(product) > 0);
    const isCorrected = asTyped.length === 0 && corrected !== undefined && fitting.some((product) => corrected.score(product) > 0);
    const score = isCorrected ? corrected.score : typed;
    const found = fitting.filter((product) => score(product) > 0).sort(this.#order(sort, wordsIn(text).length > 0, score));
    const reading = {
      tried: [wordsIn(text).join(' '), ...(isCorrected ? [corrected.text] : [])],
      correctedTo: isCorrected ? corrected.text : null,
      suggestions: found.length > 0 ? [] : wordsIn(text).filter((word) => fitting.some((product) => this.#score(product, [word]) > 0)),
    };
    const from = cursor === undefined ? (page - 1) * limit : this.#startOf(cursor, sort, found);
    const ids = found.slice(from, from + limit).map(({ id }) => id);
    const next = from + limit < found.length ? JSON.stringify([sort.join(), ids.at(-1)]) : null;
    return {
      ids,
      total: found.length,
      ...(cursor === undefined ? {} : { nextCursor: next }),
      ...(wordsIn(text).length > 0 ? { reading } : {}),
    };
  }

  async facets({ text = '', ...filter }: ProductSelection): Promise<Facets> {
    const { typed } = this.#read(text);
    const others = (left: Kind) => this.world.products.filter((product) => typed(product) > 0 && this.#fits(product, filter, left));
    const labels = (
      kind: Kind,
      shelves: readonly { readonly name: string; readonly slug: string }[],
      of: (product: SearchedProduct) => readonly string[],
    ) =>
      shelves
        .map(({ name, slug }): LabelCount => ({
          value: slug,
          label: name,
          count: others(kind).filter((product) => of(product).includes(name)).length,
        }))
        .filter(({ count }) => count > 0)
        .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
        .slice(0, 100);
    const [priced, rated, stocked] = [others('price'), others('rating'), others('stock')];
    return {
      categories: labels('category', this.world.categories, (product) => this.#above(product)),
      brands: labels('brand', this.world.brands, ({ brand }) => (brand === null ? [] : [brand])),
      tags: labels('tag', this.world.tags, ({ tags }) => tags),
      prices: BANDS.map((min, place) => {
        const next = BANDS[place + 1] ?? Infinity;
        return {
          min: Money.of(min, 'USD'),
          max: next === Infinity ? null : Money.of(next - 1, 'USD'),
          count: priced.filter(({ priceMinor }) => priceMinor >= min && priceMinor < next).length,
        };
      }),
      ratings: [4, 3, 2, 1].map((atLeast) => ({
        atLeast,
        count: rated.filter(({ ratingSum, ratingCount }) => ratingCount > 0 && ratingSum >= atLeast * ratingCount).length,
      })),
      stock: {
        inStock: stocked.filter(({ pieces }) => pieces > 0).length,
        soldOut: stocked.filter(({ pieces }) => pieces === 0).length,
      },
    };
  }

  async suggest(text: string, limit: number): Promise<Suggestions> {
    const typed = wordsIn(text);
    if (typed.length === 0) return { products: [], categories: [], brands: [], correctedTo: null };
    const complete = (words: readonly string[]) => {
      const begins = (...texts: (string | null)[]) =>
        words.every((word) => wordsIn(texts.join(' ')).some((other) => other.startsWith(word)));
      const shelves = <Shelf extends { readonly name: string }>(all: readonly Shelf[]) =>
        all
          .filter(({ name }) => begins(name))
          .sort((left, right) => (left.name < right.name ? -1 : 1))
          .slice(0, limit);
      return {
        products: this.world.products
          .filter(({ title, brand, status }) => status === 'published' && begins(title, brand))
          .sort((left, right) => right.unitsSold - left.unitsSold || (left.id < right.id ? 1 : -1))
          .slice(0, limit)
          .map(({ id }) => id),
        categories: shelves(this.world.categories).map(({ id, name, slug }) => ({ id, name, slug })),
        brands: shelves(this.world.brands),
      };
    };
    const found = complete(typed);
    if (found.products.length + found.categories.length + found.brands.length > 0) return { ...found, correctedTo: null };
    const meant = this.#meant(typed);
    return meant ? { ...complete(meant), correctedTo: meant.join(' ') } : { ...found, correctedTo: null };
  }

  #fits(product: SearchedProduct, filter: ProductFilter, except?: Kind): boolean {
    const named = (wanted: readonly string[] | undefined, names: readonly string[]) =>
      wanted === undefined ||
      names.some((name) => wanted.some((each) => [name.toLowerCase(), slugOf(name, '')].includes(each.toLowerCase())));
    const { minPrice, maxPrice, minRating, inStock, status, title, description } = filter;
    const { priceMinor, ratingSum, ratingCount, pieces } = product;
    const fits: Readonly<Record<Kind, boolean>> = {
      category: named(filter.categories, this.#above(product)),
      brand: named(filter.brands, product.brand === null ? [] : [product.brand]),
      tag: named(filter.tags, product.tags),
      price: priceMinor >= (minPrice?.minor ?? 0) && priceMinor <= (maxPrice?.minor ?? Infinity),
      rating: minRating === undefined || (ratingCount > 0 && ratingSum >= minRating * ratingCount),
      stock: inStock === undefined || pieces > 0 === inStock,
    };
    const holds = (text: string, part: string | undefined) => part === undefined || text.toLowerCase().includes(part.toLowerCase());
    return (
      (status === undefined || product.status === status) &&
      holds(product.title, title) &&
      holds(product.description, description) &&
      KINDS.every((kind) => kind === except || fits[kind])
    );
  }

  /** The names of its categories, and of all above them. */
  #above({ categories }: SearchedProduct): readonly string[] {
    const names = new Set<string>();
    for (const name of categories)
      for (let at = this.world.categories.find((each) => each.name === name); at;) {
        names.add(at.name);
        const { parentId } = at;
        at = this.world.categories.find(({ id }) => id === parentId);
      }
    return [...names];
  }

  /** How well a product fits a text, as it was typed and as it may have been meant; 0: not at all. */
  #read(text: string) {
    const excluded = [...text.matchAll(/(?<=^|\s)-(\w+)/g)].map(([, word = '']) => word);
    const phrases = [...text.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => wordsIn(phrase));
    const words = wordsIn(text.replace(/(?<=^|\s)-\w+|"[^"]*"/g, ' '));
    const scoreOf = (wanted: readonly string[]) => (product: SearchedProduct) => {
      const row = ` ${wordsIn(`${product.title} ${product.description}`).map(stem).join(' ')} `;
      if (phrases.some((phrase) => !row.includes(` ${phrase.map(stem).join(' ')} `))) return 0;
      if (excluded.some((word) => this.#score(product, [word]) > 0)) return 0;
      return wanted.length > 0 ? this.#score(product, wanted) : 1;
    };
    const meant = this.#meant(words);
    return { typed: scoreOf(words), corrected: meant && { text: meant.join(' '), score: scoreOf(meant) } };
  }

  #score({ title, brand, description, tags, ...product }: SearchedProduct, words: readonly string[]): number {
    const fields: readonly (readonly [readonly string[], number])[] = [
      [wordsIn(title), 1],
      [wordsIn(brand ?? ''), 0.4],
      [wordsIn([...tags, ...this.#above(product as SearchedProduct)].join(' ')), 0.2],
      [wordsIn(description), 0.05],
    ];
    const alike = (word: string) => [
      word,
      ...this.world.synonyms.filter((group) => group.includes(stem(word)) || group.includes(word)).flat(),
    ];
    const scores = words.map((word) =>
      Math.max(
        0,
        ...fields.map(([all, weight]) => (all.some((other) => alike(word).some((each) => other.startsWith(stem(each)))) ? weight : 0)),
      ),
    );
    return scores.every((score) => score > 0) ? scores.reduce((sum, score) => sum + score, 0) : 0;
  }

  /** Words with one letter wrong or two that changed places. */
  #meant(words: readonly string[]): readonly string[] | undefined {
    const known = new Set(
      this.world.products.flatMap(({ title, description, brand }) => wordsIn(`${title} ${brand ?? ''} ${description}`)),
    );
    const letters = (word: string) => [...word].sort().join('');
    const meant = words.map(
      (word) => [...known].find((each) => each.startsWith(word)) ?? [...known].find((each) => letters(each) === letters(word)),
    );
    return words.length > 0 && meant.every((word) => word !== undefined) ? (meant as string[]) : undefined;
  }

  #order(sorts: readonly ProductSort[], isForWords: boolean, score: (product: SearchedProduct) => number) {
    const rating = ({ ratingSum, ratingCount }: SearchedProduct) => (ratingCount === 0 ? -1 : ratingSum / ratingCount);
    const by: Readonly<Record<ProductSort, (left: SearchedProduct, right: SearchedProduct) => number>> = {
      relevance: (left, right) => score(right) - score(left),
      newest: (left, right) => (left.id < right.id ? 1 : left.id > right.id ? -1 : 0),
      price: (left, right) => left.priceMinor - right.priceMinor,
      '-price': (left, right) => right.priceMinor - left.priceMinor,
      title: (left, right) =>
        left.title.toLowerCase() < right.title.toLowerCase() ? -1 : left.title.toLowerCase() > right.title.toLowerCase() ? 1 : 0,
      '-rating': (left, right) => rating(right) - rating(left),
      '-popularity': (left, right) => right.unitsSold - left.unitsSold,
    };
    const asked: readonly ProductSort[] = sorts.length > 0 ? sorts : isForWords ? ['relevance', 'newest'] : ['newest'];
    return (left: SearchedProduct, right: SearchedProduct): number => {
      for (const sort of asked) if (by[sort](left, right) !== 0) return by[sort](left, right);
      return by.newest(right, left);
    };
  }

  #startOf(cursor: string, sorts: readonly ProductSort[], found: readonly SearchedProduct[]): number {
    if (cursor === '') return 0;
    const [order, last] = JSON.parse(cursor) as [string, string];
    if (order !== sorts.join()) throw new InvalidCursor();
    return found.findIndex(({ id }) => id === last) + 1;
  }
}
