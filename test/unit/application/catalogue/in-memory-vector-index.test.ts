import { vectorIndexContract } from '../../../contract/vector-index.contract.js';
import { InMemoryVectorIndex } from '../../../support/fakes/in-memory-vector-index.js';
import { id, type ProductId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';

describe('The vector index in memory', () => {
  vectorIndexContract(() => {
    const index = new InMemoryVectorIndex();
    const shownBy = new Map<ProductId, readonly string[]>();
    return {
      index,
      newProduct: async (urls, status = 'published') => {
        const productId = id<ProductId>(new UuidGenerator().next());
        for (const url of urls) index.show(url, productId, status);
        shownBy.set(productId, urls);
        return productId;
      },
      archive: async (productId) => {
        for (const url of shownBy.get(productId) ?? []) index.show(url, productId, 'archived');
      },
      takeDown: async (url) => index.takeDown(url),
      keptUrls: async () => [...index.known.keys()],
    };
  });
});
