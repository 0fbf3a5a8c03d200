import type { BrandId, CategoryId, ImageId, ProductId, TagId, VariantId } from '../shared/ids.js';
import type { Currency, Money } from '../shared/money.js';

/** `draft` and `archived` are seen by the shop alone. */
export const PRODUCT_STATUSES = ['draft', 'published', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** Something to choose, such as a size, in the order in which it is shown. */
export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

/** What is sold: each product has at least one. */
export interface Variant {
  readonly id: VariantId;
  readonly sku: string;
  /** Null when the product has only this variant. */
  readonly title: string | null;
  /** One value for each of the product's options. */
  readonly options: Readonly<Record<string, string>>;
  readonly price: Money;
  /** What it used to cost; null when there is nothing to compare. */
  readonly compareAtPrice: Money | null;
  /** No carrier brings it. */
  readonly isDigital: boolean;
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
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
