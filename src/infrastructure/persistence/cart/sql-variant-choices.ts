import type { VariantChoice, VariantChoices } from '../../../application/cart/ports/variant-choices.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import type { ProductId } from '../../../domain/shared/ids.js';
import { OFFER_COLUMNS, toOffer, type OfferRow } from '../shared/offer-row.js';
import type { Sql, Statement } from '../shared/sql.js';

const OF_PRODUCT: Statement = {
  name: 'variant_choices.of_product',
  text: `select variant.is_archived, ${OFFER_COLUMNS}
    from variants as variant join products as product on product.id = variant.product_id
    where variant.product_id = $1 order by variant.position, variant.id`,
  isRead: true,
};

export class SqlVariantChoices implements VariantChoices {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
  ) {}

  async ofProduct(productId: ProductId): Promise<readonly VariantChoice[]> {
    const rows = await this.sql.query<OfferRow & { readonly is_archived: boolean }>(OF_PRODUCT, [productId]);
    return rows.map((row) => ({ offer: toOffer(row, this.clock.now()), isArchived: row.is_archived }));
  }
}
