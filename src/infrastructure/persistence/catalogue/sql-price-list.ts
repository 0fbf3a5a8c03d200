import type { Offer, PriceList } from '../../../application/catalogue/ports/price-list.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import type { VariantId } from '../../../domain/shared/ids.js';
import { OFFER_COLUMNS, toOffer, type OfferRow } from '../shared/offer-row.js';
import type { Sql, Statement } from '../shared/sql.js';

const OFFERS: Statement = {
  name: 'price_list.offers',
  text: `select ${OFFER_COLUMNS}
    from variants as variant join products as product on product.id = variant.product_id
    where variant.id = any($1::uuid[])`,
  isRead: true,
};

export class SqlPriceList implements PriceList {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
  ) {}

  async offersFor(variantIds: readonly VariantId[]): Promise<ReadonlyMap<VariantId, Offer>> {
    const offers = (await this.sql.query<OfferRow>(OFFERS, [variantIds])).map((row) => toOffer(row, this.clock.now()));
    return new Map(offers.map((offer) => [offer.variantId, offer]));
  }
}
