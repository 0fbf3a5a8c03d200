import { PAYMENT_EXAMPLE } from './payment-openapi.js';
import { CONFIRMATION, RETURN_QUERY } from './payment-schemas.js';
import { ref, type RouteDoc } from '../shared/route.js';

export const PAYMENT_RETURN_ROUTES = {
  comeBack: {
    method: 'get',
    path: '/api/payments/{payment_id}/return',
    access: 'anyone',
    tag: 'Payments',
    summary: 'Back from the provider',
    description:
      'Where a provider sends the buyer’s browser after 3-D Secure or another redirect: a signed link that ends after a day. Asks the provider what became of the payment, and then goes on to the shop’s front (`FRONTEND_URL` and `/orders/{order_id}?payment={status}`), or tells the payment when there is none.',
    query: RETURN_QUERY,
    responses: {
      200: { description: 'The payment as it stands; there is no front', schema: ref('Payment'), example: PAYMENT_EXAMPLE },
      303: { description: 'On to the front', headers: { Location: 'The page of the order there' } },
    },
    problems: ['payment.not_found', 'request.conflict'],
  },
  comeBackByForm: {
    method: 'post',
    path: '/api/payments/{payment_id}/return',
    idempotent: { never: 'it asks how far the payment is, and may be asked as often as one likes' },
    access: 'anyone',
    tag: 'Payments',
    summary: 'Back from a provider that sends a form',
    description:
      'The same signed link for Razorpay’s checkout, which posts `razorpay_payment_id`, `razorpay_order_id` and `razorpay_signature` to its `callback_url` as a form: its signature has to be right. After a payment that failed it posts other fields, which are let pass. The provider’s own word counts.',
    query: RETURN_QUERY,
    raw: { maxBytes: 16_384 },
    responses: {
      200: { description: 'The payment as it stands; there is no front', schema: ref('Payment'), example: PAYMENT_EXAMPLE },
      303: { description: 'On to the front', headers: { Location: 'The page of the order there' } },
    },
    problems: ['payment.not_found', 'webhook.bad_signature', 'request.conflict'],
  },
  confirm: {
    method: 'post',
    path: '/api/payments/{payment_id}/confirm',
    idempotent: { never: 'it asks how far the payment is, and may be asked as often as one likes' },
    access: 'customer',
    tag: 'Payments',
    summary: 'Has my payment come?',
    description:
      'For front ends that bring the buyer back themselves: asks the provider what became of the payment, settles it, and tells it. What Razorpay’s checkout gave to the browser may come along: its signature has to be right. The provider’s own word counts, whatever the body says.',
    body: CONFIRMATION,
    bodyExample: {
      razorpay_payment_id: 'pay_29QQoUBi66xm2f',
      razorpay_order_id: 'order_9A33XWu170gUtm',
      razorpay_signature: '9ef4dffbfd84f1318f6739a3ce19f9d85851857ae648f114332d8401e0949a3d',
    },
    responses: { 200: { description: 'The payment as it stands', schema: ref('Payment'), example: PAYMENT_EXAMPLE } },
    problems: ['payment.not_found', 'webhook.bad_signature', 'request.conflict'],
  },
} satisfies Record<string, RouteDoc>;
