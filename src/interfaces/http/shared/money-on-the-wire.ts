import { mixed } from 'yup';
import { Money, type Currency } from '../../../domain/shared/money.js';

/** Money as a JSON number in major units; its decimals come from decimal text, never from float arithmetic. */
export const presentMoney = (money: Money): number => Number(money.toDecimal());

/**
 * A money field of a request: a JSON number or a decimal string, not negative, at most as many decimals as the currency has.
 * What comes out is decimal text for `Money.parse`.
 */
export const moneyField = (currency: Currency) =>
  mixed<string | number>({
    type: 'money',
    check: (value): value is string | number => typeof value === 'string' || typeof value === 'number',
  })
    .typeError('${path} must be an amount such as 19.99')
    .test('money', (value, { createError, path }) => {
      if (value === undefined || value === null) return true;
      try {
        Money.parse(value, currency);
        return true;
      } catch {
        return createError({
          message: `${path} must be an amount in ${currency} that is not negative and has no more decimals than ${currency}`,
        });
      }
    });
