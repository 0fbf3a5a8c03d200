import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import {
  CORRECTION,
  LEVELS,
  LOCATION_CHANGE,
  LOW_STOCK,
  MOVEMENTS,
  MOVEMENT_REASONS,
  NEW_LOCATION,
  RECEIPT,
  TERMS,
  TRANSFER,
} from './inventory-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const COUNT: JsonSchema = { type: 'integer', minimum: 0 };

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const INVENTORY_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  StockLevel: object({
    variant_id: TEXT,
    product_id: TEXT,
    sku: TEXT,
    product_title: TEXT,
    variant_title: TEXT_OR_NULL,
    tracked: { type: 'boolean', description: 'False: nobody counts it, and it can always be had' },
    on_hand: { ...COUNT, description: 'In the house, also what is promised to buyers' },
    reserved: { ...COUNT, description: 'Promised to buyers' },
    available: { ...COUNT, description: 'On hand and promised to nobody' },
    backordered: { ...COUNT, description: 'Promised, but not there: what comes in goes to the oldest orders first' },
    backorder_limit: { ...COUNT, description: 'How many may be sold that are not there' },
    low_stock_threshold: { type: ['integer', 'null'], minimum: 0, description: 'At so few left it is low; null: nobody watches' },
    is_low: { type: 'boolean' },
    locations: {
      type: 'array',
      description: 'Where it lies, in the order in which it is taken',
      items: object({ id: TEXT, code: TEXT, name: TEXT, on_hand: COUNT }),
    },
    version: { ...COUNT, description: 'Moves with what is on hand, where it lies and on which terms; not with what buyers reserve' },
  }),
  StockMovement: object({
    id: TEXT,
    variant_id: TEXT,
    sku: TEXT,
    delta: { type: 'integer', description: 'So many more, or fewer' },
    reason: { type: 'string', enum: MOVEMENT_REASONS },
    location: object({ id: TEXT, code: TEXT, name: TEXT }),
    order_id: { ...TEXT_OR_NULL, description: 'The order that it left with' },
    reference: TEXT_OR_NULL,
    note: TEXT_OR_NULL,
    user_id: { ...TEXT_OR_NULL, description: 'Who did it; null when nobody in particular' },
    at: { type: 'string', format: 'date-time' },
  }),
  StockLocation: object({
    id: TEXT,
    code: TEXT,
    name: TEXT,
    priority: { ...COUNT, description: 'What is sold is taken from the lowest first' },
    on_hand: { ...COUNT, description: 'Pieces that lie there, of everything' },
    version: { type: 'integer', minimum: 1 },
  }),
};

const MAIN = { id: '01900000-0000-7000-8000-000000000001', code: 'main', name: 'Main stockroom' };
const LEVEL_EXAMPLE = {
  variant_id: '019b76da-a800-7000-8000-0000000000e1',
  product_id: '019b76da-a800-7000-8000-0000000000d1',
  sku: 'MUG-BLUE',
  product_title: 'Mug',
  variant_title: 'Blue',
  tracked: true,
  on_hand: 7,
  reserved: 4,
  available: 3,
  backordered: 0,
  backorder_limit: 0,
  low_stock_threshold: 5,
  is_low: true,
  locations: [{ ...MAIN, on_hand: 7 }],
  version: 12,
};
const MOVEMENT_EXAMPLE = {
  id: '1042',
  variant_id: LEVEL_EXAMPLE.variant_id,
  sku: 'MUG-BLUE',
  delta: -1,
  reason: 'damaged',
  location: MAIN,
  order_id: null,
  reference: null,
  note: 'Fell off the shelf',
  user_id: '019b76da-a800-7000-8000-000000000001',
  at: '2026-01-31T09:30:00.000Z',
};
const LOCATION_EXAMPLE = { ...MAIN, priority: 100, on_hand: 1240, version: 1 };

const PAGE_HEADERS = { 'X-Total-Count': 'How many there are', Link: 'The other pages', 'X-Next-Cursor': 'Where the next page starts' };
const ETAG = { ETag: 'For If-Match' };
const GUARDED = '`version` or `If-Match` guards against a lost update.';

const ADMIN = { access: 'admin', tag: 'Inventory' } as const;
const levelAnswer = { 200: { description: 'What there is now', schema: ref('StockLevel'), example: LEVEL_EXAMPLE, headers: ETAG } };
const levelPage = {
  200: {
    description: 'A page of levels',
    schema: { type: 'array', items: ref('StockLevel') },
    example: [LEVEL_EXAMPLE],
    headers: PAGE_HEADERS,
  },
};
const ONE_LOCATION = '/api/admin/inventory/locations/{location_id}';
const locationAnswer = { 200: { description: 'The place', schema: ref('StockLocation'), example: LOCATION_EXAMPLE, headers: ETAG } };

export const INVENTORY_ROUTES = {
  levels: {
    ...ADMIN,
    method: 'get',
    path: '/api/admin/inventory',
    summary: 'What there is of every variant',
    query: LEVELS,
    responses: levelPage,
  },
  low: {
    ...ADMIN,
    method: 'get',
    path: '/api/admin/inventory/low-stock',
    summary: 'What runs low',
    description:
      'Variants with a `low_stock_threshold` of which no more than that is left. The event `inventory.low` is written once when something becomes low, `inventory.back_in_stock` once when it can be had again.',
    query: LOW_STOCK,
    responses: levelPage,
  },
  movements: {
    ...ADMIN,
    method: 'get',
    path: '/api/admin/inventory/movements',
    summary: 'What came, went and was counted',
    description: 'The newest first. The sum of the movements of a variant is what is on hand of it, always. Reserving moves nothing.',
    query: MOVEMENTS,
    responses: {
      200: {
        description: 'A page of movements',
        schema: { type: 'array', items: ref('StockMovement') },
        example: [MOVEMENT_EXAMPLE],
        headers: PAGE_HEADERS,
      },
    },
  },
  locations: {
    ...ADMIN,
    method: 'get',
    path: '/api/admin/inventory/locations',
    summary: 'The places where goods lie',
    description: 'In the order in which what is sold is taken from them.',
    responses: {
      200: {
        description: 'The places',
        schema: { type: 'array', items: ref('StockLocation') },
        example: [LOCATION_EXAMPLE],
        headers: { 'X-Total-Count': 'How many there are' },
      },
    },
  },
  openLocation: {
    ...ADMIN,
    method: 'post',
    path: '/api/admin/inventory/locations',
    idempotent: true,
    summary: 'Another place',
    body: NEW_LOCATION,
    bodyExample: { code: 'annex', name: 'Annex', priority: 200 },
    responses: {
      201: {
        description: 'The place',
        schema: ref('StockLocation'),
        example: {
          ...LOCATION_EXAMPLE,
          id: '019b76da-a800-7000-8000-0000000000f2',
          code: 'annex',
          name: 'Annex',
          priority: 200,
          on_hand: 0,
        },
        headers: { Location: 'Where it is', ...ETAG },
      },
    },
    problems: ['location.code_taken'],
  },
  location: {
    ...ADMIN,
    method: 'get',
    path: ONE_LOCATION,
    summary: 'One place',
    responses: locationAnswer,
    problems: ['location.not_found'],
  },
  reviseLocation: {
    ...ADMIN,
    method: 'patch',
    path: ONE_LOCATION,
    idempotent: true,
    summary: 'Another name, code or turn',
    description: `Changes only what is sent. ${GUARDED}`,
    body: LOCATION_CHANGE,
    bodyExample: { name: 'Annex, ground floor', priority: 50, version: 1 },
    responses: locationAnswer,
    problems: ['location.not_found', 'location.stale_version', 'location.code_taken', 'request.conflict'],
  },
  closeLocation: {
    ...ADMIN,
    method: 'delete',
    path: ONE_LOCATION,
    idempotent: true,
    summary: 'Give a place up',
    description: 'Only when nothing lies there, and never the last one. What once moved there stays in the books.',
    responses: { 204: { description: 'It is gone' } },
    problems: ['location.not_found', 'location.stale_version', 'location.in_use', 'request.conflict'],
  },
  receive: {
    ...ADMIN,
    method: 'post',
    path: '/api/admin/inventory/receive',
    idempotent: true,
    summary: 'Take in a delivery',
    description: 'All lines or none. Goods that orders wait for can be shipped from now on, to those who ordered first.',
    body: RECEIPT,
    bodyExample: { lines: [{ sku: 'MUG-BLUE', quantity: 24 }], location: 'main', reference: 'Delivery note 4711' },
    responses: {
      200: {
        description: 'What there is of them now, each variant once',
        schema: { type: 'array', items: ref('StockLevel') },
        example: [LEVEL_EXAMPLE],
      },
    },
    problems: ['inventory.not_found', 'location.not_found', 'request.conflict'],
  },
  correct: {
    ...ADMIN,
    method: 'post',
    path: '/api/admin/inventory/correct',
    idempotent: true,
    summary: 'Say what was counted',
    description: `Either a difference (\`delta\`), which adds up with what others say at the same moment, or a total (\`on_hand\`), of which the last one counts. ${GUARDED} What is promised to buyers has to stay in the house.`,
    body: CORRECTION,
    bodyExample: { variant_id: LEVEL_EXAMPLE.variant_id, delta: -1, reason: 'damaged', note: 'Fell off the shelf' },
    responses: levelAnswer,
    problems: [
      'inventory.not_found',
      'inventory.stale_version',
      'inventory.below_reserved',
      'inventory.not_enough_there',
      'location.not_found',
      'request.conflict',
    ],
  },
  transfer: {
    ...ADMIN,
    method: 'post',
    path: '/api/admin/inventory/transfer',
    idempotent: true,
    summary: 'Carry goods to another place',
    description: `What is on hand and what can be sold stay what they are. ${GUARDED}`,
    body: TRANSFER,
    bodyExample: { variant_id: LEVEL_EXAMPLE.variant_id, quantity: 3, from: 'main', to: 'annex' },
    responses: levelAnswer,
    problems: ['inventory.not_found', 'inventory.stale_version', 'inventory.not_enough_there', 'location.not_found', 'request.conflict'],
  },
  level: {
    ...ADMIN,
    method: 'get',
    path: '/api/admin/inventory/{variant_id}',
    summary: 'What there is of a variant',
    responses: levelAnswer,
    problems: ['inventory.not_found'],
  },
  setTerms: {
    ...ADMIN,
    method: 'patch',
    path: '/api/admin/inventory/{variant_id}',
    idempotent: true,
    summary: 'On which terms a variant is sold and watched',
    description: `Changes only what is sent. ${GUARDED}`,
    body: TERMS,
    bodyExample: { backorder_limit: 20, low_stock_threshold: 5, version: 12 },
    responses: levelAnswer,
    problems: ['inventory.not_found', 'inventory.stale_version', 'inventory.backorders_open', 'request.conflict'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>;
