import type { PricePeriod } from '../../../domain/catalogue/price-plan.js';
import { id } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';

/** As `variants.schedule` keeps it; times in milliseconds. */
export interface ScheduleEntry {
  readonly id: string;
  readonly price: number;
  readonly from: number;
  readonly until: number | null;
}

const NONE: readonly PricePeriod[] = [];

/** Hardly any variant has one. */
export const toSchedule = (entries: readonly ScheduleEntry[] | null | undefined, currency: Currency): readonly PricePeriod[] =>
  entries?.map((entry) => ({
    id: id(entry.id),
    price: Money.of(entry.price, currency),
    startsAt: new Date(entry.from),
    endsAt: entry.until === null ? null : new Date(entry.until),
  })) ?? NONE;

export const toScheduleEntries = (schedule: readonly PricePeriod[]): readonly ScheduleEntry[] | null =>
  schedule.length === 0
    ? null
    : schedule.map(({ id: priceId, price, startsAt, endsAt }) => ({
        id: priceId,
        price: price.minor,
        from: startsAt.getTime(),
        until: endsAt?.getTime() ?? null,
      }));
