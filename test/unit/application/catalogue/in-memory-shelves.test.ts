import { brandRepositoryContract, labelRepositoryContract, tagRepositoryContract } from '../../../contract/labels.contract.js';
import { categoryRepositoryContract } from '../../../contract/category-repository.contract.js';
import { imageStoreContract } from '../../../contract/image-store.contract.js';
import { InMemoryCategoryRepository } from '../../../support/fakes/in-memory-category-repository.js';
import { InMemoryImageStore } from '../../../support/fakes/in-memory-image-store.js';
import { InMemoryBrandRepository, InMemoryTagRepository } from '../../../support/fakes/in-memory-labels.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The shelves in memory', () => {
  tagRepositoryContract(() => new InMemoryUnitOfWork((trx) => ({ tags: new InMemoryTagRepository(trx) })));
  brandRepositoryContract(() => new InMemoryUnitOfWork((trx) => ({ brands: new InMemoryBrandRepository(trx) })));
  for (const kind of ['brand', 'tag'] as const) {
    labelRepositoryContract(
      kind,
      () =>
        new InMemoryUnitOfWork((trx) => ({
          brands: new InMemoryBrandRepository(trx),
          tags: new InMemoryTagRepository(trx),
          products: new InMemoryProductRepository(trx),
        })),
    );
  }
  categoryRepositoryContract(
    () =>
      new InMemoryUnitOfWork((trx) => ({ categories: new InMemoryCategoryRepository(trx), products: new InMemoryProductRepository(trx) })),
  );
  imageStoreContract(() => {
    const images = new InMemoryImageStore();
    return { images, has: async (url) => images.kept.has(url) };
  });
});
