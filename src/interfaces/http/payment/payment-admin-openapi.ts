import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';
import { ALL_PAYMENTS, ALL_REFUNDS, CAPTURE, PAYOUT, PERIOD, REFUND, REFUND_STATUSES, REVIEW } from './payment-admin-schemas.js';
import { PAYMENT_EXAMPLE } from './payment-openapi.js';

const TEXT: JsonSchema = { type: 'string' };
const TIME: JsonSchema = { type: 'string', format: 'date-time' };
const AMOUNT: JsonSchema = { type: 'number', minimum: 0 };
const TEXT_OR_NULL: JsonSchema = { type: ['string', 'null'] };
const AMOUNT_OR_NULL: JsonSchema = { type: ['number', 'null'], minimum: 0 };

const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const PAYMENT_ADMIN_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Refund: object({
    id: TEXT,
    payment_id: TEXT,
    order_id: TEXT,
    amount: AMOUNT,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    status: { type: 'string', enum: REFUND_STATUSES },
    reason: TEXT,
    lines: {
      type: 'array',
      description: 'What it is for; empty when it is a free sum',
      items: object({ order_item_id: TEXT, quantity: { type: 'integer', minimum: 1 }, amount: AMOUNT }),
    },
    shipping: { ...AMOUNT, description: 'The part of it that was paid for shipping' },
    created_at: TIME,
  }),
  Reconciliation: object({
    from: TIME,
    to: TIME,
    differences: {
      type: 'array',
      items: object({
        kind: { type: 'string', enum: ['missing_here', 'missing_there', 'held_differs', 'captured_differs', 'refunded_differs'] },
        payment_gateway: TEXT,
        payment_id: TEXT_OR_NULL,
        order_id: TEXT_OR_NULL,
        reference: { ...TEXT_OR_NULL, description: "The provider's word for it" },
        amount_here: AMOUNT_OR_NULL,
        amount_there: AMOUNT_OR_NULL,
        currency: TEXT,
      }),
    },
    unreachable: { type: 'array', items: TEXT, description: 'Gateways whose books could not be read' },
  }),
};

const REFUND_EXAMPLE = {
  id: '019b76da-a800-7000-8000-0000000000b1',
  payment_id: PAYMENT_EXAMPLE.id,
  order_id: PAYMENT_EXAMPLE.order_id,
  amount: 12.23,
  currency: 'USD',
  status: 'requested',
  reason: 'Came with a crack',
  lines: [{ order_item_id: '019b76da-a800-7000-8000-0000000000c1', quantity: 1, amount: 12.23 }],
  shipping: 0,
  created_at: '2026-02-02T10:00:00.000Z',
};

const PAGE_HEADERS = { 'X-Total-Count': 'How many there are', Link: 'The other pages', 'X-Next-Cursor': 'Where the next page starts' };
const ONE = '/api/admin/payments/{payment_id}';

export const PAYMENT_ADMIN_ROUTES = {
  payments: {
    method: 'get',
    path: '/api/admin/payments',
    access: 'admin',
    tag: 'Back office',
    summary: 'All payments',
    description:
      'The newest first. `status=needs_review` are those where the sum of the provider is not ours: a person has to look at them.',
    query: ALL_PAYMENTS,
    responses: {
      200: {
        description: 'A page of payments',
        schema: { type: 'array', items: ref('Payment') },
        example: [PAYMENT_EXAMPLE],
        headers: PAGE_HEADERS,
      },
    },
  },
  reconciliation: {
    method: 'get',
    path: '/api/admin/payments/reconciliation',
    access: 'admin',
    tag: 'Back office',
    summary: 'Our books beside those of the providers',
    description:
      'Every payment on which they differ: one that only we, or only they, know of; money that they hold or took and we did not hear of; sums that went back. Nothing is changed here: a job compares the last day every few minutes, takes in what the provider knows better, and raises an alarm for the rest. Payments of the last minute may still be on their way and are left out.',
    query: PERIOD,
    responses: {
      200: {
        description: 'The differences; none when all is well',
        schema: ref('Reconciliation'),
        example: {
          from: '2026-01-30T09:30:00.000Z',
          to: '2026-01-31T09:30:00.000Z',
          differences: [
            {
              kind: 'captured_differs',
              payment_gateway: 'fake',
              payment_id: PAYMENT_EXAMPLE.id,
              order_id: PAYMENT_EXAMPLE.order_id,
              reference: 'fake_019b76daa80070008000000000a1',
              amount_here: 0,
              amount_there: 48.9,
              currency: 'USD',
            },
          ],
          unreachable: [],
        },
      },
    },
  },
  payment: {
    method: 'get',
    path: ONE,
    access: 'admin',
    tag: 'Back office',
    summary: 'Any payment',
    responses: { 200: { description: 'The payment', schema: ref('Payment'), example: PAYMENT_EXAMPLE } },
    problems: ['payment.not_found'],
  },
  capture: {
    method: 'post',
    path: `${ONE}/capture`,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Take money that is authorized',
    description:
      'All that is due of it, or an `amount`: then the payment is `partially_captured`, and most providers let the rest go. Never more than was authorized, nor than the order has left to pay.',
    body: CAPTURE,
    bodyExample: { amount: 20 },
    responses: {
      200: { description: 'The payment', schema: ref('Payment'), example: PAYMENT_EXAMPLE },
      202: {
        description: 'The provider has not answered: capture again to find out what became of it',
        schema: ref('Payment'),
        example: { ...PAYMENT_EXAMPLE, status: 'authorized', amount_captured: 0, is_paid: false },
        headers: { 'Retry-After': 'Seconds' },
      },
    },
    problems: [
      'payment.not_found',
      'payment.unknown_gateway',
      'payment.illegal_transition',
      'payment.capture_exceeds_authorization',
      'payment.capture_in_progress',
      'payment.capture_refused',
      'money.invalid_amount',
      'request.conflict',
    ],
  },
  void: {
    method: 'post',
    path: `${ONE}/void`,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Let go of money that is held',
    description:
      'An authorization becomes `voided`, a payment that has not come `cancelled`; the provider is told right after. What was captured is given back instead.',
    responses: {
      200: {
        description: 'The payment',
        schema: ref('Payment'),
        example: { ...PAYMENT_EXAMPLE, status: 'voided', amount_captured: 0, is_paid: false },
      },
    },
    problems: ['payment.not_found', 'payment.illegal_transition', 'payment.capture_in_progress', 'request.conflict'],
  },
  review: {
    method: 'post',
    path: `${ONE}/review`,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Decide about a sum that is not ours',
    description:
      'For a payment that is `needs_review`, and for one whose order carries the attention `payment_sum_differs`. The provider is asked once more: what it says now counts. `accept` takes in what was taken and confirms the order, or gives it back when the order is over or paid otherwise; a hold is captured first, as much of it as was asked for; of a payment that goes on it says that somebody has looked. `refund` gives back all that was taken. `cancel` lets go of what was not taken, so that the order can be paid again. While a payment waits its order does not expire. Who decided and why stays in the order’s history; of several at once exactly one decides.',
    body: REVIEW,
    bodyExample: { decision: 'accept', reason: 'The buyer paid the fee of the bank' },
    responses: { 200: { description: 'The payment', schema: ref('Payment'), example: PAYMENT_EXAMPLE } },
    problems: [
      'payment.not_found',
      'payment.unknown_gateway',
      'payment.provider_silent',
      'payment.illegal_transition',
      'payment.review_does_not_fit',
      'request.conflict',
    ],
  },
  refund: {
    method: 'post',
    path: `${ONE}/refunds`,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Give money back',
    description:
      'A free `amount`, or `lines` and `shipping`: pieces at their share of what was paid for their line, discount and tax included, so that all of them together are exactly what was paid; each piece and the shipping once. Never more than was captured: refunds under way count. The provider is asked right after: the refund is `requested`, then `succeeded`, or `pending` while the provider takes its time, or `failed`, and then the balance is as before and it can be tried again. Money that came by hand goes back by hand: its refund stays `requested` until `POST /api/admin/refunds/{refund_id}/payout` says that it was paid out. A provider may say days later that a refund which `succeeded` has come back to it: then it is `failed`, the balance is as before it, and it can be tried again.',
    body: REFUND,
    bodyExample: { lines: [{ order_item_id: '019b76da-a800-7000-8000-0000000000c1', quantity: 1 }], reason: 'Came with a crack' },
    responses: {
      201: { description: 'The refund', schema: ref('Refund'), example: REFUND_EXAMPLE, headers: { Location: 'Where the refund is' } },
    },
    problems: [
      'payment.not_found',
      'refund.exceeds_captured',
      'refund.shipping_given_back',
      'order.unknown_item',
      'order.more_than_left',
      'money.invalid_amount',
      'money.currency_mismatch',
      'request.conflict',
    ],
  },
  refunds: {
    method: 'get',
    path: '/api/admin/refunds',
    access: 'admin',
    tag: 'Back office',
    summary: 'All refunds',
    description: 'The newest first. `status=failed` are those that the provider refused.',
    query: ALL_REFUNDS,
    responses: {
      200: {
        description: 'A page of refunds',
        schema: { type: 'array', items: ref('Refund') },
        example: [REFUND_EXAMPLE],
        headers: PAGE_HEADERS,
      },
    },
  },
  readRefund: {
    method: 'get',
    path: '/api/admin/refunds/{refund_id}',
    access: 'admin',
    tag: 'Back office',
    summary: 'Any refund',
    responses: { 200: { description: 'The refund', schema: ref('Refund'), example: REFUND_EXAMPLE } },
    problems: ['refund.not_found'],
  },
  retryRefund: {
    method: 'post',
    path: '/api/admin/refunds/{refund_id}/retry',
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Try a refund again that failed',
    description: 'The provider is asked once more, under a new key, unless the money has gone back by another refund meanwhile.',
    responses: { 200: { description: 'The refund', schema: ref('Refund'), example: { ...REFUND_EXAMPLE, status: 'pending' } } },
    problems: [
      'refund.not_found',
      'refund.illegal_transition',
      'refund.exceeds_captured',
      'refund.shipping_given_back',
      'order.more_than_left',
      'request.conflict',
    ],
  },
  payOutRefund: {
    method: 'post',
    path: '/api/admin/refunds/{refund_id}/payout',
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Say that a refund was paid out by hand',
    description:
      'For money that came outside of any gateway: its refund has succeeded. The reference and who wrote it down stay in the order’s history.',
    body: PAYOUT,
    bodyExample: { reference: 'SEPA 2026-02-03/17' },
    responses: { 200: { description: 'The refund', schema: ref('Refund'), example: { ...REFUND_EXAMPLE, status: 'succeeded' } } },
    problems: ['refund.not_found', 'refund.not_by_hand', 'refund.illegal_transition', 'request.conflict'],
  },
} satisfies Record<string, RouteDoc>;
