import { expect } from 'chai';
import type { CategoryRepository } from '../../src/application/catalogue/ports/category-repository.js';
import type { ProductRepository } from '../../src/application/catalogue/ports/product-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import type { CategoryId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { aProduct } from '../support/builders/a-product.js';
import { rejection } from '../support/rejection.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const LATER = new Date('2026-01-31T13:00:00.000Z');

type Store = UnitOfWork<{ categories: CategoryRepository; products: ProductRepository }>;

/** What every CategoryRepository promises. */
export function categoryRepositoryContract(create: () => Store): void {
  describe('as a CategoryRepository', () => {
    const ids = new UuidGenerator();
    const added = (store: Store, parentId: CategoryId | null = null): Promise<CategoryId> =>
      store.run(async ({ categories }) => {
        const id = ids.next<CategoryId>();
        const tree = await categories.treeForChange();
        await categories.save(tree.add({ id, parentId, name: `Category ${id}`, description: 'Things' }, NOON));
        return id;
      });
    const treeOf = (store: Store) => store.run(({ categories }) => categories.treeForChange());

    it('gives back the tree that it was given', async () => {
      const store = create();
      const parentId = await added(store);
      const child = await added(store, parentId);
      const found = (await treeOf(store)).of(child);

      expect(found.toState()).to.deep.equal({
        id: child,
        parentId,
        name: `Category ${child}`,
        slug: `category-${child}`,
        description: 'Things',
        position: 0,
        createdAt: NOON,
        updatedAt: NOON,
      });
      expect(found.version).to.equal(1);
      expect(found.pullEvents(), 'loading is not news').to.deep.equal([]);
    });

    it('knows which there are', async () => {
      const store = create();
      const [one, two, nobody] = [await added(store), await added(store), ids.next<CategoryId>()];
      expect(await store.run(({ categories }) => categories.known([two, nobody, one]))).to.deep.equal(new Set([one, two]));
      expect(await store.run(({ categories }) => categories.known([]))).to.deep.equal(new Set());
    });

    it('lets them stand in another order, which is no change of theirs', async () => {
      const store = create();
      const parentId = await added(store);
      const [one, two, three] = [await added(store, parentId), await added(store, parentId), await added(store, parentId)];
      await store.run(async ({ categories }) => {
        const tree = await categories.treeForChange();
        await categories.arrange([three, one, two].map((categoryId) => tree.of(categoryId)));
      });
      const found = (await treeOf(store)).under(parentId);
      expect(found.map(({ id }) => id)).to.deep.equal([three, one, two]);
      expect(found.map(({ position, version }) => [position, version])).to.deep.equal([0, 1, 2].map((place) => [place, 1]));
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const store = create();
      const category = await added(store);
      const [mine, theirs] = [await treeOf(store), await treeOf(store)];
      await store.run(({ categories }) => categories.save(theirs.revise(category, { description: 'Theirs' }, LATER)));

      const late = store.run(({ categories }) => categories.save(mine.revise(category, { description: 'Mine' }, LATER)));
      expect(await rejection(late)).to.be.instanceOf(ConcurrencyConflict);
      expect((await treeOf(store)).of(category).toState()).to.include({ description: 'Theirs' });
      expect((await treeOf(store)).of(category).version).to.equal(2);
    });

    it('counts products and hands them over, one that is in both once', async () => {
      const store = create();
      const [from, to] = [await added(store), await added(store)];
      const [both, alone] = [aProduct({ categoryIds: [from, to] }), aProduct({ categoryIds: [from], status: 'draft' })];
      await store.run(async ({ products }) => {
        await products.save(both);
        await products.save(alone);
      });
      expect(await store.run(({ categories }) => categories.productsIn(from))).to.equal(2);

      await store.run(({ categories }) => categories.moveProducts(from, to));
      expect(await store.run(({ categories }) => categories.productsIn(from))).to.equal(0);
      expect(await store.run(({ categories }) => categories.productsIn(to))).to.equal(2);
      const found = await store.run(({ products }) => products.find(both.id));
      expect(found?.toState().categoryIds).to.deep.equal([to]);
    });

    it('takes one out', async () => {
      const store = create();
      const category = await added(store);
      await store.run(async ({ categories }) => {
        const tree = await categories.treeForChange();
        const gone = tree.of(category);
        tree.remove(category, 0, null, LATER);
        await categories.remove(gone);
      });
      expect(await store.run(({ categories }) => categories.known([category]))).to.deep.equal(new Set());
    });
  });
}
