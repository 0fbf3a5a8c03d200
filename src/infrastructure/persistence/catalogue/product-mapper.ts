import type { ProductOption, ProductStatus, Variant } from '../../../domain/catalogue/product-state.js';
import { Product } from '../../../domain/catalogue/product.js';
import { id, type BrandId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';

export interface VariantRow {
  readonly id: string;
  readonly position: number;
  readonly sku: string;
  readonly title: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly price_minor: number;
  readonly compare_at_minor: number | null;
  readonly digital: boolean;
}

export interface ImageRow {
  readonly id: string;
  readonly position: number;
  readonly url: string;
  readonly alt: string;
}

/** A product with its parts, each in their order. */
export interface ProductRow {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly status: ProductStatus;
  readonly brand_id: string | null;
  readonly options: readonly ProductOption[];
  readonly currency: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
  readonly variants: readonly VariantRow[];
  readonly images: readonly ImageRow[] | null;
  readonly category_ids: readonly string[] | null;
  readonly tag_ids: readonly string[] | null;
}

const toVariant =
  (currency: Currency) =>
  (row: VariantRow): Variant => ({
    id: id(row.id),
    sku: row.sku,
    title: row.title,
    options: row.options,
    price: Money.of(row.price_minor, currency),
    compareAtPrice: row.compare_at_minor === null ? null : Money.of(row.compare_at_minor, currency),
    isDigital: row.digital,
  });

export const toProduct = (row: ProductRow): Product =>
  Product.reconstitute(
    {
      id: id(row.id),
      title: row.title,
      description: row.description,
      slug: row.slug,
      status: row.status,
      brandId: row.brand_id === null ? null : id<BrandId>(row.brand_id),
      categoryIds: (row.category_ids ?? []).map((categoryId) => id(categoryId)),
      tagIds: (row.tag_ids ?? []).map((tagId) => id(tagId)),
      options: row.options,
      currency: row.currency,
      variants: row.variants.map(toVariant(row.currency)),
      images: (row.images ?? []).map(({ id: imageId, url, alt }) => ({ id: id(imageId), url, alt })),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    row.version,
  );

/** In the order of the parameters that `products.insert` and `products.update` share. */
export function toProductValues(product: Product): unknown[] {
  const { id: productId, title, description, slug, status, brandId, options, updatedAt } = product.toState();
  return [productId, title, description, slug, status, brandId, JSON.stringify(options), product.leading.price.minor, updatedAt];
}

export const toVariantRows = (product: Product): readonly VariantRow[] =>
  product.variants.map(({ id: variantId, sku, title, options, price, compareAtPrice, isDigital }, position) => ({
    id: variantId,
    position,
    sku,
    title,
    options,
    price_minor: price.minor,
    compare_at_minor: compareAtPrice?.minor ?? null,
    digital: isDigital,
  }));

export const toImageRows = (product: Product): readonly ImageRow[] =>
  product.images.map(({ id: imageId, url, alt }, position) => ({ id: imageId, position, url, alt }));
