import { MAY_BECOME } from '../../../domain/shipping/shipment-state.js';
import { POSTAL_ADDRESS_PROPERTIES } from '../shared/address-fields.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { ADDRESS, MOVE, WHOLE_LIST } from './shipping-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };
const STEP: JsonSchema = { type: 'string', enum: Object.keys(MAY_BECOME) };

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const SHIPPING_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Address: object({
    id: TEXT,
    user_id: TEXT,
    ...POSTAL_ADDRESS_PROPERTIES,
    is_default_shipping: { type: 'boolean' },
    is_default_billing: { type: 'boolean' },
  }),
  ShippingStatus: object({
    id: TEXT,
    order_id: TEXT,
    status: {
      type: 'string',
      enum: ['pending', 'processing', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'],
    },
    carrier: TEXT_OR_NULL,
    tracking_number: TEXT_OR_NULL,
    tracking_url: TEXT_OR_NULL,
    estimated_delivery: { type: ['string', 'null'], format: 'date-time' },
    updated_at: TIME,
    history: {
      type: 'array',
      items: object({
        at: TIME,
        from: { type: ['string', 'null'], enum: [...Object.keys(MAY_BECOME), null] },
        to: STEP,
        by: { type: 'string', enum: ['admin', 'system'] },
        user_id: { type: ['string', 'null'], description: 'Who it was, told to admins only' },
        carrier: TEXT_OR_NULL,
        tracking_number: TEXT_OR_NULL,
      }),
    },
  }),
};

const ADDRESS_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000001',
  user_id: '019b76da-a800-7000-8000-000000000002',
  name: 'Ada Lovelace',
  phone: '+1 415 555 0100',
  address_line1: '12 Analytical Street',
  address_line2: null,
  city: 'San Francisco',
  state: 'CA',
  postal_code: '94103',
  country: 'US',
  is_default_shipping: true,
  is_default_billing: true,
};
const BODY_EXAMPLE = {
  name: 'Ada Lovelace',
  phone: '+1 415 555 0100',
  address_line1: '12 Analytical Street',
  city: 'San Francisco',
  state: 'CA',
  postal_code: '94103',
  country: 'US',
};
const STATUS_EXAMPLE = {
  id: '019b76da-a800-7000-8000-000000000003',
  order_id: '019b76da-a800-7000-8000-000000000003',
  status: 'shipped',
  carrier: 'UPS',
  tracking_number: '1Z999AA10123456784',
  tracking_url: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
  estimated_delivery: null,
  updated_at: '2026-01-31T09:30:00.000Z',
  history: [
    { at: '2026-01-30T16:02:11.000Z', from: null, to: 'pending', by: 'system', user_id: null, carrier: null, tracking_number: null },
    {
      at: '2026-01-31T09:30:00.000Z',
      from: 'pending',
      to: 'shipped',
      by: 'admin',
      user_id: null,
      carrier: 'UPS',
      tracking_number: '1Z999AA10123456784',
    },
  ],
};

const ONE_ADDRESS = '/api/shippings/addresses/{address_id}';
const STATUS = '/api/shippings/status/{order_id}';

const REVISE = {
  idempotent: true,
  path: ONE_ADDRESS,
  access: 'customer',
  tag: 'Shipping',
  summary: 'Change an address',
  description: 'Changes only what is sent. Orders keep the copy they were placed with.',
  body: ADDRESS,
  bodyExample: { city: 'Oakland', postal_code: '94607' },
  responses: { 200: { description: 'The address as it is now', schema: ref('Address'), example: ADDRESS_EXAMPLE } },
  problems: ['address.not_found', 'request.invalid'],
} as const;
const MOVE_ORDER = {
  idempotent: true,
  path: STATUS,
  access: 'admin',
  tag: 'Shipping',
  summary: "Move an order's shipment",
  description:
    'Moves the one open shipment of the order, which is made if there is none. Shipped goods leave the stock; when everything has arrived the order is completed. The same status again may bring a better tracking number. What is not sent stays.',
  body: MOVE,
  bodyExample: { status: 'shipped', carrier: 'UPS', tracking_number: '1Z999AA10123456784' },
  responses: { 200: { description: 'How far the goods are now', schema: ref('ShippingStatus'), example: STATUS_EXAMPLE } },
  problems: [
    'order.not_found',
    'order.not_confirmed',
    'inventory.awaiting_stock',
    'shipping.illegal_transition',
    'shipping.use_cancel',
    'shipping.several_shipments',
    'request.conflict',
  ],
} as const;

export const ADDRESS_ROUTES = {
  list: {
    method: 'get',
    path: '/api/shippings/addresses',
    access: 'customer',
    tag: 'Shipping',
    summary: 'My addresses',
    description: 'All of them, the oldest first, unless a `limit` is given.',
    query: WHOLE_LIST,
    responses: {
      200: {
        description: 'The address book',
        schema: { type: 'array', items: ref('Address') },
        example: [ADDRESS_EXAMPLE],
        headers: { 'X-Total-Count': 'How many there are' },
      },
    },
  },
  add: {
    method: 'post',
    path: '/api/shippings/addresses',
    idempotent: true,
    access: 'customer',
    tag: 'Shipping',
    summary: 'Add an address',
    description:
      'Required are `address_line1`, `city` and `country`, and `state` and `postal_code` where the country uses them. The first address is the default for shipping and for billing.',
    body: ADDRESS,
    bodyExample: BODY_EXAMPLE,
    responses: {
      201: {
        description: 'The address',
        schema: ref('Address'),
        example: ADDRESS_EXAMPLE,
        headers: { Location: 'Where it is' },
      },
    },
    problems: ['request.invalid', 'address.too_many'],
  },
  read: {
    method: 'get',
    path: ONE_ADDRESS,
    access: 'customer',
    tag: 'Shipping',
    summary: 'One of my addresses',
    responses: { 200: { description: 'The address', schema: ref('Address'), example: ADDRESS_EXAMPLE } },
    problems: ['address.not_found'],
  },
  replace: { ...REVISE, method: 'put' },
  revise: { ...REVISE, method: 'patch' },
  forget: {
    method: 'delete',
    path: ONE_ADDRESS,
    idempotent: true,
    access: 'customer',
    tag: 'Shipping',
    summary: 'Delete an address',
    description: 'An address that an order used may go: the order has its own copy. The oldest of the others takes the place of a default.',
    responses: { 204: { description: 'It is gone' } },
    problems: ['address.not_found'],
  },
} satisfies Record<string, RouteDoc>;

export const STATUS_ROUTES = {
  track: {
    method: 'get',
    path: STATUS,
    access: 'customer',
    tag: 'Shipping',
    summary: "Where an order's goods are",
    description: 'Of my own order; admins may ask for any.',
    responses: { 200: { description: 'How far they are', schema: ref('ShippingStatus'), example: STATUS_EXAMPLE } },
    problems: ['order.not_found'],
  },
  put: { ...MOVE_ORDER, method: 'put' },
  patch: { ...MOVE_ORDER, method: 'patch' },
} satisfies Record<string, RouteDoc>;
