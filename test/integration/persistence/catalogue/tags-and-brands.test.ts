import { expect } from 'chai';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { brandRepositoryContract, labelRepositoryContract, tagRepositoryContract } from '../../../contract/labels.contract.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Tags and brands in PostgreSQL', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const tagsNamed = (...names: string[]) => store().run(({ tags }) => tags.named(names));

  tagRepositoryContract(store);
  brandRepositoryContract(store);
  for (const kind of ['brand', 'tag'] as const) labelRepositoryContract(kind, store);

  it('gives names that are spelt alike in an address slugs of their own', async () => {
    const made = await tagsNamed('C', 'C++', 'C#', '東京', 'İ', 'i̇');
    const rows = await database.knex('tags').whereIn('id', made).select('slug');
    expect(rows.map(({ slug }) => slug)).to.include.members(['c', 'c-2', 'c-3']);
    expect(new Set(rows.map(({ slug }) => slug)).size).to.equal(made.length);
  });
});
