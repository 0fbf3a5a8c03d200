import { PAYMENT_MAY_BECOME } from '../../../domain/payment/payment-state.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { PAYMENT_PAGE } from './payment-schemas.js';

const TEXT: JsonSchema = { type: 'string' };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };
const AMOUNT: JsonSchema = { type: 'number', minimum: 0 };

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const PAYMENT_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Payment: object({
    id: TEXT,
    order_id: TEXT,
    user_id: TEXT_OR_NULL,
    amount: AMOUNT,
    amount_captured: AMOUNT,
    amount_refunded: AMOUNT,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    status: { type: 'string', enum: Object.keys(PAYMENT_MAY_BECOME) },
    is_paid: { type: 'boolean', description: 'Captured and not wholly refunded' },
    payment_gateway: TEXT,
    method: { ...TEXT, description: '`card`, `upi`, `wallet`, `cod`, or `manual` for what the shop wrote down itself' },
    decline_code: { ...TEXT_OR_NULL, description: 'Why it was declined, in a word that is safe to show' },
    next_action: {
      description: 'What the buyer has to do before the money can come',
      anyOf: [object({ type: { type: 'string', enum: ['redirect'] }, url: TEXT }), { type: 'null' }],
    },
    created_at: TIME,
    updated_at: TIME,
  }),
};

/** Also a part of the order's example. */
export const PAYMENT_EXAMPLE = {
  id: '019b76da-a800-7000-8000-0000000000a1',
  order_id: '019b76da-a800-7000-8000-000000000003',
  user_id: '019b76da-a800-7000-8000-000000000002',
  amount: 48.9,
  amount_captured: 48.9,
  amount_refunded: 0,
  currency: 'USD',
  status: 'captured',
  is_paid: true,
  payment_gateway: 'fake',
  method: 'card',
  decline_code: null,
  next_action: null,
  created_at: '2026-01-31T09:30:00.000Z',
  updated_at: '2026-01-31T09:30:00.412Z',
};

export const PAYMENT_ROUTES = {
  list: {
    method: 'get',
    path: '/api/payments',
    access: 'customer',
    tag: 'Payments',
    summary: 'My payments',
    description: 'Every try to pay, the newest first.',
    query: PAYMENT_PAGE,
    responses: {
      200: {
        description: 'A page of payments',
        schema: { type: 'array', items: ref('Payment') },
        example: [PAYMENT_EXAMPLE],
        headers: { 'X-Total-Count': 'How many there are', Link: 'The other pages', 'X-Next-Cursor': 'Where the next page starts' },
      },
    },
  },
  read: {
    method: 'get',
    path: '/api/payments/{payment_id}',
    access: 'customer',
    tag: 'Payments',
    summary: 'One of my payments',
    description: 'By its own id, or by the id of its order: then the one that covers the order, else the last try.',
    responses: { 200: { description: 'The payment', schema: ref('Payment'), example: PAYMENT_EXAMPLE } },
    problems: ['payment.not_found'],
  },
} satisfies Record<string, RouteDoc>;
