import type { BrandId, CategoryId, ImageId, ProductId, TagId, VariantId } from '../shared/ids.js';
import type { Currency } from '../shared/money.js';
import type { PricePlan } from './price-plan.js';

/** `draft` and `archived` are seen by the shop alone. */
export const PRODUCT_STATUSES = ['draft', 'published', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** Something to choose, such as a size, in the order in which it is shown. */
export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

/** What is sold: each product has at least one. Its price is the regular one, and its schedule has what has not ended. */
export interface Variant extends PricePlan {
  readonly id: VariantId;
  readonly sku: string;
  /** Null when the product has only this variant. */
  readonly title: string | null;
  /** One value for each of the product's options. */
  readonly options: Readonly<Record<string, string>>;
  /** No carrier brings it. */
  readonly isDigital: boolean;
  /** The picture of the product that shows it; null: any. */
  readonly imageId: ImageId | null;
}

export interface ProductImage {
  readonly id: ImageId;
  /** Relative, without a leading slash. */
  readonly url: string;
  readonly alt: string;
}

export interface ProductState {
  readonly id: ProductId;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly status: ProductStatus;
  readonly brandId: BrandId | null;
  readonly categoryIds: readonly CategoryId[];
  readonly tagIds: readonly TagId[];
  readonly options: readonly ProductOption[];
  readonly currency: Currency;
  readonly variants: readonly Variant[];
  /** In the order in which they are shown. */
  readonly images: readonly ProductImage[];
  /** When a draft becomes published by itself; null: when somebody says so. */
  readonly publishAt: Date | null;
  /** Up to then every change of a price was told. */
  readonly pricedAt: Date;
  /** When shoppers saw it for the first time; null: they never did. */
  readonly firstPublishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
