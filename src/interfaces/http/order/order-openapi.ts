import { PAYMENT_EXAMPLE } from '../payment/payment-openapi.js';
import { POSTAL_ADDRESS_PROPERTIES } from '../shared/address-fields.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import {
  ALL_ORDERS,
  CANCEL_ORDER,
  MANUAL_PAYMENT,
  MOVE_ORDER,
  MY_ORDERS,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  SHIPPING_STATUSES,
} from './order-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };
const AMOUNT: JsonSchema = { type: 'number', minimum: 0 };
const STATUS: JsonSchema = { type: 'string', enum: ORDER_STATUSES };

const object = (properties: Readonly<Record<string, JsonSchema>>, forAdmins: Readonly<Record<string, JsonSchema>> = {}): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties: { ...properties, ...forAdmins },
});

const ATTENTION: JsonSchema = {
  type: 'array',
  items: { type: 'string', enum: ['payment_charged_back', 'payment_needs_review', 'payment_sum_differs'] },
  description: 'For admins only: what a person has to decide about',
};

const POSTAL_ADDRESS = object(POSTAL_ADDRESS_PROPERTIES);

export const ORDER_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Order: object(
    {
      id: TEXT,
      number: { ...TEXT, description: 'What people say on the phone; random' },
      user_id: TEXT_OR_NULL,
      email: TEXT,
      status: STATUS,
      payment_status: { type: 'string', enum: PAYMENT_STATUSES },
      display_status: { type: 'string', enum: ['PENDING', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REFUNDED'] },
      shipping_status: object({ id: TEXT, order_id: TEXT, status: { type: 'string', enum: SHIPPING_STATUSES }, updated_at: TIME }),
      items: {
        type: 'array',
        items: object({
          id: TEXT,
          product_id: TEXT_OR_NULL,
          variant_id: TEXT_OR_NULL,
          product: object({ title: TEXT, description: TEXT, slug: TEXT, image_url: TEXT }),
          variant_title: TEXT_OR_NULL,
          sku: TEXT,
          quantity: { type: 'integer', minimum: 1 },
          backordered_quantity: {
            type: 'integer',
            minimum: 0,
            description: 'Pieces of it that were not in stock when it was ordered: it is sent when they have come in',
          },
          cancelled_quantity: { type: 'integer', minimum: 0, description: 'Pieces of it that will not be sent any more' },
          price: { ...AMOUNT, description: 'Of one unit, when it was bought' },
          discount: AMOUNT,
          tax: AMOUNT,
          total: { ...AMOUNT, description: 'price × quantity − discount' },
        }),
      },
      subtotal: AMOUNT,
      discount_total: AMOUNT,
      shipping_total: AMOUNT,
      tax_total: AMOUNT,
      total_price: { ...AMOUNT, description: 'subtotal − discount_total + shipping_total, and the tax unless prices include it' },
      prices_include_tax: { type: 'boolean' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      coupon_codes: { type: 'array', items: TEXT },
      shipping_address_id: { ...TEXT_OR_NULL, description: 'Where the copy came from; that address may be another by now, or gone' },
      shipping_address: POSTAL_ADDRESS,
      billing_address: POSTAL_ADDRESS,
      shipping_method: object({ code: TEXT, name: TEXT }),
      payment: {
        description: 'The one that covers the order, else the last try; null when there was nothing to pay',
        anyOf: [ref('Payment'), { type: 'null' }],
      },
      payments: { type: 'array', items: ref('Payment'), description: 'Every try, the oldest first' },
      placed_at: TIME,
      created_at: TIME,
      updated_at: TIME,
    },
    { attention: ATTENTION },
  ),
  OrderHistoryEntry: object({
    at: TIME,
    from: { type: ['string', 'null'], enum: [...ORDER_STATUSES, null] },
    to: STATUS,
    by: { type: 'string', enum: ['customer', 'admin', 'system'] },
    user_id: { ...TEXT_OR_NULL, description: 'The buyer; which admin it was is told to admins only' },
    reason: TEXT_OR_NULL,
  }),
};

const ADDRESS_EXAMPLE = {
  name: 'Ada Lovelace',
  phone: '+1 415 555 0100',
  address_line1: '12 Analytical Street',
  address_line2: null,
  city: 'San Francisco',
  state: 'CA',
  postal_code: '94103',
  country: 'US',
};
/** Also the example of a checkout. */
export const ORDER_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000003',
  number: 'P-7K3M-9QXD',
  user_id: '019b76da-a800-7000-8000-000000000002',
  email: 'ada@example.com',
  status: 'confirmed',
  payment_status: 'paid',
  display_status: 'PAID',
  shipping_status: {
    id: '019b76da-a800-7000-8000-000000000003',
    order_id: '019b76da-a800-7000-8000-000000000003',
    status: 'pending',
    updated_at: '2026-01-31T09:30:00.412Z',
  },
  items: [
    {
      id: '019b76da-a800-7000-8000-0000000000c1',
      product_id: '019b76da-a800-7000-8000-0000000000d1',
      variant_id: '019b76da-a800-7000-8000-0000000000e1',
      product: {
        title: 'Stoneware mug',
        description: 'Holds a third of a litre and keeps it warm.',
        slug: 'stoneware-mug',
        image_url: 'media/mug.webp',
      },
      variant_title: null,
      sku: 'MUG-1',
      quantity: 2,
      backordered_quantity: 0,
      cancelled_quantity: 0,
      price: 19.5,
      discount: 0,
      tax: 0,
      total: 39,
    },
  ],
  subtotal: 39,
  discount_total: 0,
  shipping_total: 9.9,
  tax_total: 0,
  total_price: 48.9,
  prices_include_tax: false,
  currency: 'USD',
  coupon_codes: [],
  shipping_address_id: '019b76da-a800-7000-8000-000000000001',
  shipping_address: ADDRESS_EXAMPLE,
  billing_address: ADDRESS_EXAMPLE,
  shipping_method: { code: 'express', name: 'Express' },
  payment: PAYMENT_EXAMPLE,
  payments: [PAYMENT_EXAMPLE],
  placed_at: '2026-01-31T09:30:00.000Z',
  created_at: '2026-01-31T09:30:00.000Z',
  updated_at: '2026-01-31T09:30:00.412Z',
};
const CANCELLED_EXAMPLE = { ...ORDER_EXAMPLE, status: 'cancelled', payment_status: 'refund_pending', display_status: 'CANCELLED' };
const HISTORY_EXAMPLE = [
  { at: '2026-01-31T09:30:00.000Z', from: null, to: 'pending', by: 'customer', user_id: ORDER_EXAMPLE.user_id, reason: null },
  { at: '2026-01-31T09:30:00.412Z', from: 'pending', to: 'confirmed', by: 'system', user_id: null, reason: null },
];

const PAGE_HEADERS = { 'X-Total-Count': 'How many there are', Link: 'The other pages', 'X-Next-Cursor': 'Where the next page starts' };
const ORDERS = { type: 'array', items: ref('Order') } as const;

export const ORDER_ROUTES = {
  list: {
    method: 'get',
    path: '/api/orders',
    access: 'customer',
    tag: 'Orders',
    summary: 'My orders',
    description: 'The newest first.',
    query: MY_ORDERS,
    responses: { 200: { description: 'A page of orders', schema: ORDERS, example: [ORDER_EXAMPLE], headers: PAGE_HEADERS } },
  },
  read: {
    method: 'get',
    path: '/api/orders/{order_id}',
    access: 'customer',
    tag: 'Orders',
    summary: 'One of my orders',
    description: 'As it was bought: what becomes of products, prices and addresses later does not show here.',
    responses: { 200: { description: 'The order', schema: ref('Order'), example: ORDER_EXAMPLE } },
    problems: ['order.not_found'],
  },
  history: {
    method: 'get',
    path: '/api/orders/{order_id}/history',
    access: 'customer',
    tag: 'Orders',
    summary: 'What happened to an order',
    description: 'Every step, the oldest first: when, from, to, who and why. Of my own order; admins may ask for any.',
    responses: {
      200: { description: 'The steps', schema: { type: 'array', items: ref('OrderHistoryEntry') }, example: HISTORY_EXAMPLE },
    },
    problems: ['order.not_found'],
  },
  cancel: {
    method: 'patch',
    path: '/api/orders/cancel/{order_id}',
    idempotent: true,
    access: 'customer',
    tag: 'Orders',
    summary: 'Cancel an order',
    description:
      'As long as nothing of it has shipped. Its goods are free when the answer is sent. A payment that never came is `cancelled`, an authorization `voided`; what was taken goes back: `payment_status` is `refund_pending`, then `refunded`.',
    responses: { 200: { description: 'The order as it is now', schema: ref('Order'), example: CANCELLED_EXAMPLE } },
    problems: ['order.not_found', 'order.already_shipped', 'order.illegal_transition', 'request.conflict'],
  },
} satisfies Record<string, RouteDoc>;

const ALL = {
  method: 'get',
  access: 'admin',
  tag: 'Back office',
  summary: 'All orders',
  description: 'The newest first. Filters combine.',
  query: ALL_ORDERS,
  responses: { 200: { description: 'A page of orders', schema: ORDERS, example: [ORDER_EXAMPLE], headers: PAGE_HEADERS } },
} as const;
const ONE = '/api/admin/orders/{order_id}';

export const ADMIN_ORDER_ROUTES = {
  list: { ...ALL, path: '/api/admin/orders' },
  listAsBefore: { ...ALL, path: '/api/orders/admin/all', summary: 'All orders, at their old address' },
  read: {
    method: 'get',
    path: ONE,
    access: 'admin',
    tag: 'Back office',
    summary: 'Any order',
    responses: { 200: { description: 'The order', schema: ref('Order'), example: ORDER_EXAMPLE } },
    problems: ['order.not_found'],
  },
  move: {
    method: 'patch',
    path: ONE,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Take an order a step further',
    description:
      'Legal steps only. `confirmed` vouches for an unpaid order and sets its goods aside; nobody says `paid` here: a payment that came by another way is recorded as one.',
    body: MOVE_ORDER,
    bodyExample: { status: 'cancelled' },
    responses: { 200: { description: 'The order as it is now', schema: ref('Order'), example: CANCELLED_EXAMPLE } },
    problems: ['order.not_found', 'order.illegal_transition', 'order.already_shipped', 'inventory.out_of_stock', 'request.conflict'],
  },
  cancel: {
    method: 'post',
    path: `${ONE}/cancel`,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Cancel an order, or some pieces of it',
    description:
      'The whole order as its buyer would, as long as nothing has shipped; or `lines`: pieces that have not left the house yet. Their stock is free when the answer is sent, their share of what was paid (discount and tax included) goes back, and what is only authorized is captured for less. The totals stay as they were agreed. All the pieces that there are: the whole order, shipping included.',
    body: CANCEL_ORDER,
    bodyExample: { lines: [{ order_item_id: '019b76da-a800-7000-8000-0000000000c1', quantity: 1 }] },
    responses: { 200: { description: 'The order as it is now', schema: ref('Order'), example: CANCELLED_EXAMPLE } },
    problems: [
      'order.not_found',
      'order.illegal_transition',
      'order.already_shipped',
      'order.unknown_item',
      'order.more_than_left',
      'request.conflict',
    ],
  },
  pay: {
    method: 'post',
    path: `${ONE}/payments`,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Record a manual payment',
    description:
      'The whole sum came by another way than a gateway: a bank transfer, cash. An order that waited for it is confirmed, with its goods set aside. Who recorded it, and the reference, stay in the history.',
    body: MANUAL_PAYMENT,
    bodyExample: { reference: 'Bank transfer 2026-01-31/4711' },
    responses: {
      201: {
        description: 'The order, with the payment',
        schema: ref('Order'),
        example: ORDER_EXAMPLE,
        headers: { Location: 'Where the order is' },
      },
    },
    problems: ['order.not_found', 'order.already_paid', 'order.illegal_transition', 'inventory.out_of_stock', 'request.conflict'],
  },
} satisfies Record<string, RouteDoc>;
