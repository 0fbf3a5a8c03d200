import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { synonymRepositoryContract } from '../../../contract/synonym-repository.contract.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Synonyms in PostgreSQL', () => {
  const database = testDatabase();
  synonymRepositoryContract(() => new KnexUnitOfWork(database.knex, new UuidGenerator()));
});
