import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';

export const WEBHOOK_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  WebhookReceipt: {
    type: 'object',
    required: ['status'],
    additionalProperties: false,
    properties: { status: { type: 'string', enum: ['heard', 'parked'] } },
  },
};

const MAX_BYTES = 262_144;

export const WEBHOOK_ROUTES = {
  hear: {
    method: 'post',
    path: '/api/payments/webhooks/{gateway}',
    idempotent: { never: 'the id of the event is its key' },
    access: 'anyone',
    tag: 'Payments',
    summary: 'Hear a payment provider',
    description:
      'For providers only: signed over the raw body in the provider’s own way, and not longer than five minutes ago. The `fake` gateway signs like Stripe, in `X-Webhook-Signature`. Sending an event again changes nothing; on any other answer than these it has to be sent again.',
    raw: { maxBytes: MAX_BYTES },
    bodyExample: {
      id: 'evt_019b76daa8007000800000000000a1',
      type: 'payment.captured',
      created: 1769851800,
      data: { payment_id: '019b76da-a800-7000-8000-0000000000a1', amount: 48.9, currency: 'USD' },
    },
    responses: {
      200: { description: 'It has had its effect, now or before', schema: ref('WebhookReceipt'), example: { status: 'heard' } },
      202: {
        description: 'It speaks of something that is not here yet, and is dealt with once it is',
        schema: ref('WebhookReceipt'),
        example: { status: 'parked' },
      },
    },
    problems: ['webhook.bad_signature', 'gateway.not_found'],
  },
} satisfies Record<string, RouteDoc>;
