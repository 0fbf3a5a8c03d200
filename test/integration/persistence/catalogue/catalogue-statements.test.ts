import { expect } from 'chai';
import { SqlProductSearch } from '../../../../src/infrastructure/persistence/catalogue/sql-product-search.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { aSearchWorld, storeSearchWorld } from '../../../support/search-world.js';
import { statementsOf } from '../../../support/statements-of.js';
import { testDatabase } from '../../../support/test-database.js';

const ALL_HEARD = { subscribe: () => undefined, isCurrent: () => true };

describe('How often PostgreSQL is asked for what is looked for', () => {
  const database = testDatabase();
  const shop = { status: 'published' as const, sort: [] };
  let search: SqlProductSearch;

  before(async () => {
    const products = Array.from({ length: 120 }, (_, place) => ({
      title: `Lamp ${place}`,
      brand: `Brand ${place % 5}`,
      categories: [`Kind ${place % 4}`],
      tags: [`tag ${place % 3}`],
    }));
    await storeSearchWorld(database.knex, aSearchWorld({ 'Kind 0': null, 'Kind 1': null, 'Kind 2': null, 'Kind 3': null }, products));
    search = new SqlProductSearch(new PoolSql(database.knex), ALL_HEARD, 'USD');
    await Promise.all([search.suggest('lamp', 10), search.find({ ...shop, text: 'lamp' }, { page: 1, limit: 1 })]); // shelves and synonyms are known
  });

  const asked = async (work: () => Promise<unknown>): Promise<number> => (await statementsOf(work)).length;

  it('is once, however many products a list or a search has', async () => {
    for (const limit of [1, 100]) {
      expect(await asked(() => search.find(shop, { page: 1, limit }))).to.equal(1);
      expect(await asked(() => search.find({ ...shop, text: 'lamp' }, { page: 1, limit }))).to.equal(1);
      expect(await asked(() => search.find({ ...shop, categories: ['kind-1'], sort: ['price'] }, { page: 1, limit, cursor: '' }))).to.equal(
        1,
      );
    }
  });

  it('is once for all facets, and once for each completion', async () => {
    expect(await asked(() => search.facets(shop))).to.equal(1);
    expect(await asked(() => search.facets({ ...shop, text: 'lamp', brands: ['brand-1'], tags: ['tag-1'] }))).to.equal(1);
    for (const limit of [1, 20]) expect(await asked(() => search.suggest('lam', limit))).to.equal(1);
  });
});
