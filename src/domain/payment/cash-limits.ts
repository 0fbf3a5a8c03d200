import type { Money } from '../shared/money.js';
import { CashOnDeliveryUnavailable } from './payment-errors.js';

/** How far the shop trusts that somebody pays at the door. */
export interface CashLimits {
  /** The largest order; null: any. */
  readonly max: Money | null;
  /** ISO 3166 alpha-2 codes of the countries where a carrier takes money; null: everywhere. */
  readonly countries: readonly string[] | null;
}

/** What somebody wants to pay at the door. */
export interface CashWish {
  readonly total: Money;
  readonly country: string;
  /** There is something that no carrier brings. */
  readonly hasDigital: boolean;
}

/** @throws CashOnDeliveryUnavailable */
export function refuseBeyondCashLimits({ max, countries }: CashLimits, { total, country, hasDigital }: CashWish): void {
  if (hasDigital) throw new CashOnDeliveryUnavailable({ reason: 'digital' });
  if (countries && !countries.includes(country)) throw new CashOnDeliveryUnavailable({ reason: 'country' });
  if (max && total.isMoreThan(max)) throw new CashOnDeliveryUnavailable({ reason: 'amount', max });
}
