import type { ProductView, VariantView } from '../../../application/catalogue/ports/product-view.js';
import { lowestBeforeReduction, nextTurn, priceAt, type PricePlan } from '../../../domain/catalogue/price-plan.js';
import { PLACEHOLDER_IMAGE } from '../../../domain/catalogue/placeholder.js';
import { id, type BrandId, type CategoryId, type ImageId } from '../../../domain/shared/ids.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import { toSchedule, type ScheduleEntry } from '../shared/price-schedule.js';

/**
 * Everything that is shown of a product `p`, as json. Its face was made when it was saved, and is made now only if it has none; what
 * changes without a save is counted now.
 */
export const VIEW = `json_build_array(
  coalesce((select kept.face from product_faces kept where kept.product_id = p.id), product_face(p.id)), p.rating_sum, p.rating_count,
  (select json_object_agg(s.variant_id, case when s.is_tracked and s.backorder_limit = 0 then to_json(s.on_hand - s.reserved)
      else json_build_object('left', s.on_hand - s.reserved, 'beyond', s.backorder_limit, 'is_tracked', s.is_tracked) end)
    from variants v join stock s on s.variant_id = v.id where v.product_id = p.id))`;

interface ShelfFact {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

interface VariantFact {
  readonly id: string;
  readonly sku: string;
  readonly title: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly price: number;
  readonly compare_at: number | null;
  readonly digital?: boolean;
  readonly image_id?: string | null;
  readonly schedule?: readonly ScheduleEntry[] | null;
  /** What it cost from which millisecond on; only where it may be told. */
  readonly log?: readonly (readonly [at: number, price: number])[] | null;
}

/** What PostgreSQL's `product_face` makes; faces that are older than a field lack it. */
interface Face {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly status: ProductView['status'];
  readonly currency: string;
  readonly options: ProductView['options'];
  readonly version: number;
  readonly publish_at?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly brand: ShelfFact | null;
  readonly categories: readonly ShelfFact[] | null;
  readonly tags: readonly string[] | null;
  readonly variants: readonly VariantFact[];
  readonly images: readonly { readonly id: string; readonly url: string; readonly alt: string }[] | null;
}

/** What is left to sell; of most variants that is all there is to say. */
type StockFact = number | { readonly left: number; readonly beyond: number; readonly is_tracked: boolean };

/** What `VIEW` makes: stock by variant, null when none was ever counted. */
export type ProductFact = readonly [face: Face, ratingSum: number, ratingCount: number, stock: Readonly<Record<string, StockFact>> | null];

/** What is shown as left of something that nobody counts: as many as stand on a line of a cart. */
const AS_MANY_AS_ONE_LIKES = 999;

function toStock(fact: StockFact = 0): Pick<VariantView, 'stockQuantity' | 'isTracked' | 'isBackorderable'> {
  if (typeof fact === 'number') return { stockQuantity: Math.max(0, fact), isTracked: true, isBackorderable: false };
  const { left, beyond, is_tracked: isTracked } = fact;
  if (!isTracked) return { stockQuantity: AS_MANY_AS_ONE_LIKES, isTracked, isBackorderable: false };
  return { stockQuantity: Math.max(0, left), isTracked, isBackorderable: left + beyond > Math.max(0, left) };
}

const toShelf = <ShelfId extends BrandId | CategoryId>({ id: shelfId, name, slug }: ShelfFact) => ({ id: shelfId as ShelfId, name, slug });

const planOf = ({ price, compare_at, schedule }: VariantFact, currency: Currency): PricePlan => ({
  price: Money.of(price, currency),
  compareAtPrice: compare_at === null ? null : Money.of(compare_at, currency),
  schedule: toSchedule(schedule, currency),
});

function toPrices(variant: VariantFact, currency: Currency, now: Date) {
  const plan = planOf(variant, currency);
  const log = (variant.log ?? []).map(([at, price]) => ({ at: new Date(at), price: Money.of(price, currency) }));
  return { ...priceAt(plan, now), lowestPrice: lowestBeforeReduction(plan, log, now) };
}

const earliest = (times: readonly (Date | undefined)[]): Date | undefined =>
  times.reduce((first, time) => (time && (!first || time < first) ? time : first), undefined);

/** @param now when it is shown: prices are those of this moment. */
export const toProductView = ([face, ratingSum, ratingCount, stock]: ProductFact, now: Date): ProductView => ({
  id: id(face.id),
  title: face.title,
  description: face.description,
  slug: face.slug,
  status: face.status,
  currency: face.currency,
  options: face.options,
  ratingSum,
  ratingCount,
  version: face.version,
  publishAt: face.publish_at ?? null,
  pricesHoldUntil: earliest(face.variants.map(({ schedule }) => nextTurn(toSchedule(schedule, face.currency), now))),
  createdAt: face.created_at,
  updatedAt: face.updated_at,
  brand: face.brand && toShelf<BrandId>(face.brand),
  categories: (face.categories ?? []).map((category) => toShelf<CategoryId>(category)),
  tags: face.tags ?? [],
  variants: face.variants.map((variant) => ({
    id: id(variant.id),
    sku: variant.sku,
    title: variant.title,
    options: variant.options,
    ...toPrices(variant, face.currency, now),
    isDigital: variant.digital ?? false,
    imageId: variant.image_id ? id<ImageId>(variant.image_id) : null,
    ...toStock(stock?.[variant.id]),
  })),
  imageUrl: face.images?.[0]?.url ?? PLACEHOLDER_IMAGE,
  images: (face.images ?? []).map(({ id: imageId, url, alt }) => ({ id: id(imageId), url, alt })),
});
