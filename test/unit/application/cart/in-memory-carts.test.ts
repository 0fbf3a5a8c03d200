import type { Offer } from '../../../../src/application/catalogue/ports/price-list.js';
import type { CustomerId, ProductId, VariantId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { cartRepositoryContract } from '../../../contract/cart-repository.contract.js';
import { InMemoryCartQueries } from '../../../support/fakes/in-memory-cart-queries.js';
import { InMemoryCartRepository } from '../../../support/fakes/in-memory-cart-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { InMemoryVariantChoices } from '../../../support/fakes/in-memory-variant-choices.js';

describe('Carts in memory', () => {
  const ids = new UuidGenerator();
  const store = new InMemoryUnitOfWork((transaction) => ({
    transaction,
    carts: new InMemoryCartRepository(transaction),
    variantChoices: new InMemoryVariantChoices(transaction),
  }));

  cartRepositoryContract(() => ({
    store,
    look: (looking) => store.read((transaction) => looking(new InMemoryCartQueries(transaction))),
    aCustomer: async () => ids.next<CustomerId>(),
    aVariant: async () => {
      const [productId, variantId] = [ids.next<ProductId>(), ids.next<VariantId>()];
      await store.run(async ({ transaction }) => {
        transaction.rows<Offer>('offers').set(variantId, {
          ...{ variantId, productId, productTitle: 'Mug', productDescription: '', slug: 'mug', variantTitle: null, sku: 'MUG' },
          ...{
            imageUrl: 'media/mug.webp',
            unitPrice: Money.of(1250, 'USD'),
            available: 10,
            inHouse: 10,
            isOffered: true,
            isDigital: false,
          },
        });
      });
      return { productId, variantId };
    },
  }));
});
