import type { Offer } from '../../../src/application/catalogue/ports/price-list.js';
import type { VariantChoice, VariantChoices } from '../../../src/application/cart/ports/variant-choices.js';
import type { ProductId } from '../../../src/domain/shared/ids.js';
import { InMemoryPriceList } from './in-memory-price-list.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

/** The variants of which the table `offers` tells; there, what is not offered is archived. */
export class InMemoryVariantChoices implements VariantChoices {
  constructor(private readonly transaction: MemoryTransaction) {}

  async ofProduct(productId: ProductId): Promise<readonly VariantChoice[]> {
    const known = [...this.transaction.rows<Offer>('offers').values()].filter((offer) => offer.productId === productId);
    const offers = await new InMemoryPriceList(this.transaction).offersFor(known.map(({ variantId }) => variantId));
    return [...offers.values()].map((offer) => ({ offer, isArchived: !offer.isOffered }));
  }
}
