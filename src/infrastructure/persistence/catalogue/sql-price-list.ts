import type { Offer, PriceList } from '../../../application/catalogue/ports/price-list.js';
import { PLACEHOLDER_IMAGE } from '../../../domain/catalogue/placeholder.js';
import { id, type VariantId } from '../../../domain/shared/ids.js';
import { Money } from '../../../domain/shared/money.js';
import type { Sql } from '../shared/sql.js';

/** Stock and picture by their index, row by row: joined, a generic plan would read the whole table for a few lines. */
const OFFERS = {
  name: 'price_list.offers',
  text: `select variant.id as variant_id, variant.title as variant_title, variant.sku, variant.price_minor, product.currency,
      product.id as product_id, product.title, product.description, product.slug,
      product.status = 'published' and not variant.is_archived as is_offered,
      coalesce((select on_hand - reserved from stock where stock.variant_id = variant.id), 0) as available,
      (select url from product_images as image where image.product_id = product.id order by image.position, image.id limit 1) as image_url
    from variants as variant join products as product on product.id = variant.product_id
    where variant.id = any($1::uuid[])`,
};

interface OfferRow {
  readonly variant_id: string;
  readonly variant_title: string | null;
  readonly sku: string;
  readonly price_minor: number;
  readonly currency: string;
  readonly product_id: string;
  readonly title: string;
  readonly description: string;
  readonly slug: string;
  readonly is_offered: boolean;
  readonly available: number;
  readonly image_url: string | null;
}

export class SqlPriceList implements PriceList {
  constructor(private readonly sql: Sql) {}

  async offersFor(variantIds: readonly VariantId[]): Promise<ReadonlyMap<VariantId, Offer>> {
    const rows = await this.sql.query<OfferRow>(OFFERS, [variantIds]);
    return new Map(rows.map((row) => [id<VariantId>(row.variant_id), toOffer(row)]));
  }
}

const toOffer = (row: OfferRow): Offer => ({
  variantId: id(row.variant_id),
  productId: id(row.product_id),
  productTitle: row.title,
  productDescription: row.description,
  slug: row.slug,
  variantTitle: row.variant_title,
  sku: row.sku,
  imageUrl: row.image_url ?? PLACEHOLDER_IMAGE,
  unitPrice: Money.of(row.price_minor, row.currency),
  available: row.available,
  isOffered: row.is_offered,
});
