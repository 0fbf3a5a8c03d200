import type { Currency } from '../../../domain/shared/money.js';
import { ORDER_EXAMPLE } from '../order/order-openapi.js';
import { ref, type RouteDoc } from '../shared/route.js';
import { checkoutBody, PAY_AGAIN } from './checkout-schemas.js';

const WAITING = {
  ...ORDER_EXAMPLE.payment,
  amount_captured: 0,
  status: 'requires_action',
  is_paid: false,
  next_action: { type: 'redirect', url: 'https://bank.example/3ds/fake_019b76daa80070008000' },
};
const PENDING_EXAMPLE = {
  ...ORDER_EXAMPLE,
  status: 'pending',
  payment_status: 'unpaid',
  display_status: 'PENDING',
  payment: WAITING,
  payments: [WAITING],
};

const ORDER = ref('Order');
const LOCATION = 'Where the order is';
const RESPONSES = {
  200: { description: 'The order as it stands: it was made, or its payment decided, meanwhile', schema: ORDER, example: ORDER_EXAMPLE },
  201: {
    description: 'The order is confirmed: paid, authorized, to be paid at the door, or free',
    schema: ORDER,
    example: ORDER_EXAMPLE,
    headers: { Location: LOCATION },
  },
  202: {
    description:
      'The provider has not answered yet, or wants something of the buyer first (`payment.next_action`): ask for the order again',
    schema: ORDER,
    example: PENDING_EXAMPLE,
    headers: { Location: LOCATION, 'Retry-After': 'Seconds' },
  },
};

export const checkoutRoutes = (currency: Currency) =>
  ({
    checkOut: {
      method: 'post',
      path: '/api/orders/checkout',
      access: 'customer',
      tag: 'Orders',
      summary: 'Buy what is in my cart',
      description:
        'Sets the goods aside, makes the order, asks for the money. A declined payment is a problem 402 with `order_id`, `payment_id` and `decline_code`: the order stays `pending`, its goods are free again, and it can be paid again. Repeating a checkout of the same cart within ten seconds answers with its order; with an `Idempotency-Key` it does so for a day, with `Idempotent-Replayed: true`.',
      body: checkoutBody(currency),
      bodyExample: {
        shipping_address_id: '019b76da-a800-7000-8000-000000000001',
        shipping_method: 'express',
        gateway: 'fake',
        payment_token: 'tok_success',
        amount: 48.9,
      },
      responses: {
        ...RESPONSES,
        200: { ...RESPONSES[200], description: 'The order that this cart became a moment ago, as it stands' },
      },
      problems: [
        'payment.declined',
        'payment.unknown_gateway',
        'payment.cod_unavailable',
        'account.not_verified',
        'address.not_found',
        'cart.empty',
        'cart.item_unavailable',
        'checkout.amount_mismatch',
        'checkout.quote_changed',
        'inventory.out_of_stock',
        'request.conflict',
      ],
      idempotent: true,
    },
    payAgain: {
      method: 'post',
      path: '/api/orders/{order_id}/payments',
      idempotent: true,
      access: 'customer',
      tag: 'Orders',
      summary: 'Pay an order again',
      description: 'After a decline, or while a payment hangs. Sets the goods aside anew, and answers as a checkout does.',
      body: PAY_AGAIN,
      bodyExample: { gateway: 'fake', payment_token: 'tok_success' },
      responses: RESPONSES,
      problems: [
        'payment.declined',
        'payment.unknown_gateway',
        'payment.cod_unavailable',
        'payment.in_progress',
        'order.not_found',
        'order.already_paid',
        'order.illegal_transition',
        'inventory.out_of_stock',
        'request.conflict',
      ],
    },
  }) satisfies Record<string, RouteDoc>;
