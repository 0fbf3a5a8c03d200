import { array, boolean, mixed, number, object, string, type StringSchema } from 'yup';
import { PRODUCT_STATUSES } from '../../../domain/catalogue/product-state.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import { momentField } from '../shared/moment-field.js';
import { moneyField } from '../shared/money-on-the-wire.js';
import { pageFields } from '../shared/paging.js';

const MOST_STOCK = 1_000_000_000;
const MOST_PER_LIST = 50;
const LONGEST_SEARCH = 200;

export const says = (description: string) => ({ jsonSchema: { description } });

/** Text without what no text has: PostgreSQL refuses a NUL, and a line has no line breaks. */
const line = () => string().transform((text: unknown) => (typeof text === 'string' ? text.replace(/[\p{Cc}\s]+/gu, ' ').trim() : text));
const prose = () => string().transform((text: unknown) => (typeof text === 'string' ? text.replaceAll('\0', '').trim() : text));

/** A form and a query repeat a name for a list, or name it once; JSON has lists, and its types were checked before. */
const list = (field: StringSchema, most = MOST_PER_LIST) =>
  array()
    .of(field.required())
    .transform((value: unknown, original: unknown) => {
      const given = Array.isArray(original) ? (original as unknown[]) : [original];
      return original === undefined || original === null ? value : given.filter((text) => text !== '');
    })
    .max(most, `\${path} must have at most ${most} entries`);

/** An empty form field or parameter says nothing. */
export const absentWhenEmpty = <Value>(value: Value, original: unknown): Value | undefined => (original === '' ? undefined : value);
const nullWhenEmpty = <Value>(value: Value, original: unknown): Value | null => (original === '' ? null : value);

const pieces = () =>
  number()
    .transform(absentWhenEmpty)
    .typeError('stock_quantity must be a whole number from 0')
    .integer('stock_quantity must be a whole number from 0')
    .min(0, 'stock_quantity must be a whole number from 0')
    .max(MOST_STOCK, `stock_quantity must be at most ${MOST_STOCK}`)
    .meta(says('Pieces that can be sold, beside those that are promised already'));

const sku = () => line().nullable().transform(nullWhenEmpty).max(64, '${path} must be at most 64 characters');
const title = () => line().min(1, 'title must not be empty').max(200, 'title must be at most 200 characters');

/** What a product may be told in JSON and in a form alike. */
const fields = (currency: Currency) => ({
  title: title(),
  publish_at: momentField()
    .nullable()
    .transform(nullWhenEmpty)
    .meta(says('When a draft becomes published by itself; null: when somebody says so')),
  description: prose().max(20_000, 'description must be at most 20000 characters'),
  price: moneyField(currency)
    .transform(absentWhenEmpty)
    .meta(says(`In ${currency}; of the one variant`)),
  compare_at_price: moneyField(currency).nullable().transform(nullWhenEmpty).meta(says('What it used to cost')),
  stock_quantity: pieces(),
  digital: boolean().meta(says('No carrier brings it: it cannot be paid at the door. Of all `variants` that do not say it themselves')),
  sku: sku().meta(says('Of the one variant; made when it is not given')),
  category_ids: list(line().max(100, '${path} must be at most 100 characters')),
  brand_id: line().nullable().transform(nullWhenEmpty).max(100, 'brand_id must be at most 100 characters'),
  tags: list(line().max(80, '${path} must be at most 80 characters')).meta(says('Names; what is not there is made')),
});

const priceUnlessVariants = (currency: Currency) =>
  fields(currency)
    .price.test('required', 'price is required', (price, { parent }) => {
      const { variants } = parent as { variants?: readonly unknown[] };
      return price !== undefined || (variants ?? []).length > 0;
    })
    .meta(says(`In ${currency}; required unless \`variants\` are given`));

const newStatus = () =>
  string()
    .transform(absentWhenEmpty)
    .oneOf(['draft', 'published'] as const, 'status must be draft or published');

export const chosen = () =>
  mixed<Record<string, string>>()
    .test('options', '${path} must name one value for each option, such as {"Size": "M"}', (value) => {
      if (value === undefined || value === null) return true;
      const entries: unknown[] = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).flat() : [undefined];
      return entries.length <= 20 && entries.every((text) => typeof text === 'string' && /^[^\p{Cc}]{1,80}$/u.test(text));
    })
    .meta({ jsonSchema: { type: 'object', additionalProperties: { type: 'string' } } });

/** What a variant is told. */
export const variantFields = (currency: Currency) => ({
  sku: sku(),
  options: chosen(),
  price: moneyField(currency),
  compare_at_price: moneyField(currency).nullable(),
  digital: boolean(),
  stock_quantity: pieces(),
});

const variant = (currency: Currency) => object({ ...variantFields(currency), price: moneyField(currency).required('${path} is required') });

const option = object({
  name: line().required('${path} is required').max(80, '${path} must be at most 80 characters'),
  values: list(line().max(80, '${path} must be at most 80 characters')).required('${path} is required'),
});

/** Form fields of a new product. */
export const newProductForm = (currency: Currency) =>
  object({ ...fields(currency), title: title().required('title is required'), price: priceUnlessVariants(currency), status: newStatus() });

export const newProduct = (currency: Currency) =>
  object({
    ...fields(currency),
    title: title().required('title is required'),
    price: priceUnlessVariants(currency),
    status: newStatus(),
    options: array().of(option).max(5, 'options must have at most 5 entries').meta(says('Left out, they are what the variants differ in')),
    variants: array()
      .of(variant(currency))
      .max(100, 'variants must have at most 100 entries')
      .meta(says('Left out, there is one, made of `price`, `compare_at_price`, `stock_quantity` and `sku`')),
  });

export const version = () =>
  number()
    .transform(absentWhenEmpty)
    .typeError('version must be a whole number')
    .integer('version must be a whole number')
    .meta(says('The version that was read; another one in the meantime → 409'));

export const productRevision = (currency: Currency) =>
  object({
    ...fields(currency),
    slug: string()
      .transform(absentWhenEmpty)
      .max(80, 'slug must be at most 80 characters')
      .meta(says('Its address; left out, it follows the title. The old one leads to the new one from then on')),
    status: string()
      .transform(absentWhenEmpty)
      .oneOf(PRODUCT_STATUSES, `status must be one of ${PRODUCT_STATUSES.join(', ')}`),
    version: version(),
  });

export const PRODUCT_SORTS = ['newest', 'price', '-price', 'title', '-rating', '-popularity'] as const;
type SortName = (typeof PRODUCT_SORTS)[number];
const SORTS: ReadonlySet<string> = new Set(PRODUCT_SORTS);

const sorting = () =>
  string()
    .transform(absentWhenEmpty)
    .test('sort', `sort must be one of ${PRODUCT_SORTS.join(', ')}, or several joined by commas`, (value) =>
      (value ?? 'newest').split(',').every((name) => SORTS.has(name)),
    )
    .meta({ jsonSchema: { description: `One of ${PRODUCT_SORTS.map((name) => `\`${name}\``).join(' ')}, or several joined by commas` } });

/** The sorts that a checked `sort` names. */
export const sortsIn = (sort: string | undefined): readonly SortName[] => (sort === undefined ? [] : (sort.split(',') as SortName[]));

/** What lists, searches and facets are narrowed by. */
export const filters = (currency: Currency) => ({
  category: list(line()).meta(says('Slug or name in any case; may be repeated; what is below belongs to it')),
  categories: list(line()).meta(says('Another name of `category`')),
  brand: list(line()).meta(says('Slug or name in any case; may be repeated')),
  tag: list(line()).meta(says('Slug or name in any case; may be repeated')),
  min_price: moneyField(currency).transform(absentWhenEmpty),
  max_price: moneyField(currency)
    .transform(absentWhenEmpty)
    .test('range', 'max_price must not be less than min_price', (most, { parent }) => {
      const { min_price: least } = parent as { min_price?: string | number };
      if (most === undefined || least === undefined) return true;
      try {
        return !Money.parse(least, currency).isMoreThan(Money.parse(most, currency));
      } catch {
        return true; // said by the other test
      }
    }),
  min_rating: number()
    .transform(absentWhenEmpty)
    .typeError('min_rating must be a number from 0 to 5')
    .min(0, 'min_rating must be a number from 0 to 5')
    .max(5, 'min_rating must be a number from 0 to 5'),
  in_stock: boolean().transform(absentWhenEmpty).typeError('in_stock must be true or false'),
});

export const pagedFilters = (currency: Currency) => ({ ...filters(currency), sort: sorting(), ...pageFields });

export const phrase = (name: string) => prose().max(LONGEST_SEARCH, `${name} must be at most ${LONGEST_SEARCH} characters`);

const TYPED = 'Words of title, brand, category, tags and description, each begun or whole; typos are forgiven; empty: all';

/** What is searched for. */
export const searchText = () => ({
  q: phrase('q').meta(says(`${TYPED}. \`"in a row"\`, \`-without\``)),
  title: phrase('title').meta(says('Part of the title, in any case')),
  description: phrase('description').meta(says('Part of the description, in any case')),
});

export const productList = (currency: Currency) => object(pagedFilters(currency));

export const allProducts = (currency: Currency) =>
  object({
    ...pagedFilters(currency),
    q: searchText().q,
    status: string()
      .transform(absentWhenEmpty)
      .oneOf(PRODUCT_STATUSES, `status must be one of ${PRODUCT_STATUSES.join(', ')}`),
  });
