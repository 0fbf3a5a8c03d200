import { object, string } from 'yup';
import { MAY_BECOME, type OrderStatus } from '../../../domain/order/order-state.js';
import type { OrderPaymentStatus } from '../../../domain/payment/payment-state.js';
import { looksLikeId } from '../../../domain/shared/ids.js';
import { linesField } from '../shared/lines-field.js';
import { pageFields } from '../shared/paging.js';

export const ORDER_STATUSES = Object.keys(MAY_BECOME) as OrderStatus[];
export const PAYMENT_STATUSES: readonly OrderPaymentStatus[] = [
  'unpaid',
  'authorized',
  'partially_paid',
  'paid',
  'refund_pending',
  'partially_refunded',
  'refunded',
  'charged_back',
  'failed',
];
export const SHIPPING_STATUSES = ['pending', 'processing', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'] as const;

const oneOf = <Word extends string>(name: string, words: readonly Word[]) =>
  string()
    .transform((value: string | undefined) => value || undefined)
    .oneOf(words, `${name} must be one of ${words.join(', ')}`);

const A_DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const time = (name: string) =>
  string()
    .transform((value: string | undefined) => value || undefined)
    .test('time', `${name} must be a day such as 2026-01-31 or a time such as 2026-01-31T09:30:00Z`, (value) => {
      if (value === undefined) return true;
      return (A_DAY.test(value) || TIME.test(value)) && !Number.isNaN(Date.parse(value));
    });

export const startOf = (given: string | undefined): Date | undefined => (given === undefined ? undefined : new Date(given));

/** A day counts to its end. */
export const endOf = (given: string | undefined): Date | undefined =>
  given === undefined ? undefined : new Date(A_DAY.test(given) ? `${given}T23:59:59.999Z` : given);

export const MY_ORDERS = object({ ...pageFields, status: oneOf('status', ORDER_STATUSES) });

export const ALL_ORDERS = object({
  ...pageFields,
  status: oneOf('status', ORDER_STATUSES),
  payment_status: oneOf('payment_status', PAYMENT_STATUSES),
  shipping_status: oneOf('shipping_status', SHIPPING_STATUSES),
  user_id: string()
    .transform((value: string | undefined) => value || undefined)
    .test('id', 'user_id must be the id of an account', (value) => value === undefined || looksLikeId(value)),
  q: string()
    .transform((value: string | undefined) => value?.replaceAll('\0', '').trim() || undefined)
    .max(200, 'q must be at most 200 characters')
    .meta({ jsonSchema: { description: 'Part of a number, an e-mail address or a SKU' } }),
  placed_from: time('placed_from'),
  placed_to: time('placed_to').meta({ jsonSchema: { description: 'Inclusive; a day counts to its end' } }),
});

export const MOVE_ORDER = object({
  status: string()
    .required('status is required')
    .max(40, 'status must be at most 40 characters')
    .meta({ jsonSchema: { description: '`confirmed`, `completed` or `cancelled`; money is told by payments, parcels by shipments' } }),
});

export const CANCEL_ORDER = object({
  lines: linesField.optional().meta({ jsonSchema: { description: 'Some pieces only; the whole order when it is not said' } }),
});

export const MANUAL_PAYMENT = object({
  reference: string()
    .trim()
    .required('reference is required: where can this money be found again?')
    .max(200, 'reference must be at most 200 characters')
    .matches(/^\P{Cc}*$/u, 'reference must be one line of text'),
});
