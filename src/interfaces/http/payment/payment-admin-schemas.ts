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

export const CAPTURE = object({
  amount: amount.meta({ jsonSchema: { description: 'A part of what was authorized; everything that is due when it is not said' } }),
});
