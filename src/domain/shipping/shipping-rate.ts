import type { Money } from '../shared/money.js';

/** A way of sending things, and what the buyer pays for it. */
export interface ShippingMethod {
  /** What clients choose it by: `standard`, `express` … */
  readonly code: string;
  readonly name: string;
  readonly price: Money;
}

/** `next_day` → `Next day` */
const nameOf = (code: string): string => {
  const words = code.replace(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A method that costs the same for every parcel to everywhere. */
export const flatRate = (code: string, price: Money): ShippingMethod => ({ code, name: nameOf(code), price });

/** The cheapest first; of two that cost the same, the one that was named first. All prices are in one currency. */
export const cheapestFirst = (methods: readonly ShippingMethod[]): readonly ShippingMethod[] =>
  [...methods].sort((left, right) => Number(left.price.isMoreThan(right.price)) - Number(right.price.isMoreThan(left.price)));
