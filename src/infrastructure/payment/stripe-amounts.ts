import { decimalsOf, Money } from '../../domain/shared/money.js';

/** https://docs.stripe.com/currencies#zero-decimal: the amount is the charge. */
const WHOLE = ['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'];
/** https://docs.stripe.com/currencies#three-decimal: the last digit has to be 0. */
const THOUSANDTHS = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];
/** Other than in ISO 4217, ISK and UGX are sent in hundredths, of whole units: https://docs.stripe.com/currencies#special-cases */
const HUNDREDTHS = 2;

const stripeDecimalsOf = (currency: string): number => (WHOLE.includes(currency) ? 0 : THOUSANDTHS.includes(currency) ? 3 : HUNDREDTHS);

/** The amount in Stripe's smallest unit; undefined when Stripe cannot charge it to the last digit. */
export function stripeAmountOf({ minor, currency }: Money): number | undefined {
  const [ours, theirs] = [decimalsOf(currency), stripeDecimalsOf(currency)];
  const amount = theirs >= ours ? minor * 10 ** (theirs - ours) : minor / 10 ** (ours - theirs);
  if (!Number.isSafeInteger(amount) || (theirs === 3 && amount % 10 !== 0)) return undefined;
  return amount;
}

/**
 * What Stripe says in its smallest unit; currencies come in lower case. A part of our own smallest unit, which we never ask for, is left
 * out: whoever compares sees that the sums differ.
 */
export function moneyOfStripe(amount: number, lowerCaseCurrency: string): Money {
  const currency = lowerCaseCurrency.toUpperCase();
  const [ours, theirs] = [decimalsOf(currency), stripeDecimalsOf(currency)];
  return Money.of(theirs >= ours ? Math.floor(amount / 10 ** (theirs - ours)) : amount * 10 ** (ours - theirs), currency);
}
