import type { PricePeriodId } from '../shared/ids.js';
import type { Money } from '../shared/money.js';

/** Another price for a while: from its first moment on, and no longer at its last. */
export interface PricePeriod {
  readonly id: PricePeriodId;
  readonly price: Money;
  readonly startsAt: Date;
  /** Null: until further notice. */
  readonly endsAt: Date | null;
}

/** What a variant costs, and when it costs something else. Its periods do not overlap. */
export interface PricePlan {
  readonly price: Money;
  /** What it used to cost; null when there is nothing to compare. */
  readonly compareAtPrice: Money | null;
  readonly schedule: readonly PricePeriod[];
}

/** What it costs at one moment. */
export interface PriceInEffect {
  readonly price: Money;
  readonly compareAtPrice: Money | null;
}

/** What it cost from a moment on. */
export interface PastPrice {
  readonly at: Date;
  readonly price: Money;
}

const WINDOW_MS = 30 * 24 * 3_600_000;

const contains = ({ startsAt, endsAt }: PricePeriod, at: Date): boolean => startsAt <= at && (endsAt === null || at < endsAt);

/** The period that holds at this moment, if one does. */
export const periodAt = (schedule: readonly PricePeriod[], at: Date): PricePeriod | undefined =>
  schedule.find((period) => contains(period, at));

/** While a period holds, the regular price is what is compared with, if it is more. */
export function priceAt({ price, compareAtPrice, schedule }: PricePlan, at: Date): PriceInEffect {
  const period = periodAt(schedule, at);
  if (!period) return { price, compareAtPrice };
  return { price: period.price, compareAtPrice: price.isMoreThan(period.price) ? price : null };
}

/** The moments after `from` and up to `to` at which a period begins or ends, in order and each once. */
export function turnsBetween(schedule: readonly PricePeriod[], from: Date, to: Date): readonly Date[] {
  const times = schedule.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), ...(endsAt ? [endsAt.getTime()] : [])]);
  return [...new Set(times)]
    .filter((time) => time > from.getTime() && time <= to.getTime())
    .sort((left, right) => left - right)
    .map((time) => new Date(time));
}

/** When a period begins or ends next; undefined when none will. */
export function nextTurn(schedule: readonly PricePeriod[], after: Date): Date | undefined {
  const times = schedule.flatMap(({ startsAt, endsAt }) => [startsAt, ...(endsAt ? [endsAt] : [])]).filter((time) => time > after);
  return times.reduce<Date | undefined>((first, time) => (first && first <= time ? first : time), undefined);
}

/** Whether two periods have a moment in common; one that ends when the other begins has none. */
export const overlaps = (left: Pick<PricePeriod, 'startsAt' | 'endsAt'>, right: Pick<PricePeriod, 'startsAt' | 'endsAt'>): boolean =>
  (right.endsAt === null || left.startsAt < right.endsAt) && (left.endsAt === null || right.startsAt < left.endsAt);

/**
 * The lowest that a reduced variant cost in the thirty days before it was reduced; null when it is not reduced, or cost nothing else before.
 * @param log what it cost, in order; periods that have begun or ended since need not be in it.
 */
export function lowestBeforeReduction(plan: PricePlan, log: readonly PastPrice[], at: Date): Money | null {
  const { price, compareAtPrice } = priceAt(plan, at);
  const [first] = log;
  if (!first || !compareAtPrice?.isMoreThan(price)) return null;
  const turns = turnsBetween(plan.schedule, first.at, at).map((turn) => ({ at: turn, price: priceAt(plan, turn).price }));
  const line = [...log, ...turns].filter((past) => past.at <= at).sort((left, right) => left.at.getTime() - right.at.getTime());
  const steps = line.filter((past, place) => place === 0 || !past.price.isSameAs(line[place - 1]?.price ?? past.price));
  const reduced = steps.at(-1);
  if (!reduced?.price.isSameAs(price)) return null;
  const since = reduced.at.getTime() - WINDOW_MS;
  const lately = steps.slice(0, -1).filter((_, place) => (steps[place + 1]?.at.getTime() ?? since) > since);
  return lately.reduce<Money | null>((lowest, past) => (lowest ? lowest.atMost(past.price) : past.price), null);
}
