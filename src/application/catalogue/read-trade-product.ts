import { splitPath } from '../../domain/catalogue/category-path.js';
import { PRODUCT_STATUSES, type ProductStatus } from '../../domain/catalogue/product-state.js';
import { MAX_SHELF_NAME, tidyName } from '../../domain/catalogue/shelf-name.js';
import { isSku } from '../../domain/catalogue/sku.js';
import { InvalidAmount, Money, type Currency } from '../../domain/shared/money.js';
import type { TradeProduct, TradeVariant } from './ports/trade-product.js';

/** One thing that is wrong with what was told; `path` is its field, such as `variants[1].price`. */
export interface TradeFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

type Told = Readonly<Record<string, unknown>>;

const MOST = {
  title: 200,
  description: 20_000,
  slug: 200,
  list: 50,
  images: 30,
  variants: 100,
  options: 5,
  alt: 300,
  stock: 1_000_000_000,
  depth: 10,
};
const CHOICE = /^[^\p{Cc}]{1,80}$/u;
const HALF_A_LETTER = /\p{Surrogate}/u;
const YES_OR_NO: Readonly<Record<string, boolean>> = { true: true, false: false, yes: true, no: false, '1': true, '0': false };

const PRODUCT_FIELDS = [
  'slug',
  'title',
  'description',
  'status',
  'brand',
  'categories',
  'tags',
  'options',
  'images',
  'currency',
  'variants',
];
const VARIANT_FIELDS = ['sku', 'options', 'price', 'compare_at_price', 'stock', 'digital'];

const isRecord = (value: unknown): value is Told => typeof value === 'object' && value !== null && !Array.isArray(value);
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
const prose = (text: string): string => text.replaceAll('\0', '').trim();

/** Reads field by field and goes on after what is wrong, so that all of it can be said at once. */
class Reading {
  readonly faults: TradeFault[] = [];

  fault(path: string, code: string, message: string): undefined {
    this.faults.push({ path, code, message: `${path} ${message}` });
    return undefined;
  }

  /** Undefined: absent; null: empty. */
  text(path: string, value: unknown, most: number, tidy = oneLine): string | null | undefined {
    if (value === undefined) return undefined;
    if (value === null) return null;
    if (typeof value !== 'string') return this.fault(path, 'format', 'must be text');
    if (HALF_A_LETTER.test(value)) return this.fault(path, 'format', 'has half a letter: it was cut in the middle of one');
    const text = tidy(value);
    if ([...text].length > most) return this.fault(path, 'too_long', `must be at most ${most} characters`);
    return text === '' ? null : text;
  }

  list<Item>(path: string, value: unknown, most: number, read: (path: string, item: unknown) => Item | undefined): Item[] | undefined {
    if (value === undefined) return undefined;
    if (value === null) return [];
    if (!Array.isArray(value)) return this.fault(path, 'format', 'must be a list');
    if (value.length > most) return this.fault(path, 'too_long', `must have at most ${most} entries`);
    return value.map((item, place) => read(`${path}[${place}]`, item)).filter((item) => item !== undefined);
  }

  shelfName(path: string, value: unknown): string | null | undefined {
    return this.text(path, value, MAX_SHELF_NAME, tidyName);
  }

  choice(path: string, value: unknown): string | undefined {
    if (typeof value === 'string' && CHOICE.test(value) && !HALF_A_LETTER.test(value)) return value;
    return this.fault(path, 'format', 'must be text of 1 to 80 characters on one line');
  }

  money(path: string, value: unknown, currency: Currency): Money | null | undefined {
    if (value === undefined) return undefined;
    if (value === null || value === '') return null;
    try {
      if (typeof value === 'string' || typeof value === 'number')
        return Money.parse(typeof value === 'string' ? value.trim() : value, currency);
    } catch (error) {
      if (!(error instanceof InvalidAmount)) throw error;
    }
    return this.fault(path, 'format', `must be an amount in ${currency} such as ${Money.of(1250, currency).toDecimal()}`);
  }

  wholeNumber(path: string, value: unknown, most: number): number | undefined {
    if (value === undefined || value === null || value === '') return undefined;
    const number = typeof value === 'string' && /^\s*\d{1,12}\s*$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 && number <= most) return number;
    return this.fault(path, 'format', `must be a whole number from 0 to ${most}`);
  }

  yesOrNo(path: string, value: unknown): boolean | undefined {
    if (value === undefined || value === null || value === '') return undefined;
    const said = typeof value === 'boolean' ? value : typeof value === 'string' ? YES_OR_NO[value.trim().toLowerCase()] : undefined;
    return said ?? this.fault(path, 'format', 'must be true or false');
  }

  /** What nobody here would hear is a mistake in the file, not something to pass over. */
  strangers(path: string, told: Told, known: readonly string[]): void {
    for (const name of Object.keys(told))
      if (!known.includes(name)) this.fault(path + name, 'unknown', `is not known; known are ${known.join(', ')}`);
  }
}

function readVariant(reading: Reading, path: string, value: unknown, currency: Currency): TradeVariant | undefined {
  if (!isRecord(value)) return reading.fault(path, 'format', 'must be an object');
  reading.strangers(`${path}.`, value, VARIANT_FIELDS);
  const { options } = value;
  if (options !== undefined && !isRecord(options)) return reading.fault(`${path}.options`, 'format', 'must be an object');
  const sku = reading.text(`${path}.sku`, value['sku'], 64) ?? undefined;
  if (sku !== undefined && !isSku(sku)) reading.fault(`${path}.sku`, 'format', 'must be 1 to 64 letters, digits, spaces and . _ / + # -');
  const price = reading.money(`${path}.price`, value['price'], currency);
  if (price === null) reading.fault(`${path}.price`, 'required', 'must not be empty');
  return {
    sku,
    options:
      options &&
      Object.fromEntries(Object.entries(options).map(([name, chosen]) => [name, reading.choice(`${path}.options`, chosen) ?? ''])),
    price: price ?? undefined,
    compareAtPrice: reading.money(`${path}.compare_at_price`, value['compare_at_price'], currency),
    stock: reading.wholeNumber(`${path}.stock`, value['stock'], MOST.stock),
    isDigital: reading.yesOrNo(`${path}.digital`, value['digital']),
  };
}

function readOption(reading: Reading, path: string, value: unknown) {
  if (!isRecord(value)) return reading.fault(path, 'format', 'must be an object with a name');
  reading.strangers(`${path}.`, value, ['name', 'values']);
  const name = reading.choice(`${path}.name`, value['name']);
  const values = reading.list(`${path}.values`, value['values'], MOST.list, (place, text) => reading.choice(place, text));
  return name === undefined ? undefined : { name, values };
}

function readImage(reading: Reading, path: string, value: unknown) {
  const told = typeof value === 'string' ? { url: value } : value;
  if (!isRecord(told)) return reading.fault(path, 'format', 'must be an object with a url');
  reading.strangers(`${path}.`, told, ['url', 'alt']);
  const url = reading.text(`${path}.url`, told['url'], 500);
  if (!url) return reading.fault(`${path}.url`, 'required', 'is required');
  const alt = reading.text(`${path}.alt`, told['alt'], MOST.alt);
  return { url, alt: alt === null ? '' : alt };
}

function readPath(reading: Reading, path: string, value: unknown): readonly string[] | undefined {
  if (typeof value !== 'string') return reading.fault(path, 'format', 'must be text such as "Kitchen > Mugs"');
  const names = splitPath(value).map((name) => reading.shelfName(path, name));
  if (names.length > MOST.depth) return reading.fault(path, 'too_long', `must be at most ${MOST.depth} deep`);
  if (names.includes(null)) return reading.fault(path, 'format', 'has a step without a name');
  return names.flatMap((name) => name ?? []);
}

/** What is told of a product, read and judged as far as one can without looking at the shop. */
export function readTradeProduct(
  told: Told,
  currency: Currency,
): { readonly product: TradeProduct; readonly faults: readonly TradeFault[] } {
  const reading = new Reading();
  reading.strangers('', told, PRODUCT_FIELDS);
  const their = reading.text('currency', told['currency'], 10) ?? currency;
  if (their.toUpperCase() !== currency) reading.fault('currency', 'currency', `is ${their}, but this shop sells in ${currency}`);
  const status = reading.text('status', told['status'], 20) ?? undefined;
  const isStatus = (text: string): text is ProductStatus => PRODUCT_STATUSES.some((known) => known === text);
  const known = status?.toLowerCase() ?? '';
  if (status !== undefined && !isStatus(known)) reading.fault('status', 'format', `must be one of ${PRODUCT_STATUSES.join(', ')}`);
  const title = reading.text('title', told['title'], MOST.title);
  if (title === null) reading.fault('title', 'required', 'must not be empty');
  const description = reading.text('description', told['description'], MOST.description, prose);
  const variants = reading.list('variants', told['variants'], MOST.variants, (path, variant) =>
    readVariant(reading, path, variant, currency),
  );
  if (variants?.length === 0 || told['variants'] === undefined) reading.fault('variants', 'required', 'must have at least one entry');
  const product: TradeProduct = {
    slug: reading.text('slug', told['slug'], MOST.slug) ?? undefined,
    title: title ?? undefined,
    description: description === null ? '' : description,
    status: isStatus(known) ? known : undefined,
    brand: reading.shelfName('brand', told['brand']),
    categories: reading.list('categories', told['categories'], MOST.list, (path, text) => readPath(reading, path, text)),
    tags: reading.list('tags', told['tags'], MOST.list, (path, name) => reading.shelfName(path, name) ?? undefined),
    options: reading.list('options', told['options'], MOST.options, (path, option) => readOption(reading, path, option)),
    images: reading.list('images', told['images'], MOST.images, (path, image) => readImage(reading, path, image)),
    variants: variants ?? [],
  };
  return { product, faults: reading.faults };
}
