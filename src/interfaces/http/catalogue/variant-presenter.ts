import type { PastPriceView, ScheduledPriceView } from '../../../application/catalogue/ports/price-queries.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { VariantId } from '../../../domain/shared/ids.js';
import { presentMoney } from '../shared/money-on-the-wire.js';
import { presentVariant } from './product-presenter.js';

/** One of the variants of a product; undefined when it has no such one. */
export function presentVariantOf({ id, currency, version, variants }: ProductView, variantId: VariantId) {
  const position = variants.findIndex((variant) => variant.id === variantId);
  const variant = variants[position];
  return variant && { ...presentVariant(variant), currency, position, product_id: id, version };
}

const statusOf = ({ startsAt, endsAt }: ScheduledPriceView, now: Date): 'upcoming' | 'running' | 'ended' => {
  if (startsAt > now) return 'upcoming';
  return endsAt !== null && endsAt <= now ? 'ended' : 'running';
};

export const presentScheduledPrice = (view: ScheduledPriceView, now: Date) => ({
  id: view.id,
  variant_id: view.variantId,
  price: presentMoney(view.price),
  currency: view.price.currency,
  starts_at: view.startsAt.toISOString(),
  ends_at: view.endsAt?.toISOString() ?? null,
  status: statusOf(view, now),
  created_at: view.createdAt.toISOString(),
});

export const presentPastPrice = ({ price, from, until }: PastPriceView) => ({
  price: presentMoney(price),
  currency: price.currency,
  from: from.toISOString(),
  until: until?.toISOString() ?? null,
});
