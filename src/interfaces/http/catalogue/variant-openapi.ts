import type { Currency } from '../../../domain/shared/money.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { VARIANT } from './product-openapi.js';
import { newPrice, newVariant, priceList, variantRevision } from './variant-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };
const TIME_OR_NULL: JsonSchema = { type: ['string', 'null'], format: 'date-time' };
const CURRENCY: JsonSchema = { type: 'string', pattern: '^[A-Z]{3}$' };
const AMOUNT: JsonSchema = { type: 'number', minimum: 0 };

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const VARIANT_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  ProductVariant: object({
    ...VARIANT,
    currency: CURRENCY,
    position: { type: 'integer', minimum: 0 },
    product_id: TEXT,
    version: { type: 'integer', minimum: 1, description: "The product's" },
  }),
  ScheduledPrice: object({
    id: TEXT,
    variant_id: TEXT,
    price: AMOUNT,
    currency: CURRENCY,
    starts_at: { ...TIME, description: 'It holds from this moment on' },
    ends_at: { ...TIME_OR_NULL, description: 'It holds no longer at this moment; null: until further notice' },
    status: { type: 'string', enum: ['upcoming', 'running', 'ended'] },
    created_at: TIME,
  }),
  PastPrice: object({
    price: AMOUNT,
    currency: CURRENCY,
    from: TIME,
    until: { ...TIME_OR_NULL, description: 'Null: it costs that now' },
  }),
};

const VARIANT_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000006',
  sku: 'SHIRT-L-SAND',
  title: 'L / Sand',
  options: { Size: 'L', Colour: 'Sand' },
  price: 45,
  compare_at_price: 60,
  lowest_price_30d: 52,
  stock_quantity: 4,
  in_stock: true,
  backorderable: false,
  tracked: true,
  digital: false,
  image_id: '019b76da-a800-7000-8000-000000000002',
  currency: 'USD',
  position: 1,
  product_id: '019b76da-a800-7000-8000-000000000001',
  version: 4,
};
const PRICE_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000007',
  variant_id: '019b76da-a800-7000-8000-000000000006',
  price: 39,
  currency: 'USD',
  starts_at: '2026-11-27T00:00:00.000Z',
  ends_at: '2026-12-01T00:00:00.000Z',
  status: 'upcoming',
  created_at: '2026-11-01T09:30:00.000Z',
};
const ONE_VARIANT = {
  description: 'The variant',
  schema: ref('ProductVariant'),
  example: VARIANT_EXAMPLE,
  headers: { ETag: "The product's version" },
};
const STALE = 'A stale `If-Match` is refused with 412, a stale `version` with 409: both are of the product.';

const VARIANTS = '/api/products/{product_id}/variants';
const VARIANT_PATH = `${VARIANTS}/{variant_id}`;
const PRICES = `${VARIANT_PATH}/prices`;
const REFUSALS = ['request.invalid', 'request.conflict', 'product.not_found', 'product.stale_version'];
const PAGED = { 'X-Total-Count': 'How many there are', Link: 'The pages around this one' };

/** The variants of a product, what they cost and will cost; money is in the shop's currency. */
export const variantRoutes = (currency: Currency) =>
  ({
    add: {
      method: 'post',
      path: VARIANTS,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Add a variant to a product',
      description: `It names one value for each of the product's options; a value that is new becomes one of them. Of several with the same options one stays. A product whose one variant has no options gives it some first. ${STALE}`,
      body: newVariant(currency),
      bodyExample: { sku: 'SHIRT-L-SAND', options: { Size: 'L', Colour: 'Sand' }, price: 45, stock_quantity: 4 },
      responses: { 201: { ...ONE_VARIANT, headers: { ...ONE_VARIANT.headers, Location: 'Where the product is' } } },
      problems: [...REFUSALS, 'product.sku_taken', 'variant.options_taken', 'product.too_many_variants'],
    },
    revise: {
      method: 'patch',
      path: VARIANT_PATH,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Change a variant',
      description: `Changes only what is sent. While a scheduled price holds, the price that is shown is taken for no wish; any other becomes the regular one. ${STALE}`,
      body: variantRevision(currency),
      bodyExample: { price: 42, position: 0, version: 4 },
      responses: { 200: ONE_VARIANT },
      problems: [...REFUSALS, 'variant.not_found', 'product.sku_taken', 'variant.options_taken'],
    },
    archive: {
      method: 'delete',
      path: VARIANT_PATH,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Archive a variant',
      description: 'It leaves the shop; orders keep what they show of it, and carts tell that it is gone. The last one stays.',
      responses: { 204: { description: 'It is archived' } },
      problems: ['request.conflict', 'product.not_found', 'product.stale_version', 'variant.not_found', 'variant.last_one'],
    },
    prices: {
      method: 'get',
      path: PRICES,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Scheduled prices of a variant',
      description: 'Those that wait, hold and have ended; the latest to begin comes first.',
      query: priceList(),
      responses: {
        200: {
          description: 'Scheduled prices',
          schema: { type: 'array', items: ref('ScheduledPrice') },
          example: [PRICE_EXAMPLE],
          headers: PAGED,
        },
      },
      problems: ['request.invalid', 'product.not_found', 'variant.not_found'],
    },
    history: {
      method: 'get',
      path: `${PRICES}/history`,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'What a variant cost',
      description: 'What it was sold for from when to when, regular or scheduled, the latest first. Nothing in it ever changes.',
      query: priceList(),
      responses: {
        200: {
          description: 'What it cost',
          schema: { type: 'array', items: ref('PastPrice') },
          example: [
            { price: 45, currency: 'USD', from: '2026-11-01T09:30:00.000Z', until: null },
            { price: 52, currency: 'USD', from: '2026-01-31T09:30:00.000Z', until: '2026-11-01T09:30:00.000Z' },
          ],
          headers: PAGED,
        },
      },
      problems: ['request.invalid', 'product.not_found', 'variant.not_found'],
    },
    schedule: {
      method: 'post',
      path: PRICES,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Give a variant another price for a while',
      description: `From its first moment on and no longer at its last: two may follow one another, and none may overlap. While it holds, it is what is shown, sorted by and charged, and the regular price is shown as \`compare_at_price\` if it is more. ${STALE}`,
      body: newPrice(currency),
      bodyExample: { price: 39, starts_at: '2026-11-27T00:00:00Z', ends_at: '2026-12-01T00:00:00Z' },
      responses: {
        201: {
          description: 'The scheduled price',
          schema: ref('ScheduledPrice'),
          example: PRICE_EXAMPLE,
          headers: { Location: 'The scheduled prices', ETag: "The product's version" },
        },
      },
      problems: [...REFUSALS, 'variant.not_found', 'price.overlap', 'variant.too_many_prices'],
    },
    withdraw: {
      method: 'delete',
      path: `${PRICES}/{price_id}`,
      idempotent: true,
      access: 'admin',
      tag: 'Catalogue',
      summary: 'Take a scheduled price back',
      description: 'One that waits never begins, one that holds ends now. One that has ended stays what it was.',
      responses: { 204: { description: 'It does not hold any more' } },
      problems: ['request.conflict', 'product.not_found', 'product.stale_version', 'variant.not_found', 'price.not_found'],
    },
  }) as const satisfies Record<string, RouteDoc>;
