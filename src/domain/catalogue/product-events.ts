import type { DomainEvent } from '../shared/domain-event.js';
import type { ImageId, PricePeriodId, VariantId } from '../shared/ids.js';
import type { MoneyData } from '../shared/money.js';
import type { ProductStatus } from './product-state.js';

interface Face {
  readonly title: string;
  readonly slug: string;
  readonly status: ProductStatus;
}

export type ProductCreated = DomainEvent<'product.created', Face>;
/** Words, brand, categories, tags or status changed. */
export type ProductRevised = DomainEvent<'product.revised', Face>;
/** What it costs is something else from then on: somebody said so, or a scheduled price began or ended. */
export type ProductRepriced = DomainEvent<
  'product.repriced',
  { readonly variantId: VariantId; readonly from: MoneyData; readonly to: MoneyData }
>;
interface Period {
  readonly variantId: VariantId;
  readonly priceId: PricePeriodId;
  readonly price: MoneyData;
  readonly startsAt: string;
  readonly endsAt: string | null;
}

/** It will cost something else for a while, or does from now on. */
export type PriceScheduled = DomainEvent<'product.price_scheduled', Period>;
/** It will not, or does not any more: `endsAt` tells until when it did. */
export type PriceWithdrawn = DomainEvent<'product.price_withdrawn', Period>;
export type VariantAdded = DomainEvent<'product.variant_added', { readonly variantId: VariantId; readonly sku: string }>;
/** Nobody can buy it any more; orders keep their copy. */
export type VariantArchived = DomainEvent<'product.variant_archived', { readonly variantId: VariantId; readonly sku: string }>;
/** Shoppers see it from now on. */
export type ProductPublished = DomainEvent<'product.published', { readonly slug: string }>;
/** Gone from the shop; orders keep their copy. */
export type ProductArchived = DomainEvent<'product.archived', { readonly slug: string }>;
/** A new picture hangs on the product, wherever in the row. */
export type ProductImageAttached = DomainEvent<'product.image_attached', { readonly imageId: ImageId; readonly url: string }>;
/** This product does not show the picture any more. */
export type ProductImageDetached = DomainEvent<'product.image_detached', { readonly url: string }>;

export type ProductEvent =
  | ProductCreated
  | ProductRevised
  | ProductRepriced
  | PriceScheduled
  | PriceWithdrawn
  | VariantAdded
  | VariantArchived
  | ProductPublished
  | ProductArchived
  | ProductImageAttached
  | ProductImageDetached;
