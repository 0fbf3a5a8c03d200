import type { Offer } from '../../../../src/application/catalogue/ports/price-list.js';
import { id, type VariantId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { priceListContract } from '../../../contract/price-list.contract.js';
import { InMemoryPriceList } from '../../../support/fakes/in-memory-price-list.js';
import type { Shelf } from '../../../support/fakes/in-memory-stock-ledger.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The price list in memory', () => {
  priceListContract(() => {
    const store = new InMemoryUnitOfWork((transaction) => ({ transaction, prices: new InMemoryPriceList(transaction) }));
    return {
      prices: { offersFor: (variantIds) => store.run(({ prices }) => prices.offersFor(variantIds)) },
      newMug: ({ status = 'published', onHand, reserved = 0 }) =>
        store.run(async ({ transaction }) => {
          const variantId = new UuidGenerator().next<VariantId>();
          transaction.rows<Offer>('offers').set(variantId, {
            variantId,
            productId: id(variantId),
            productTitle: 'Mug',
            productDescription: 'Holds tea',
            slug: 'mug',
            variantTitle: null,
            sku: 'MUG-1',
            imageUrl: 'media/placeholder.webp',
            unitPrice: Money.of(1250, 'USD'),
            available: 0,
            inHouse: 0,
            isOffered: status === 'published',
            isDigital: false,
          });
          if (onHand !== undefined) transaction.rows<Shelf>('stock').set(variantId, { onHand, reserved });
          return variantId;
        }),
    };
  });
});
