import { expect } from 'chai';
import type { BrandRepository } from '../../src/application/catalogue/ports/brand-repository.js';
import type { TagRepository } from '../../src/application/catalogue/ports/tag-repository.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { InvalidShelfName } from '../../src/domain/catalogue/shelf-name.js';
import { id, type BrandId } from '../../src/domain/shared/ids.js';
import { rejection } from '../support/rejection.js';

const NO_NAMES = ['', ' \u0000 ', 'x'.repeat(81)];

/** What every TagRepository promises. */
export function tagRepositoryContract(create: () => UnitOfWork<{ tags: TagRepository }>): void {
  describe('as a TagRepository', () => {
    const named = (store: UnitOfWork<{ tags: TagRepository }>, ...names: string[]) => store.run(({ tags }) => tags.named(names));

    it('finds tags in any case, makes what is missing, and keeps the order of the names', async () => {
      const store = create();
      const [cosy, gift] = await named(store, 'Cosy', 'gift');
      const [summer, ...known] = await named(store, 'summer', ' GIFT ', 'cosy', 'Gift');

      expect(known).to.deep.equal([gift, cosy]);
      expect([cosy, gift, undefined]).to.not.include(summer);
      expect(await named(store)).to.deep.equal([]);
    });

    it('makes each once, however many ask at the same moment', async () => {
      const store = create();
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => named(store, 'Hot', index % 2 ? 'new' : 'NEW', `only ${index}`)),
      );
      expect(new Set(answers.map(([hot]) => hot)).size).to.equal(1);
      expect(new Set(answers.map(([, fresh]) => fresh)).size).to.equal(1);
      expect(new Set(answers.map(([, , only]) => only)).size).to.equal(30);
    });

    it('refuses what is no name', async () => {
      for (const name of NO_NAMES) expect(await rejection(named(create(), 'fine', name))).to.be.instanceOf(InvalidShelfName);
    });
  });
}

/** What every BrandRepository promises. */
export function brandRepositoryContract(create: () => UnitOfWork<{ brands: BrandRepository }>): void {
  describe('as a BrandRepository', () => {
    const named = (store: UnitOfWork<{ brands: BrandRepository }>, name: string) => store.run(({ brands }) => brands.named(name));

    it('finds a brand in any case', async () => {
      const store = create();
      const { brandId, isNew } = await named(store, 'Kestrel');
      expect(isNew).to.equal(true);
      expect(await named(store, ' KESTREL ')).to.deep.equal({ brandId, isNew: false });
      expect(await store.run(({ brands }) => brands.isKnown(brandId))).to.equal(true);
      expect(await store.run(({ brands }) => brands.isKnown(id<BrandId>('01900000-0000-7000-8000-00000000dead')))).to.equal(false);
    });

    it('makes it once, however many ask at the same moment', async () => {
      const store = create();
      const brands = await Promise.all(Array.from({ length: 30 }, () => named(store, 'Alder & Quay')));
      expect(new Set(brands.map(({ brandId }) => brandId)).size).to.equal(1);
      expect(brands.filter(({ isNew }) => isNew)).to.have.lengthOf(1);
    });

    it('refuses what is no name', async () => {
      for (const name of NO_NAMES) expect(await rejection(named(create(), name))).to.be.instanceOf(InvalidShelfName);
    });
  });
}
