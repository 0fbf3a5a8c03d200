import type { VariantChoice, VariantChoices } from '../../../application/cart/ports/variant-choices.js';
import { id, type ProductId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

const OF_PRODUCT = {
  name: 'variant_choices.of_product',
  text: 'select id, is_archived from variants where product_id = $1 order by position, id',
};

export class SqlVariantChoices implements VariantChoices {
  constructor(private readonly sql: Sql) {}

  async ofProduct(productId: ProductId): Promise<readonly VariantChoice[]> {
    const rows = await this.sql.query<{ id: string; is_archived: boolean }>(OF_PRODUCT, [productId]);
    return rows.map((row) => ({ variantId: id(row.id), isArchived: row.is_archived }));
  }
}
