import { priceAt, type PricePlan } from './price-plan.js';

/** `reduced`: one of the variants costs less than it did. `new`: shoppers have not known it for long. */
export const TAG_RULES = ['reduced', 'new'] as const;
export type TagRule = (typeof TAG_RULES)[number];

/** What the rules look at. */
export interface RuledFacts {
  /** When shoppers saw it for the first time; null: they never did. */
  readonly firstPublishedAt: Date | null;
  /** Those that are sold. */
  readonly variants: readonly PricePlan[];
}

/** That a product carries the tag of a rule. */
export interface Standing {
  readonly rule: TagRule;
  /** When time alone ends it: it does not hold at that moment any more. Null: a price or somebody ends it. */
  readonly until: Date | null;
}

/** How long a product is new, unless the shop says otherwise. */
export const NEW_FOR_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** The rules that hold for a product at one moment. */
export function standingsOf({ firstPublishedAt, variants }: RuledFacts, newForDays: number, at: Date): readonly Standing[] {
  const isReduced = variants.some((plan) => {
    const { price, compareAtPrice } = priceAt(plan, at);
    return compareAtPrice !== null && compareAtPrice.isMoreThan(price);
  });
  const until = firstPublishedAt && new Date(firstPublishedAt.getTime() + newForDays * DAY_MS);
  return [
    ...(isReduced ? [{ rule: 'reduced', until: null } as const] : []),
    ...(until && at < until ? [{ rule: 'new', until } as const] : []),
  ];
}
