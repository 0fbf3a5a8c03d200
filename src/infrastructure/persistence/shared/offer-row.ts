import type { Offer } from '../../../application/catalogue/ports/price-list.js';
import { PLACEHOLDER_IMAGE } from '../../../domain/catalogue/placeholder.js';
import { id } from '../../../domain/shared/ids.js';
import { priceAt } from '../../../domain/catalogue/price-plan.js';
import { Money } from '../../../domain/shared/money.js';
import { toSchedule, type ScheduleEntry } from './price-schedule.js';

/** What can be had of something that nobody counts: as many as stand on a line. */
const AS_MANY_AS_ONE_LIKES = 999;

/**
 * What an offer is made of, where `variant` and `product` are joined. Stock and picture by their index, row by row: joined, a generic plan
 * would read the whole table for a few lines.
 */
export const OFFER_COLUMNS = `variant.id as variant_id, variant.title as variant_title, variant.sku, variant.price_minor, variant.schedule,
      product.currency, variant.digital as is_digital,
      product.id as product_id, product.title, product.description, product.slug,
      product.status = 'published' and not variant.is_archived as is_offered,
      coalesce((select case when is_tracked then on_hand + backorder_limit - reserved else ${AS_MANY_AS_ONE_LIKES} end
        from stock where stock.variant_id = variant.id), 0) as available,
      coalesce((select case when is_tracked then greatest(on_hand - reserved, 0) else ${AS_MANY_AS_ONE_LIKES} end
        from stock where stock.variant_id = variant.id), 0) as in_house,
      (select url from product_images as image where image.product_id = product.id order by image.id = variant.image_id desc nulls last,
        image.position, image.id limit 1) as image_url`;

export interface OfferRow {
  readonly variant_id: string;
  readonly variant_title: string | null;
  readonly sku: string;
  readonly price_minor: number;
  readonly schedule: readonly ScheduleEntry[] | null;
  readonly currency: string;
  readonly product_id: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly is_offered: boolean;
  readonly is_digital: boolean;
  readonly available: number;
  readonly in_house: number;
  readonly image_url: string | null;
}

const toPrice = ({ price_minor, schedule, currency }: OfferRow, now: Date): Money => {
  const price = Money.of(price_minor, currency);
  return schedule ? priceAt({ price, compareAtPrice: null, schedule: toSchedule(schedule, currency) }, now).price : price;
};

/** @param now when it is offered: a scheduled price holds to the millisecond. */
export const toOffer = (row: OfferRow, now: Date): Offer => ({
  variantId: id(row.variant_id),
  productId: id(row.product_id),
  productTitle: row.title,
  productDescription: row.description,
  slug: row.slug,
  variantTitle: row.variant_title,
  sku: row.sku,
  imageUrl: row.image_url ?? PLACEHOLDER_IMAGE,
  unitPrice: toPrice(row, now),
  available: row.available,
  inHouse: row.in_house,
  isOffered: row.is_offered,
  isDigital: row.is_digital,
});
