import { expect } from 'chai';
import type { Knex } from 'knex';
import { id, type BrandId } from '../../../../src/domain/shared/ids.js';
import { SqlCatalogueQueries } from '../../../../src/infrastructure/persistence/catalogue/sql-catalogue-queries.js';
import { SqlProductSearch } from '../../../../src/infrastructure/persistence/catalogue/sql-product-search.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { SystemClock } from '../../../../src/infrastructure/system/system-clock.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { productRepositoryContract } from '../../../contract/product-repository.contract.js';
import { aProduct } from '../../../support/builders/a-product.js';
import { testDatabase } from '../../../support/test-database.js';

const NOTHING_HEARD = { subscribe: () => undefined, isCurrent: () => false };

const catalogueQueriesOn = (knex: Knex): SqlCatalogueQueries => {
  const sql = new PoolSql(knex);
  return new SqlCatalogueQueries(sql, NOTHING_HEARD, new SqlProductSearch(sql, NOTHING_HEARD, 'USD'), new SystemClock());
};

describe('Products in PostgreSQL', () => {
  const database = testDatabase();
  const store = () => new KnexUnitOfWork(database.knex, new UuidGenerator());

  productRepositoryContract(store);

  describe('show the names of what they stand on', () => {
    const queries = () => catalogueQueriesOn(database.knex);
    const aBrand = (name: string): Promise<BrandId> => store().run(async ({ brands }) => id<BrandId>((await brands.named(name)).brandId));

    it('also when those change at the instant in which a product is saved', async () => {
      const brandId = await aBrand('Umbra');
      const product = aProduct({ brandId });
      const renaming = await database.knex.transaction();
      await renaming('brands').where({ id: brandId }).update({ name: 'Lumen' });
      const saving = store().run(({ products }) => products.save(product));
      await new Promise((resolve) => setTimeout(resolve, 50));
      await renaming.commit();
      await saving;

      expect((await queries().detailsOf(product.id))?.brand?.name).to.equal('Lumen');
      expect((await queries().search({ text: 'lumen', sort: [] }, { page: 1, limit: 20 })).total).to.equal(1);
    });

    it('also when they have been saved and nobody could see it yet', async () => {
      const brandId = await aBrand('Before');
      const product = aProduct({ brandId });
      let saved: () => void = () => undefined;
      const isSaved = new Promise<void>((resolve) => (saved = resolve));
      const saving = store().run(async ({ products }) => {
        await products.save(product);
        saved();
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      await isSaved;
      await database.knex('brands').where({ id: brandId }).update({ name: 'After' });
      await saving;

      expect((await queries().detailsOf(product.id))?.brand?.name).to.equal('After');
    });

    it('and are shown without a face too', async () => {
      const product = aProduct();
      await store().run(({ products }) => products.save(product));
      const shown = await queries().detailsOf(product.id);
      await database.knex('product_faces').where({ product_id: product.id }).delete();

      expect(await queries().detailsOf(product.id)).to.deep.equal(shown);
    });
  });

  it('are found by SKU, with word of a picture', async () => {
    const [plain, pictured] = [aProduct(), aProduct({ images: [{ id: id('01900000-0000-7000-8000-0000000000f1'), url: 'a', alt: '' }] })];
    await store().run(async ({ products }) => {
      await products.save(plain);
      await products.save(pictured);
    });
    const queries = catalogueQueriesOn(database.knex);
    expect(await queries.withSku(plain.leading.sku)).to.deep.equal({ productId: plain.id, hasPicture: false });
    expect(await queries.withSku(pictured.leading.sku)).to.deep.equal({ productId: pictured.id, hasPicture: true });
    expect(await queries.withSku('none')).to.equal(undefined);
  });
});
