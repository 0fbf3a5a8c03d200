import { expect } from 'chai';
import type { BrandRepository } from '../../src/application/catalogue/ports/brand-repository.js';
import type { TagRepository } from '../../src/application/catalogue/ports/tag-repository.js';
import type { LabelRepository } from '../../src/application/catalogue/ports/label-repository.js';
import type { ProductRepository } from '../../src/application/catalogue/ports/product-repository.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import { LabelNameTaken, TagRuleTaken } from '../../src/domain/catalogue/label-errors.js';
import type { LabelKind } from '../../src/domain/catalogue/label.js';
import { InvalidShelfName } from '../../src/domain/catalogue/shelf-name.js';
import type { TagRule } from '../../src/domain/catalogue/tag-rule.js';
import { id, type BrandId, type TagId } from '../../src/domain/shared/ids.js';
import { aProduct } from '../support/builders/a-product.js';
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

    it('has one tag for each rule, which nobody puts on a product', async () => {
      const store = create();
      const ruled = (name: string, rule: TagRule) => store.run(({ tags }) => tags.ruled(name, rule));
      const [plain] = await named(store, 'Plain');
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => ruled(index % 2 ? 'On sale' : 'ON SALE', 'reduced')));
      expect(answers.filter(({ isNew }) => isNew)).to.have.lengthOf(1);
      const tagId = answers[0]!.tagId;
      expect(new Set(answers.map((answer) => answer.tagId))).to.deep.equal(new Set([tagId]));

      expect(await store.run(({ tags }) => tags.one('on sale'))).to.deep.equal({ tagId, isNew: false });
      expect((await store.run(({ tags }) => tags.find(tagId)))?.rule).to.equal('reduced');
      expect(await named(store, 'on SALE', 'plain')).to.deep.equal([plain]);
      expect(await rejection(ruled('Bargains', 'reduced'))).to.be.instanceOf(TagRuleTaken);
      expect(await rejection(ruled('plain', 'new'))).to.be.instanceOf(LabelNameTaken);
      expect(await rejection(ruled('On sale', 'new'))).to.be.instanceOf(LabelNameTaken);
      expect(await rejection(ruled('', 'new'))).to.be.instanceOf(InvalidShelfName);
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

interface LabelStore {
  readonly brands: BrandRepository;
  readonly tags: TagRepository;
  readonly products: ProductRepository;
}

/** What brands and tags promise alike. */
export function labelRepositoryContract(kind: LabelKind, create: () => UnitOfWork<LabelStore>): void {
  describe(`as a LabelRepository of ${kind}s`, () => {
    const at = new Date('2026-02-01T10:00:00.000Z');
    const nowhere = id<BrandId & TagId>('01900000-0000-7000-8000-00000000dead');
    const labelsIn = (scope: LabelStore) => (kind === 'brand' ? scope.brands : scope.tags) as LabelRepository<BrandId | TagId>;
    const made = (store: UnitOfWork<LabelStore>, name: string): Promise<BrandId | TagId> =>
      store.run(async ({ brands, tags }) => (kind === 'brand' ? (await brands.named(name)).brandId : (await tags.one(name)).tagId));
    const carrying = (store: UnitOfWork<LabelStore>, ...labels: (BrandId | TagId)[]) =>
      store.run(async ({ products }) => {
        const product = aProduct(kind === 'brand' ? { brandId: labels[0] as BrandId } : { tagIds: labels as TagId[] });
        await products.save(product);
        return product.id;
      });

    it('keeps another name, and the address with it', async () => {
      const store = create();
      const labelId = await made(store, `Old ${kind}`);
      await store.run(async (scope) => {
        const label = await labelsIn(scope).find(labelId);
        label!.revise({ name: `New  ${kind} ` }, at);
        await labelsIn(scope).save(label!);
      });
      const label = await store.run((scope) => labelsIn(scope).find(labelId));
      expect(label?.toState()).to.include({ id: labelId, name: `New ${kind}`, slug: `old-${kind}`, description: null });
      expect(label?.version).to.equal(2);
      expect(await store.run((scope) => labelsIn(scope).find(nowhere))).to.equal(undefined);
    });

    it('refuses a name that another has, in any case, and a label that has changed meanwhile', async () => {
      const store = create();
      const labelId = await made(store, `First ${kind}`);
      await made(store, `Second ${kind}`);
      const rename = (name: string) => async (scope: LabelStore) => {
        const label = await labelsIn(scope).find(labelId);
        label!.revise({ name }, at);
        return label!;
      };
      const taken = store.run(async (scope) => labelsIn(scope).save(await rename(`SECOND ${kind}`)(scope)));
      expect(await rejection(taken)).to.be.instanceOf(LabelNameTaken);

      const stale = await store.run(rename(`Stale ${kind}`));
      await store.run(async (scope) => labelsIn(scope).save(await rename(`first ${kind}`)(scope)));
      expect(await rejection(store.run((scope) => labelsIn(scope).save(stale)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('hands products over, each once, and lets go of what nobody carries', async () => {
      const store = create();
      const [from, to] = [await made(store, `From ${kind}`), await made(store, `To ${kind}`)];
      const one = await carrying(store, from);
      const both = kind === 'tag' ? await carrying(store, from, to) : await carrying(store, from);
      expect(await store.run((scope) => labelsIn(scope).productsWith(from))).to.equal(2);

      await store.run(async (scope) => {
        const label = await labelsIn(scope).find(from);
        await labelsIn(scope).moveProducts(from, to);
        label!.leave(to, at);
        await labelsIn(scope).remove(label!);
      });
      expect(await store.run((scope) => labelsIn(scope).find(from))).to.equal(undefined);
      expect(await store.run((scope) => labelsIn(scope).productsWith(to))).to.equal(2);
      for (const productId of [one, both]) {
        const product = await store.run(({ products }) => products.find(productId));
        const { brandId, tagIds } = product!.toState();
        expect(kind === 'brand' ? [brandId] : tagIds).to.deep.equal([to]);
        expect(product!.version).to.equal(2);
      }
    });

    it('takes itself off products that carry nothing instead', async () => {
      const store = create();
      const labelId = await made(store, `Going ${kind}`);
      const productId = await carrying(store, labelId);
      await store.run((scope) => labelsIn(scope).moveProducts(labelId, null));
      const { brandId, tagIds } = (await store.run(({ products }) => products.find(productId)))!.toState();
      expect([brandId, tagIds]).to.deep.equal([null, []]);
    });
  });
}
