import { PRODUCT_STATUSES } from '../../../domain/catalogue/product-state.js';
import type { Currency } from '../../../domain/shared/money.js';
import { ref, type JsonSchema, type ResponseDoc, type RouteDoc } from '../shared/route.js';
import { allProducts, newProduct, newProductForm, productList, productRevision } from './product-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };
const AMOUNT: JsonSchema = { type: 'number', minimum: 0 };
const AMOUNT_OR_NULL: JsonSchema = { type: ['number', 'null'], minimum: 0 };
const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
const YES_OR_NO: JsonSchema = { type: 'boolean' };
const CHOICES: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

export const object = (properties: Readonly<Record<string, JsonSchema>>, optional: readonly string[] = []): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
  properties,
});

export const SHELF = { id: TEXT, name: TEXT, slug: TEXT };

const LOWEST: JsonSchema = {
  ...AMOUNT_OR_NULL,
  description: 'Of a reduced price: the lowest of the thirty days before it was reduced; null when it cost nothing else then',
};

/** What is told of a variant. */
export const VARIANT = {
  id: TEXT,
  sku: TEXT,
  title: { ...TEXT_OR_NULL, description: 'Null when there is only one' },
  options: CHOICES,
  price: { ...AMOUNT, description: 'Now: a scheduled price, while one holds' },
  compare_at_price: { ...AMOUNT_OR_NULL, description: 'The regular price, while a scheduled one that is lower holds' },
  lowest_price_30d: LOWEST,
  stock_quantity: { ...COUNT, description: 'What is there to be sold; 999 when nobody counts it' },
  in_stock: { ...YES_OR_NO, description: 'There now' },
  backorderable: { ...YES_OR_NO, description: 'More can be ordered than is there: it is sent when it has come in' },
  tracked: { ...YES_OR_NO, description: 'False: nobody counts it, and it can always be had, such as a download' },
  digital: { ...YES_OR_NO, description: 'No carrier brings it' },
  image_id: { ...TEXT_OR_NULL, description: 'The picture among `images` that shows it' },
};

export const PRODUCT_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Product: object({
    id: TEXT,
    title: TEXT,
    description: TEXT,
    slug: TEXT,
    price: { ...AMOUNT, description: 'Of the cheapest variant' },
    compare_at_price: { ...AMOUNT_OR_NULL, description: 'What that variant used to cost' },
    lowest_price_30d: LOWEST,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    stock_quantity: { ...COUNT, description: 'What can be sold, of all variants' },
    in_stock: YES_OR_NO,
    image_url: { ...TEXT, description: 'Relative, without a leading slash; never null' },
    images: listOf(ref('ProductImage')),
    categories: listOf(object(SHELF)),
    brand: { anyOf: [object(SHELF), { type: 'null' }] },
    tags: listOf(TEXT),
    options: listOf(object({ name: TEXT, values: listOf(TEXT) })),
    variants: listOf(object(VARIANT)),
    rating_average: { type: ['number', 'null'], minimum: 1, maximum: 5 },
    rating_count: COUNT,
    status: { type: 'string', enum: PRODUCT_STATUSES },
    publish_at: { type: ['string', 'null'], format: 'date-time', description: 'When a draft becomes published by itself' },
    vendor: { type: 'null' },
    version: { type: 'integer', minimum: 1 },
    created_at: TIME,
    updated_at: TIME,
  }),
  ProductPage: object(
    {
      items: listOf(ref('Product')),
      total: COUNT,
      page: { type: 'integer', minimum: 1 },
      limit: { type: 'integer', minimum: 1, maximum: 100 },
      pages: COUNT,
      next_cursor: { ...TEXT_OR_NULL, description: 'With `cursor` only: where the next page starts; null on the last one' },
      tried: { ...listOf(TEXT), description: 'Of a search for words: what was looked for, in that order' },
      corrected_to: { ...TEXT_OR_NULL, description: 'What was meant, if what was typed finds nothing and this finds something' },
      suggestions: { ...listOf(TEXT), description: 'If nothing was found: words of it that find something when they stand alone' },
      facets: ref('Facets'),
    },
    ['next_cursor', 'tried', 'corrected_to', 'suggestions', 'facets'],
  ),
};

export const EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000001',
  title: 'Harbour Mug',
  description: 'A stoneware mug with a thumb rest. Holds 350 ml.',
  slug: 'harbour-mug',
  price: 19.99,
  compare_at_price: 24.5,
  lowest_price_30d: 22,
  currency: 'USD',
  stock_quantity: 12,
  in_stock: true,
  image_url: 'media/9f86d081884c7d659a2feaa0c55ad015_320x320.webp',
  images: [
    {
      id: '019b76da-a800-7000-8000-000000000002',
      url: 'media/9f86d081884c7d659a2feaa0c55ad015_320x320.webp',
      alt: 'The mug on a jetty',
      position: 0,
      sizes: [
        { url: 'media/9f86d081884c7d659a2feaa0c55ad015_320x320_w160.webp', width: 160, height: 160 },
        { url: 'media/9f86d081884c7d659a2feaa0c55ad015_320x320.webp', width: 320, height: 320 },
      ],
    },
  ],
  categories: [{ id: '019b76da-a800-7000-8000-000000000003', name: 'Mugs', slug: 'mugs' }],
  brand: { id: '019b76da-a800-7000-8000-000000000004', name: 'Alder', slug: 'alder' },
  tags: ['stoneware'],
  options: [],
  variants: [
    {
      id: '019b76da-a800-7000-8000-000000000005',
      sku: 'MUG-01',
      title: null,
      options: {},
      price: 19.99,
      compare_at_price: 24.5,
      lowest_price_30d: 22,
      stock_quantity: 12,
      in_stock: true,
      backorderable: false,
      tracked: true,
      digital: false,
      image_id: null,
    },
  ],
  rating_average: 4.5,
  rating_count: 2,
  status: 'published',
  publish_at: null,
  vendor: null,
  version: 3,
  created_at: '2026-01-31T09:30:00.000Z',
  updated_at: '2026-02-01T10:00:00.000Z',
};

const PAGE: ResponseDoc = {
  description: 'A page of products',
  schema: ref('ProductPage'),
  example: { items: [EXAMPLE], total: 1, page: 1, limit: 20, pages: 1 },
};
export const PUBLIC_PAGE: ResponseDoc = {
  ...PAGE,
  headers: { ETag: 'Strong', 'Cache-Control': 'Keep it, and ask whether it is still so' },
};
export const NOT_MODIFIED: ResponseDoc = { description: 'As `If-None-Match` has it already' };
const ONE: ResponseDoc = { description: 'The product', schema: ref('Product'), example: EXAMPLE, headers: { ETag: 'Version and content' } };

const REFUSALS = [
  'request.invalid',
  'product.sku_taken',
  'request.too_large',
  'request.unsupported_media_type',
  'request.conflict',
  'media.unavailable',
];
const PICTURE_BYTES = 10 * 1024 * 1024;
const FORM = {
  files: { image: 'The picture: the first one is replaced', image_url: 'Another name of `image`' },
  maxBytes: PICTURE_BYTES,
  maxFiles: 2,
};
const ONE_PRODUCT = '/api/products/{product_id}';

/** What products are asked by and told in; money is in the shop's currency. */
export const productRoutes = (currency: Currency) =>
  ({
    list: {
      method: 'get',
      path: '/api/products',
      access: 'anyone',
      isKept: true,
      tag: 'Catalogue',
      summary: 'Products',
      description:
        'Of several filters all have to fit, of the values of one any. Paged by `page`, or by `cursor` (empty to start), which stays in place while products come and go.',
      query: productList(currency),
      responses: { 200: PUBLIC_PAGE, 304: NOT_MODIFIED },
      problems: ['request.invalid'],
    },
    read: {
      method: 'get',
      path: ONE_PRODUCT,
      access: 'anyone',
      isKept: true,
      tag: 'Catalogue',
      summary: 'One product',
      description:
        'By its slug or its id. A slug that it had before leads to the one it has. Drafts and archived products are there for admins only.',
      responses: {
        200: { ...ONE, headers: { ...ONE.headers, 'Cache-Control': 'Keep it, and ask whether it is still so' } },
        301: { description: 'It is called otherwise now', headers: { Location: 'Where it is' } },
        304: NOT_MODIFIED,
      },
      problems: ['product.not_found'],
    },
    add: {
      method: 'post',
      path: '/api/products',
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Add a product',
      description:
        'Published at once unless `status` is `draft`, or later by itself at `publish_at`. As a form the same names are text fields, and `image` may bring the picture.',
      body: newProduct(currency),
      bodyExample: {
        title: 'Harbour Mug',
        description: 'A stoneware mug with a thumb rest. Holds 350 ml.',
        price: 19.99,
        compare_at_price: 24.5,
        stock_quantity: 12,
        tags: ['stoneware'],
      },
      multipart: { fields: newProductForm(currency), ...FORM },
      responses: { 201: { ...ONE, headers: { ...ONE.headers, Location: 'Where it is' } } },
      problems: REFUSALS,
    },
    revise: {
      method: 'patch',
      path: ONE_PRODUCT,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Change a product',
      description:
        'Changes only what is sent. Of a product with several variants, price, stock and SKU belong to the variants. A stale `If-Match` is refused with 412, a stale `version` with 409; without either the last write wins. While a scheduled price holds, the price that is shown is taken for no wish; any other becomes the regular one.',
      body: productRevision(currency),
      bodyExample: { price: 17.5, stock_quantity: 40, version: 3 },
      multipart: { fields: productRevision(currency), ...FORM },
      responses: { 200: ONE },
      problems: [...REFUSALS, 'product.not_found', 'product.stale_version', 'product.slug_taken'],
    },
    retire: {
      method: 'delete',
      path: ONE_PRODUCT,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Archive a product',
      description: 'It leaves the shop; orders keep what they show of it. Once more is fine.',
      responses: { 204: { description: 'It is archived' } },
      problems: ['product.not_found', 'product.stale_version', 'request.conflict'],
    },
    all: {
      method: 'get',
      path: '/api/admin/products',
      access: 'admin',
      tag: 'Back office',
      summary: 'All products',
      description: 'Drafts and archived ones too, unless `status` names one kind.',
      query: allProducts(currency),
      responses: { 200: PAGE },
      problems: ['request.invalid'],
    },
  }) as const satisfies Record<string, RouteDoc>;

export type ProductRoutes = ReturnType<typeof productRoutes>;
