import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { productRepositoryContract } from '../../../contract/product-repository.contract.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Products in PostgreSQL', () => {
  const database = testDatabase();

  productRepositoryContract(() => new KnexUnitOfWork(database.knex, new UuidGenerator()));
});
