import { expect } from 'chai';
import { CreateBrand } from '../../../../src/application/catalogue/create-brand.js';
import { CreateCategory } from '../../../../src/application/catalogue/create-category.js';
import { RemoveCategory } from '../../../../src/application/catalogue/remove-category.js';
import { ReviseCategory } from '../../../../src/application/catalogue/revise-category.js';
import { PreconditionFailed, StaleVersion } from '../../../../src/application/shared/errors.js';
import { CategoryCycle, CategoryInUse, CategoryNotFound } from '../../../../src/domain/catalogue/category-errors.js';
import type { CategoryId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aProduct } from '../../../support/builders/a-product.js';
import { InMemoryCategoryRepository } from '../../../support/fakes/in-memory-category-repository.js';
import { InMemoryBrandRepository } from '../../../support/fakes/in-memory-labels.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { rejection } from '../../../support/rejection.js';

const aShop = () => {
  const [ids, clock] = [new UuidGenerator(), { now: () => new Date('2026-01-31T12:00:00.000Z') }];
  const store = new InMemoryUnitOfWork((trx) => ({
    categories: new InMemoryCategoryRepository(trx),
    products: new InMemoryProductRepository(trx),
    brands: new InMemoryBrandRepository(trx),
  }));
  const create = new CreateCategory(store, clock, ids);
  return {
    store,
    make: (name: string, parentId: CategoryId | null = null) => create.execute({ name, description: null, parentId }),
    revise: new ReviseCategory(store, clock),
    remove: new RemoveCategory(store, clock),
    find: async (categoryId: CategoryId) => (await store.run(({ categories }) => categories.treeForChange())).of(categoryId).toState(),
  };
};

describe('Sorting products into categories', () => {
  it('keeps what is not said', async () => {
    const { make, revise, find } = aShop();
    const home = await make('Home');
    const lamps = await make('Lamps', home);
    await revise.execute({ categoryId: lamps, description: 'Bright' });
    expect(await find(lamps)).to.include({ name: 'Lamps', parentId: home, description: 'Bright' });

    await revise.execute({ categoryId: lamps, name: 'Lights', parentId: null, description: null });
    expect(await find(lamps)).to.include({ name: 'Lights', parentId: null, description: null });
  });

  it('leaves everything as it was when a move would tie a ring (CAT-08)', async () => {
    const { make, revise, find, store } = aShop();
    const home = await make('Home');
    const lamps = await make('Lamps', home);
    const before = store.published;
    expect(await rejection(revise.execute({ categoryId: home, parentId: lamps }))).to.be.instanceOf(CategoryCycle);
    expect((await find(home)).parentId).to.equal(null);
    expect(store.published).to.deep.equal(before);
  });

  it('never deletes a product with its category (CAT-07)', async () => {
    const { make, remove, store, find } = aShop();
    const [lamps, garden] = [await make('Lamps'), await make('Garden')];
    const child = await make('Desk', lamps);
    const product = aProduct({ categoryIds: [lamps] });
    await store.run(({ products }) => products.save(product));

    expect(await rejection(remove.execute({ categoryId: lamps, moveTo: null }))).to.be.instanceOf(CategoryInUse);
    await remove.execute({ categoryId: lamps, moveTo: garden });
    expect((await find(child)).parentId).to.equal(garden);
    const found = await store.run(({ products }) => products.find(product.id));
    expect(found?.toState().categoryIds).to.deep.equal([garden]);
    expect(await rejection(remove.execute({ categoryId: lamps, moveTo: null }))).to.be.instanceOf(CategoryNotFound);
    expect(store.published.filter((type) => type === 'category.removed')).to.have.lengthOf(1);
  });

  it("keeps the other admin's change (CAT-09)", async () => {
    const { make, revise, remove, find } = aShop();
    const lamps = await make('Lamps');
    await revise.execute({ categoryId: lamps, name: 'Theirs', version: 1, ifMatch: [1] });
    expect(await rejection(revise.execute({ categoryId: lamps, name: 'Mine', version: 1 }))).to.be.instanceOf(StaleVersion);
    expect(await rejection(remove.execute({ categoryId: lamps, moveTo: null, ifMatch: [1] }))).to.be.instanceOf(PreconditionFailed);
    expect((await find(lamps)).name).to.equal('Theirs');
  });

  it('makes a brand once', async () => {
    const createBrand = new CreateBrand(aShop().store);
    const { brandId } = await createBrand.execute({ name: 'Alder' });
    expect(await createBrand.execute({ name: 'ALDER' })).to.deep.equal({ brandId, isNew: false });
  });
});
