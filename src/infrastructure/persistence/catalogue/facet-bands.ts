import type { LabelCount } from '../../../application/catalogue/ports/product-search.js';
import { Money, type Currency } from '../../../domain/shared/money.js';

/** In units of the currency; in hundreds of them where there is nothing smaller than one. */
const PRICE_STEPS = [0, 10, 25, 50, 100, 250, 500, 1000];
export const RATING_STEPS: readonly number[] = [4, 3, 2, 1];
const MOST_LABELS = 100;

/** Where the bands of prices begin, in minor units. */
export function priceSteps(currency: Currency): readonly number[] {
  const unit = Money.parse('1', currency).minor;
  return PRICE_STEPS.map((step) => step * (unit === 1 ? 100 : unit));
}

/** @param counts of the bands that begin at `priceSteps`. */
export const priceBands = (counts: readonly number[], currency: Currency) => {
  const steps = priceSteps(currency);
  return steps.map((step, place) => {
    const next = steps[place + 1];
    return { min: Money.of(step, currency), max: next === undefined ? null : Money.of(next - 1, currency), count: counts[place] ?? 0 };
  });
};

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The order in which labels are counted out. */
export const ranked = (labels: readonly LabelCount[]): readonly LabelCount[] =>
  labels
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.count - left.count || compare(left.value, right.value))
    .slice(0, MOST_LABELS);
