import type { PricePeriodId, ProductId, VariantId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';
import type { Page, PageRequest } from '../../shared/page.js';

/** A price for a while, whether it waits, holds or has ended. */
export interface ScheduledPriceView {
  readonly id: PricePeriodId;
  readonly variantId: VariantId;
  readonly price: Money;
  readonly startsAt: Date;
  /** Null: until further notice. */
  readonly endsAt: Date | null;
  readonly createdAt: Date;
}

/** What a variant cost. */
export interface PastPriceView {
  readonly price: Money;
  readonly from: Date;
  /** Null: it costs that now. */
  readonly until: Date | null;
}

/** What the back office sees of the prices of one variant; undefined when the product has no such living variant. */
export interface PriceQueries {
  /** The latest to begin comes first. */
  scheduled(productId: ProductId, variantId: VariantId, page: PageRequest): Promise<Page<ScheduledPriceView> | undefined>;

  one(productId: ProductId, variantId: VariantId, priceId: PricePeriodId): Promise<ScheduledPriceView | undefined>;

  /** What was in effect from when to when, the latest first; nothing in it ever changes. */
  history(productId: ProductId, variantId: VariantId, page: PageRequest): Promise<Page<PastPriceView> | undefined>;
}
