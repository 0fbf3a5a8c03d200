import type { ProductEvent } from '../../../domain/catalogue/product-events.js';
import { priceAt } from '../../../domain/catalogue/price-plan.js';
import type { ProductOption, ProductStatus, Variant } from '../../../domain/catalogue/product-state.js';
import { Product } from '../../../domain/catalogue/product.js';
import { id, type BrandId, type ImageId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import { toSchedule, toScheduleEntries, type ScheduleEntry } from '../shared/price-schedule.js';

export interface VariantRow {
  readonly id: string;
  readonly position: number;
  readonly sku: string;
  readonly title: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly price_minor: number;
  readonly compare_at_minor: number | null;
  readonly digital: boolean;
  readonly image_id: string | null;
  readonly schedule: readonly ScheduleEntry[] | null;
}

/** A scheduled price, as it is written down. */
interface ScheduledPriceRow {
  readonly id: string;
  readonly variant_id: string;
  readonly price_minor: number;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
}

interface PastPriceRow {
  readonly variant_id: string;
  readonly at: Date;
  readonly price_minor: number;
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
  readonly publish_at: Date | null;
  /** Null: since it was made. */
  readonly priced_at: Date | null;
  readonly first_published_at: Date | null;
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
    imageId: row.image_id === null ? null : id<ImageId>(row.image_id),
    schedule: toSchedule(row.schedule, currency),
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
      publishAt: row.publish_at,
      pricedAt: row.priced_at ?? row.created_at,
      firstPublishedAt: row.first_published_at,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    row.version,
  );

/** In the order of the parameters that `products.insert` and `products.update` share. */
export function toProductValues(product: Product): unknown[] {
  const { id: productId, title, description, slug, status, brandId, options, publishAt, pricedAt, ...state } = product.toState();
  const price = product.lowestPrice.minor;
  const times = [state.updatedAt, publishAt, pricedAt, product.dueAt ?? null, state.firstPublishedAt];
  return [productId, title, description, slug, status, brandId, JSON.stringify(options), price, ...times];
}

export const toVariantRows = (product: Product): readonly VariantRow[] =>
  product.variants.map(({ id: variantId, sku, title, options, price, compareAtPrice, isDigital, imageId, schedule }, position) => ({
    id: variantId,
    position,
    sku,
    title,
    options,
    price_minor: price.minor,
    compare_at_minor: compareAtPrice?.minor ?? null,
    digital: isDigital,
    image_id: imageId,
    schedule: toScheduleEntries(schedule),
  }));

export const toScheduledPriceRows = (product: Product): readonly ScheduledPriceRow[] =>
  product.variants.flatMap(({ id: variantId, schedule }) =>
    schedule.map(({ id: priceId, price, startsAt, endsAt }) => ({
      id: priceId,
      variant_id: variantId,
      price_minor: price.minor,
      starts_at: startsAt,
      ends_at: endsAt,
    })),
  );

/** What the events tell of what its variants cost from when on. */
export function toPastPriceRows(product: Product, events: readonly ProductEvent[]): readonly PastPriceRow[] {
  const first = (at: Date, isNew: (variant: Variant) => boolean) =>
    product.variants.filter(isNew).map((variant) => ({ variant_id: variant.id, at, price_minor: priceAt(variant, at).price.minor }));
  return events.flatMap(({ type, payload, occurredAt }): readonly PastPriceRow[] => {
    if (type === 'product.created') return first(occurredAt, () => true);
    if (type === 'product.variant_added') return first(occurredAt, ({ id: variantId }) => variantId === payload.variantId);
    if (type !== 'product.repriced') return [];
    return [{ variant_id: payload.variantId, at: occurredAt, price_minor: payload.to.minor }];
  });
}

export const toImageRows = (product: Product): readonly ImageRow[] =>
  product.images.map(({ id: imageId, url, alt }, position) => ({ id: imageId, position, url, alt }));
