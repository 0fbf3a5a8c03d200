import { expect } from 'chai';
import {
  CategoryCycle,
  CategoryInUse,
  CategoryNameTaken,
  CategoryNotFound,
  CategoryTooDeep,
  UnknownCategory,
} from '../../../../src/domain/catalogue/category-errors.js';
import { CategoryTree } from '../../../../src/domain/catalogue/category-tree.js';
import { Category } from '../../../../src/domain/catalogue/category.js';
import { InvalidShelfName } from '../../../../src/domain/catalogue/shelf-name.js';
import { id, type CategoryId } from '../../../../src/domain/shared/ids.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const LATER = new Date('2026-01-31T13:00:00.000Z');
const categoryId = (number: number) => id<CategoryId>(`019cb000-0000-7000-8000-${String(number).padStart(12, '0')}`);

/** A > B > C, and D beside A. */
const [A, B, C, D] = [1, 2, 3, 4].map(categoryId) as [CategoryId, CategoryId, CategoryId, CategoryId];
const aTree = (): CategoryTree => {
  const stored = (self: CategoryId, name: string, parentId: CategoryId | null, position = 0) =>
    Category.reconstitute(
      { id: self, name, slug: name.toLowerCase(), parentId, description: null, position, createdAt: NOON, updatedAt: NOON },
      1,
    );
  return new CategoryTree([stored(A, 'Home', null), stored(B, 'Lamps', A), stored(C, 'Desk lamps', B), stored(D, 'Garden', null, 7)]);
};

describe('A tree of categories', () => {
  describe('when something is added', () => {
    const draft = { id: categoryId(9), description: null };

    it('gives it a slug of its own and tells of it', () => {
      const tree = aTree();
      const category = tree.add({ ...draft, name: '  Café &\u0007 Bar ', parentId: D }, LATER);

      expect(category.toState()).to.deep.include({ name: 'Café & Bar', slug: 'cafe-and-bar', parentId: D, createdAt: LATER });
      const facts = { name: 'Café & Bar', slug: 'cafe-and-bar', parentId: D };
      expect(category.pullEvents()).to.deep.equal([
        { type: 'category.created', aggregateId: category.id, occurredAt: LATER, payload: facts },
      ]);
      expect(tree.add({ id: categoryId(10), description: null, name: 'LAMPS', parentId: D }, LATER).slug).to.equal('lamps-2');
    });

    it('refuses a name that a sibling has in any case, and only there', () => {
      expect(() => aTree().add({ ...draft, name: 'lamps', parentId: A }, LATER)).to.throw(CategoryNameTaken);
      expect(() => aTree().add({ ...draft, name: 'HOME', parentId: null }, LATER)).to.throw(CategoryNameTaken);
      expect(() => aTree().add({ ...draft, name: 'lamps', parentId: null }, LATER)).to.not.throw();
    });

    it('refuses what is no name, and a place that is not there', () => {
      for (const name of ['', '\u0000', 'x'.repeat(81)])
        expect(() => aTree().add({ ...draft, name, parentId: null }, LATER)).to.throw(InvalidShelfName);
      expect(() => aTree().add({ ...draft, name: 'New', parentId: categoryId(99) }, LATER)).to.throw(UnknownCategory);
    });

    it('grows ten deep and no deeper', () => {
      const tree = new CategoryTree([]);
      for (let level = 1; level <= 10; level += 1)
        tree.add({ id: categoryId(level), name: 'Deep', description: null, parentId: level === 1 ? null : categoryId(level - 1) }, NOON);
      expect(() => tree.add({ id: categoryId(11), name: 'Deep', description: null, parentId: categoryId(10) }, NOON)).to.throw(
        CategoryTooDeep,
      );
      tree.add({ id: categoryId(20), name: 'Top', description: null, parentId: null }, NOON);
      expect(() => tree.revise(categoryId(1), { parentId: categoryId(20) }, NOON)).to.throw(CategoryTooDeep);
    });
  });

  describe('when something is revised', () => {
    it('refuses to put a category under itself or under one of its own (CAT-08)', () => {
      for (const parentId of [A, B, C]) expect(() => aTree().revise(A, { parentId }, LATER)).to.throw(CategoryCycle);
      expect(aTree().revise(C, { parentId: A }, LATER).parentId).to.equal(A);
      expect(aTree().revise(B, { parentId: null }, LATER).parentId).to.equal(null);
    });

    it('keeps the slug when the name changes', () => {
      const category = aTree().revise(B, { name: 'Lights', description: 'Bright' }, LATER);
      expect(category.toState()).to.include({ name: 'Lights', slug: 'lamps', description: 'Bright', parentId: A, updatedAt: LATER });
      expect(category.pullEvents().map(({ type }) => type)).to.deep.equal(['category.revised']);
    });

    it('lets a name change its case, and refuses one that a sibling has', () => {
      expect(aTree().revise(A, { name: 'HOME' }, LATER).name).to.equal('HOME');
      expect(() => aTree().revise(D, { name: 'home' }, LATER)).to.throw(CategoryNameTaken);
      const tree = aTree();
      tree.add({ id: categoryId(9), name: 'Desk Lamps', description: null, parentId: A }, NOON);
      expect(() => tree.revise(C, { parentId: A }, LATER), 'names are compared where it goes').to.throw(CategoryNameTaken);
    });

    it('knows only what there is', () => {
      expect(() => aTree().revise(categoryId(99), { name: 'X' }, LATER)).to.throw(CategoryNotFound);
    });
  });

  describe('when something is put in its place', () => {
    const NEW = { id: categoryId(9), name: 'New', description: null };
    const placesAt = (tree: CategoryTree, parentId: CategoryId | null = null) =>
      tree.under(parentId).map((category) => [category.id, category.position]);

    it('stands behind those beside it, unless it is said where', () => {
      const tree = aTree();
      tree.add({ ...NEW, parentId: null }, LATER);
      expect(placesAt(tree)).to.deep.equal([[A, 0], [D, 1], [NEW.id, 2]]); // prettier-ignore
      const other = aTree();
      other.add({ ...NEW, parentId: null, position: 1 }, LATER);
      expect(placesAt(other)).to.deep.equal([[A, 0], [NEW.id, 1], [D, 2]]); // prettier-ignore
    });

    it('moves among those beside it, who make room without a word', () => {
      const tree = aTree();
      tree.add({ ...NEW, parentId: null }, LATER).pullEvents();
      const moved = tree.revise(NEW.id, { position: 0 }, LATER);
      expect(placesAt(tree)).to.deep.equal([[NEW.id, 0], [A, 1], [D, 2]]); // prettier-ignore
      expect(moved.pullEvents()).to.have.lengthOf(1);
      expect([...tree.of(A).pullEvents(), ...tree.of(D).pullEvents()]).to.deep.equal([]);
      expect(tree.of(A).toState().updatedAt).to.equal(NOON);

      tree.revise(NEW.id, { position: 99 }, LATER);
      expect(placesAt(tree)).to.deep.equal([[A, 0], [D, 1], [NEW.id, 2]]); // prettier-ignore
      tree.revise(A, { name: 'House' }, LATER);
      expect(
        placesAt(tree).map(([place]) => place),
        'another name moves nothing',
      ).to.deep.equal([A, D, NEW.id]);
    });

    it('comes behind those that are there when it goes elsewhere', () => {
      const tree = aTree();
      tree.revise(A, { parentId: D }, LATER);
      tree.add({ ...NEW, parentId: D, position: 0 }, LATER);
      tree.revise(B, { parentId: D, position: 1 }, LATER);
      expect(placesAt(tree, D)).to.deep.equal([[NEW.id, 0], [B, 1], [A, 2]]); // prettier-ignore
      tree.remove(B, 0, D, LATER);
      expect(placesAt(tree, D).map(([place]) => place)).to.deep.equal([NEW.id, A, C]);
    });
  });

  describe('when something is taken out', () => {
    it('refuses while products or categories hang on it, and counts them (CAT-07)', () => {
      for (const [category, products, details] of [
        [A, 0, { products: 0, children: 1 }],
        [C, 2, { products: 2, children: 0 }],
      ] as const) {
        expect(() => aTree().remove(category, products, null, LATER))
          .to.throw(CategoryInUse)
          .with.deep.property('details', details);
      }
    });

    it('goes when it is empty', () => {
      const tree = aTree();
      expect(tree.remove(C, 0, null, LATER)).to.deep.equal([]);
      expect(() => tree.of(C)).to.throw(CategoryNotFound);
    });

    it('hands what is under it over to another (CAT-07)', () => {
      const tree = aTree();
      const lamps = tree.of(B);
      const moved = tree.remove(B, 5, D, LATER);

      expect(moved.map((category) => [category.id, category.parentId])).to.deep.equal([[C, D]]);
      expect(lamps.pullEvents()).to.deep.equal([{ type: 'category.removed', aggregateId: B, occurredAt: LATER, payload: { movedTo: D } }]);
    });

    it('does not hand over to itself, to its own, to nobody, or where a name is taken', () => {
      expect(() => aTree().remove(A, 0, A, LATER)).to.throw(CategoryCycle);
      expect(() => aTree().remove(A, 0, C, LATER)).to.throw(CategoryCycle);
      expect(() => aTree().remove(A, 0, categoryId(99), LATER)).to.throw(UnknownCategory);
      const tree = aTree();
      tree.add({ id: categoryId(9), name: 'lamps', description: null, parentId: D }, NOON);
      expect(() => tree.remove(A, 0, D, LATER)).to.throw(CategoryNameTaken);
    });
  });
});
