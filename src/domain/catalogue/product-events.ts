import type { DomainEvent } from '../shared/domain-event.js';
import type { ImageId, VariantId } from '../shared/ids.js';
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
export type ProductRepriced = DomainEvent<
  'product.repriced',
  { readonly variantId: VariantId; readonly from: MoneyData; readonly to: MoneyData }
>;
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
  | ProductPublished
  | ProductArchived
  | ProductImageAttached
  | ProductImageDetached;
