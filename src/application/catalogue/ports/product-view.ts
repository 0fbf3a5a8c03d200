import type { ProductOption, ProductStatus } from '../../../domain/catalogue/product-state.js';
import type { BrandId, CategoryId, ImageId, ProductId, VariantId } from '../../../domain/shared/ids.js';
import type { Currency, Money } from '../../../domain/shared/money.js';

/** A category or brand, as far as a product tells of it. */
export interface ShelfView<ShelfId extends BrandId | CategoryId> {
  readonly id: ShelfId;
  readonly name: string;
  readonly slug: string;
}

export interface VariantView {
  readonly id: VariantId;
  readonly sku: string;
  /** Null when the product has only this variant. */
  readonly title: string | null;
  readonly options: Readonly<Record<string, string>>;
  /** What it costs now: a scheduled price, while one holds. */
  readonly price: Money;
  /** The regular price, while a scheduled one that is lower holds. */
  readonly compareAtPrice: Money | null;
  /** Of a reduced price: the lowest of the thirty days before. */
  readonly lowestPrice: Money | null;
  readonly isDigital: boolean;
  readonly imageId: ImageId | null;
  /** What can be sold of what is there: on hand − reserved, never below 0. */
  readonly stockQuantity: number;
  /** Whether anybody counts it; if not, as much can be had as stands on one line. */
  readonly isTracked: boolean;
  /** Whether more can be had than is there. */
  readonly isBackorderable: boolean;
}

/** A product with everything that is shown of it. Times are RFC 3339 in UTC. */
export interface ProductView {
  readonly id: ProductId;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly status: ProductStatus;
  readonly currency: Currency;
  readonly brand: ShelfView<BrandId> | null;
  readonly categories: readonly ShelfView<CategoryId>[];
  readonly tags: readonly string[];
  readonly options: readonly ProductOption[];
  /** At least one. */
  readonly variants: readonly VariantView[];
  /** Of the first picture, or of the placeholder: never nothing. */
  readonly imageUrl: string;
  readonly images: readonly { readonly id: ImageId; readonly url: string; readonly alt: string }[];
  readonly ratingSum: number;
  readonly ratingCount: number;
  readonly version: number;
  /** When a draft becomes published by itself. */
  readonly publishAt: string | null;
  /** From then on a scheduled price begins or ends, and this is not what is to be shown. */
  readonly pricesHoldUntil: Date | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
}
