import { DECISION } from './payment-schemas.js';
import type { RouteDoc } from '../shared/route.js';

export const TEST_BANK_ROUTES = {
  page: {
    method: 'get',
    path: '/api/payments/test-bank/{payment_id}',
    access: 'anyone',
    tag: 'Payments',
    summary: 'The bank of the fake gateway',
    description:
      'What `next_action.url` leads to with `tok_3ds`: a page on which the buyer says yes or no. Only while the gateway `fake` is on.',
    responses: { 200: { description: 'A page', schema: { type: 'string' }, contentType: 'text/html' } },
    problems: ['payment.not_found'],
  },
  decide: {
    method: 'post',
    path: '/api/payments/test-bank/{payment_id}',
    idempotent: { never: 'what was decided first stays' },
    access: 'anyone',
    tag: 'Payments',
    summary: 'Say yes or no at the bank of the fake gateway',
    description: 'Pays or declines, and sends the browser back to the shop. What was decided before stays.',
    query: DECISION,
    responses: {
      303: { description: 'Back to the shop', headers: { Location: 'The return link of the payment' } },
    },
    problems: ['payment.not_found'],
  },
} satisfies Record<string, RouteDoc>;
