import { expect } from 'chai';
import { CreateCategory } from '../../../../src/application/catalogue/create-category.js';
import { RemoveCategory } from '../../../../src/application/catalogue/remove-category.js';
import { ReviseCategory } from '../../../../src/application/catalogue/revise-category.js';
import { CategoryCycle, CategoryInUse, CategoryNameTaken } from '../../../../src/domain/catalogue/category-errors.js';
import type { CategoryId } from '../../../../src/domain/shared/ids.js';
import { SqlShelfQueries } from '../../../../src/infrastructure/persistence/catalogue/sql-shelf-queries.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { SystemClock } from '../../../../src/infrastructure/system/system-clock.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aStockedVariant } from '../../../support/builders/a-stocked-variant.js';
import { categoryRepositoryContract } from '../../../contract/category-repository.contract.js';
import { aProduct } from '../../../support/builders/a-product.js';
import { rejection } from '../../../support/rejection.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Categories in PostgreSQL', () => {
  const database = testDatabase();
  const [ids, clock] = [new UuidGenerator(), new SystemClock()];
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const queries = () => new SqlShelfQueries(new PoolSql(database.knex));
  const create = (name: string, parentId: CategoryId | null = null) =>
    new CreateCategory(store(), clock, ids).execute({ name, description: null, parentId });
  const move = (categoryId: CategoryId, parentId: CategoryId | null) =>
    new ReviseCategory(store(), clock).execute({ categoryId, parentId });
  const remove = (categoryId: CategoryId, moveTo: CategoryId | null = null) =>
    new RemoveCategory(store(), clock).execute({ categoryId, moveTo });
  const refusals = (answers: readonly PromiseSettledResult<unknown>[]) =>
    answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []));

  categoryRepositoryContract(store);

  it('tells them from the top, with what is published in each', async () => {
    const [one, two] = [await create('First'), await create('Second')];
    for (const status of ['published', 'published', 'draft', 'archived'] as const)
      await aStockedVariant(database.knex, { status, categoryId: one });
    const mine = (await queries().categories()).filter(({ id }) => id === one || id === two);

    expect(mine.map(({ name, productCount, version }) => [name, productCount, version])).to.deep.equal([
      ['First', 2, 1],
      ['Second', 0, 1],
    ]);
    expect(await queries().category(one)).to.deep.equal({ ...mine[0], path: [{ id: one, name: 'First', slug: 'first' }] });
    for (const nobody of [ids.next<CategoryId>(), 'no-such-shelf', '\0']) expect(await queries().category(nobody)).to.equal(undefined);
  });

  it('counts what is in a category or anywhere under it, each product once', async () => {
    const top = await create('Whole house');
    const [upstairs, downstairs] = [await create('Upstairs', top), await create('Downstairs', top)];
    const attic = await create('Attic', upstairs);
    const everywhere = await aStockedVariant(database.knex, { categoryId: attic });
    for (const [place, categoryId] of [top, upstairs, downstairs].entries())
      await database.knex('product_categories').insert({ product_id: everywhere.productId, category_id: categoryId, position: place + 2 });
    await aStockedVariant(database.knex, { categoryId: attic });
    await aStockedVariant(database.knex, { categoryId: attic, status: 'draft' });

    const mine = (await queries().categories()).filter(({ id }) => [top, upstairs, downstairs, attic].includes(id));
    expect(mine.map(({ name, productCount, totalProductCount }) => [name, productCount, totalProductCount])).to.deep.equal([
      ['Whole house', 1, 2],
      ['Upstairs', 1, 2],
      ['Attic', 2, 2],
      ['Downstairs', 1, 1],
    ]);
    for (const view of mine) expect(await queries().category(view.slug)).to.deep.include(view);
    const step = ({ id, name, slug }: (typeof mine)[number]) => ({ id, name, slug });
    expect((await queries().category(attic))?.path).to.deep.equal(mine.slice(0, 3).map(step));
  });

  it('stand in the order that they were put in', async () => {
    const top = await create('Ordered');
    const [a, b, c] = [await create('A', top), await create('B', top), await create('C', top)];
    const placed = async () =>
      (await queries().categories()).filter(({ parentId }) => parentId === top).map(({ id, position }) => [id, position]);
    const put = (categoryId: CategoryId, position: number) => new ReviseCategory(store(), clock).execute({ categoryId, position });
    expect(await placed()).to.deep.equal([[a, 0], [b, 1], [c, 2]]); // prettier-ignore
    await put(c, 0);
    expect(await placed()).to.deep.equal([[c, 0], [a, 1], [b, 2]]); // prettier-ignore
    await remove(a);
    expect(await placed(), 'no gap is seen').to.deep.equal([[c, 0], [b, 1]]); // prettier-ignore
    await Promise.all([put(c, 1), put(b, 1), create('D', top), put(c, 0)]);
    expect((await placed()).map(([, place]) => place)).to.deep.equal([0, 1, 2]);
  });

  it('hands products over, and a product that is in both once (CAT-07)', async () => {
    const [from, to] = [await create('From'), await create('Target')];
    const child = await create('Child', from);
    const { productId: both } = await aStockedVariant(database.knex, { categoryId: from });
    const { productId: alone } = await aStockedVariant(database.knex, { categoryId: from, status: 'draft' });
    await database.knex('product_categories').insert({ product_id: both, category_id: to, position: 1 });

    expect(await rejection(remove(from)))
      .to.be.instanceOf(CategoryInUse)
      .with.deep.property('details', { products: 2, children: 1 });
    await remove(from, to);

    const placed = await database.knex('product_categories').where({ category_id: to }).select('product_id');
    expect(placed.map(({ product_id }) => product_id)).to.have.members([both, alone]);
    expect((await queries().category(child))?.parentId).to.equal(to);
    expect(await queries().category(from)).to.equal(undefined);
    const [found] = await database.knex('product_faces').where({ product_id: alone }).select('document');
    expect(found?.document, 'it is found under its new category').to.contain("'target'");
  });

  describe('at the same instant', () => {
    it('take a name once', async () => {
      const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => create(index % 2 ? 'Popular' : 'POPULAR')));
      const refused = refusals(answers);

      expect(refused).to.have.lengthOf(19);
      for (const refusal of refused) expect(refusal).to.be.instanceOf(CategoryNameTaken);
    });

    it('cannot be tied into a ring (CAT-08)', async () => {
      for (let round = 0; round < 10; round += 1) {
        const [a, b] = [await create(`Ring ${round} a`), await create(`Ring ${round} b`)];
        const refused = refusals(await Promise.allSettled([move(a, b), move(b, a)]));

        expect(refused).to.have.lengthOf(1);
        expect(refused[0]).to.be.instanceOf(CategoryCycle);
      }
    });

    it('are not taken away under a product that is just put into them (CAT-07)', async () => {
      for (let round = 0; round < 12; round += 1) {
        const category = await create(`Shaky ${round}`);
        const product = aProduct();
        await store().run(({ products }) => products.save(product));
        const place = async (): Promise<boolean> =>
          store().run(async ({ categories, products }) => {
            const found = await products.find(product.id);
            const known = await categories.known([category]);
            found!.revise({ categoryIds: [...known] }, clock.now());
            await products.save(found!);
            return known.size === 1;
          });
        const takeAway = () =>
          remove(category).then(
            () => true,
            (error: unknown) => {
              expect(error).to.be.instanceOf(CategoryInUse);
              return false;
            },
          );
        const removed = round % 2 ? takeAway() : undefined;
        const [isPlaced, isRemoved] = await Promise.all([place(), removed ?? takeAway()]);

        expect(isPlaced, 'one of the two').to.equal(!isRemoved);
      }
    });
  });
});
