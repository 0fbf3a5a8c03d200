import { Money } from '../../domain/shared/money.js';

/** What PayPal sends and takes: major units as text. https://developer.paypal.com/docs/api/orders/v2/#definition-money */
export interface PayPalAmount {
  readonly currency_code: string;
  readonly value: string;
}

/** https://developer.paypal.com/api/rest/reference/currency-codes */
const CURRENCIES = 'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(' ');
/** Though they have hundredths, it takes none of them. */
const WHOLE_ONLY = ['HUF', 'TWD'];

/** Undefined when PayPal cannot take exactly this. */
export function payPalAmount(amount: Money): PayPalAmount | undefined {
  const { currency } = amount;
  if (!CURRENCIES.includes(currency)) return undefined;
  if (!WHOLE_ONLY.includes(currency)) return { currency_code: currency, value: amount.toDecimal() };
  const [whole = '', fraction = ''] = amount.toDecimal().split('.');
  return /^0*$/.test(fraction) ? { currency_code: currency, value: whole } : undefined;
}

/** Its reports show what goes back below zero. */
export const moneyFrom = ({ currency_code, value }: PayPalAmount): Money => Money.parse(value.replace(/^-/, ''), currency_code);
