import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { ADD, SET_QUANTITY } from './cart-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const MONEY: JsonSchema = { type: 'number', minimum: 0 };
const COUNT: JsonSchema = { type: 'integer', minimum: 0 };

const object = (properties: Readonly<Record<string, JsonSchema>>, optional: readonly string[] = []): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
  properties,
});

export const CART_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  CartItem: object({
    id: TEXT,
    product_id: TEXT,
    variant_id: TEXT,
    product_title: TEXT,
    variant_title: { ...TEXT_OR_NULL, description: 'Null when the product comes in one variant only' },
    slug: TEXT,
    sku: TEXT,
    image_url: { ...TEXT, description: 'Relative, without a leading slash' },
    quantity: { type: 'integer', minimum: 1, maximum: 999 },
    price: { ...MONEY, description: "Today's, of one piece" },
    total: MONEY,
    available: { type: 'boolean', description: 'False: not for sale any more, and in no sum' },
  }),
  Cart: object({
    id: { ...TEXT_OR_NULL, description: 'Null until something is put in' },
    items: { type: 'array', items: ref('CartItem') },
    total_quantity: COUNT,
    subtotal: MONEY,
    discounts: { type: 'array', items: object({ code: TEXT_OR_NULL, label: TEXT, amount: MONEY }) },
    discount_total: MONEY,
    shipping_total: { type: ['number', 'null'], minimum: 0, description: 'The cheapest way; null when there is nothing to send' },
    tax_total: MONEY,
    total_price: { ...MONEY, description: 'What a checkout charges that names no method and no other address' },
    prices_include_tax: { type: 'boolean' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    quote_hash: { ...TEXT, description: 'Stands for all of it: a checkout that sends it is refused when anything has changed' },
    notices: {
      type: 'array',
      description: 'What has changed since a line was last touched; told until it is touched again',
      items: object(
        {
          code: { type: 'string', enum: ['cart.price_changed', 'cart.item_unavailable', 'cart.quantity_unavailable'] },
          item_id: TEXT,
          detail: TEXT,
          from: { ...MONEY, description: 'Of `cart.price_changed`' },
          to: { ...MONEY, description: 'Of `cart.price_changed`' },
          available: { ...COUNT, description: 'Of `cart.quantity_unavailable`' },
        },
        ['from', 'to', 'available'],
      ),
    },
    item: { anyOf: [ref('CartItem'), { type: 'null' }], description: 'The line that has just changed; null when it went, or nothing did' },
  }),
};

const ITEM_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000011',
  product_id: '019b76da-a800-7000-8000-000000000012',
  variant_id: '019b76da-a800-7000-8000-000000000013',
  product_title: 'Stoneware mug',
  variant_title: 'Cobalt',
  slug: 'stoneware-mug',
  sku: 'MUG-COBALT',
  image_url: 'media/stoneware-mug.webp',
  quantity: 2,
  price: 12.5,
  total: 25,
  available: true,
};
const CART_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000010',
  items: [ITEM_EXAMPLE],
  total_quantity: 2,
  subtotal: 25,
  discounts: [],
  discount_total: 0,
  shipping_total: 4.9,
  tax_total: 0,
  total_price: 29.9,
  prices_include_tax: false,
  currency: 'USD',
  quote_hash: '9b1f2c5ad1c09a3c1a4b4c8c7a0d8f0f5a8f6f3d9f2f1b7a6d5c4b3a29180716',
  notices: [
    {
      code: 'cart.price_changed',
      item_id: ITEM_EXAMPLE.id,
      detail: 'The price of Stoneware mug (Cobalt) has changed from 11.90 to 12.50 USD',
      from: 11.9,
      to: 12.5,
    },
  ],
  item: null,
};
const CHANGED = {
  200: {
    description: 'The whole cart, and the line that changed',
    schema: ref('Cart'),
    example: { ...CART_EXAMPLE, notices: [], item: ITEM_EXAMPLE },
  },
};

const COMMON = { access: 'customer', tag: 'Cart' } as const;

export const CART_ROUTES = {
  view: {
    ...COMMON,
    method: 'get',
    path: '/api/carts',
    summary: 'My cart, priced now',
    description:
      "Today's prices, the cheapest way of shipping, the default address or else the shop's country: exactly what a checkout charges that names nothing else.",
    responses: { 200: { description: 'The cart', schema: ref('Cart'), example: CART_EXAMPLE } },
  },
  add: {
    ...COMMON,
    method: 'post',
    path: '/api/carts/add',
    idempotent: true,
    summary: 'Put something in my cart',
    description: 'What is there already grows by the quantity. A product that comes in several variants needs its `variant_id`.',
    body: ADD,
    bodyExample: { product_id: ITEM_EXAMPLE.product_id, quantity: 2 },
    responses: CHANGED,
    problems: ['request.invalid', 'product.not_found', 'cart.item_unavailable', 'inventory.out_of_stock', 'cart.full', 'request.conflict'],
  },
  increase: {
    ...COMMON,
    method: 'patch',
    path: '/api/carts/increase/{product_id}',
    idempotent: true,
    summary: 'One more of a product',
    description: 'Puts it in if it is not there.',
    responses: CHANGED,
    problems: [
      'product.not_found',
      'request.invalid',
      'cart.item_unavailable',
      'cart.several_items',
      'inventory.out_of_stock',
      'cart.full',
      'request.conflict',
    ],
  },
  decrease: {
    ...COMMON,
    method: 'patch',
    path: '/api/carts/decrease/{product_id}',
    idempotent: true,
    summary: 'One less of a product',
    description: 'The last piece takes its line with it.',
    responses: CHANGED,
    problems: ['cart.item_not_found', 'cart.several_items', 'request.conflict'],
  },
  setQuantity: {
    ...COMMON,
    method: 'patch',
    path: '/api/carts/items/{item_id}',
    idempotent: true,
    summary: 'So many pieces of a line',
    description: 'Absolute; 0 takes the line out. Repeating it changes nothing.',
    body: SET_QUANTITY,
    bodyExample: { quantity: 3 },
    responses: CHANGED,
    problems: [
      'request.invalid',
      'cart.item_not_found',
      'cart.checked_out',
      'cart.item_unavailable',
      'inventory.out_of_stock',
      'request.conflict',
    ],
  },
  remove: {
    ...COMMON,
    method: 'delete',
    path: '/api/carts/delete/{item_id}',
    idempotent: true,
    summary: 'Take a line out of my cart',
    description: "By the line's id, or by the product's.",
    responses: { 204: { description: 'It is gone' } },
    problems: ['cart.item_not_found', 'cart.checked_out', 'cart.several_items', 'request.conflict'],
  },
} satisfies Record<string, RouteDoc>;
