import { productRepositoryContract } from '../../../contract/product-repository.contract.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('Products in memory', () => {
  productRepositoryContract(() => new InMemoryUnitOfWork((transaction) => ({ products: new InMemoryProductRepository(transaction) })));
});
