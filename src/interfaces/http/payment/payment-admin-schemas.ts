import { boolean, mixed, object, string } from 'yup';
import { PAYMENT_MAY_BECOME, REFUND_MAY_BECOME, type PaymentStatus, type RefundStatus } from '../../../domain/payment/payment-state.js';
import { linesField } from '../shared/lines-field.js';
import { pageFields } from '../shared/paging.js';

export const REFUND_STATUSES = Object.keys(REFUND_MAY_BECOME) as RefundStatus[];

const oneOf = <Word extends string>(words: readonly Word[]) =>
  string()
    .transform((value: string | undefined) => value || undefined)
    .oneOf(words, `status must be one of ${words.join(', ')}`);

export const ALL_PAYMENTS = object({ ...pageFields, status: oneOf(Object.keys(PAYMENT_MAY_BECOME) as PaymentStatus[]) });
export const ALL_REFUNDS = object({ ...pageFields, status: oneOf(REFUND_STATUSES) });

/** An amount in the currency of the payment; whoever knows the payment reads it. */
const amount = mixed<string | number>({
  type: 'money',
  check: (value): value is string | number => typeof value === 'string' || typeof value === 'number',
}).typeError('${path} must be an amount such as 19.99');

const reason = string()
  .trim()
  .max(200, 'reason must be at most 200 characters')
  .matches(/^\P{Cc}*$/u, 'reason must be one line of text');

export const REVIEW = object({
  decision: string()
    .required('decision is required')
    .oneOf(['accept', 'refund', 'cancel'] as const, 'decision must be accept, refund or cancel'),
  reason: reason.required('reason is required').meta({ jsonSchema: { description: 'Why; it stays in the order’s history' } }),
});

export const PAYOUT = object({
  reference: string()
    .trim()
    .required('reference is required')
    .max(100, 'reference must be at most 100 characters')
    .matches(/^\P{Cc}*$/u, 'reference must be one line of text')
    .meta({ jsonSchema: { description: 'Where it can be found again: a bank’s reference, a receipt’s number' } }),
});

export const REFUND = object({
  amount: amount.meta({ jsonSchema: { description: 'A free sum, in the currency of the payment' } }),
  currency: string()
    .matches(/^[A-Z]{3}$/, { message: 'currency must be a code such as USD', excludeEmptyString: true })
    .meta({ jsonSchema: { description: 'That of the payment; any other is refused' } }),
  lines: linesField.optional().meta({ jsonSchema: { description: 'Pieces, at their share of what was paid for their line' } }),
  shipping: boolean().meta({ jsonSchema: { description: 'Also what was paid for shipping' } }),
  reason: reason.meta({ jsonSchema: { description: 'Why, for the books' } }),
}).test('wish', 'Name either an amount, or lines, shipping or both', function (wish) {
  const names = (wish.lines?.length ?? 0) > 0 || wish.shipping === true;
  if ((wish.amount !== undefined) !== names) return true;
  return this.createError({ path: 'amount', message: 'Name either an amount, or lines, shipping or both' });
});

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const LONGEST_MS = 31 * 86_400_000;

const time = (name: string) =>
  string()
    .transform((value: string | undefined) => value || undefined)
    .test('time', `${name} must be a time such as 2026-01-31T09:30:00Z`, (value) => {
      return value === undefined || (TIME.test(value) && !Number.isNaN(Date.parse(value)));
    });

/** The last day when it is not said. */
export const periodOf = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }, now: Date) => {
  const end = to === undefined ? now : new Date(to);
  return { from: from === undefined ? new Date(end.getTime() - 86_400_000) : new Date(from), to: end };
};

export const PERIOD = object({
  from: time('from').meta({ jsonSchema: { description: 'A day before `to` when it is not said' } }),
  to: time('to').meta({ jsonSchema: { description: 'Now when it is not said' } }),
}).test('period', 'from must be before to, by at most 31 days', function (period) {
  const { from, to } = periodOf(period, new Date());
  const length = to.getTime() - from.getTime();
  if (Number.isNaN(length) || (length > 0 && length <= LONGEST_MS)) return true;
  return this.createError({ path: 'from', message: 'from must be before to, by at most 31 days' });
});

export const CAPTURE = object({
  amount: amount.meta({ jsonSchema: { description: 'A part of what was authorized; everything that is due when it is not said' } }),
});
