import { productSearchContract } from '../../../contract/product-search.contract.js';
import { InMemoryProductSearch } from '../../../support/fakes/in-memory-product-search.js';

describe('A search through products in memory', () => {
  productSearchContract(async (world) => new InMemoryProductSearch(world));
});
