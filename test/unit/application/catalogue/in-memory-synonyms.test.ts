import { synonymRepositoryContract } from '../../../contract/synonym-repository.contract.js';
import { InMemorySynonymRepository } from '../../../support/fakes/in-memory-synonym-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('Synonyms in memory', () => {
  synonymRepositoryContract(() => new InMemoryUnitOfWork((transaction) => ({ synonyms: new InMemorySynonymRepository(transaction) })));
});
