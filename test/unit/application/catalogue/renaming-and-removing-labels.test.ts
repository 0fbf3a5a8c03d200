import { expect } from 'chai';
import { CreateBrand } from '../../../../src/application/catalogue/create-brand.js';
import { CreateTag } from '../../../../src/application/catalogue/create-tag.js';
import { RemoveLabel } from '../../../../src/application/catalogue/remove-label.js';
import { ReviseLabel } from '../../../../src/application/catalogue/revise-label.js';
import { PreconditionFailed, StaleVersion } from '../../../../src/application/shared/errors.js';
import { BrandInUse, LabelNameTaken, LabelNotFound, TagHasRule, UnknownLabel } from '../../../../src/domain/catalogue/label-errors.js';
import { InvalidShelfName } from '../../../../src/domain/catalogue/shelf-name.js';
import { id, type BrandId, type TagId } from '../../../../src/domain/shared/ids.js';
import { aProduct } from '../../../support/builders/a-product.js';
import { InMemoryBrandRepository, InMemoryTagRepository } from '../../../support/fakes/in-memory-labels.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { rejection } from '../../../support/rejection.js';

const NOBODY = id<BrandId & TagId>('01900000-0000-7000-8000-00000000dead');

const aShop = () => {
  const clock = { now: () => new Date('2026-01-31T12:00:00.000Z') };
  const store = new InMemoryUnitOfWork((trx) => ({
    brands: new InMemoryBrandRepository(trx),
    tags: new InMemoryTagRepository(trx),
    products: new InMemoryProductRepository(trx),
  }));
  return {
    store,
    revise: new ReviseLabel(store, clock),
    remove: new RemoveLabel(store, clock),
    brand: async (name: string) => ({ kind: 'brand' as const, id: (await new CreateBrand(store).execute({ name })).brandId }),
    tag: async (name: string) => ({ kind: 'tag' as const, id: (await new CreateTag(store).execute({ name })).tagId }),
    find: (labelId: BrandId) => store.run(({ brands }) => brands.find(labelId)),
  };
};

describe('Renaming and removing brands and tags', () => {
  it('changes what is said and keeps the rest, and tells of it', async () => {
    const { store, brand, revise, find } = aShop();
    const alder = await brand('Alder');
    await revise.execute({ label: alder, description: 'From one forest' });
    await revise.execute({ label: alder, name: ' Alder & Quay ', version: 2 });
    expect((await find(alder.id))?.toState()).to.include({ name: 'Alder & Quay', slug: 'alder', description: 'From one forest' });
    expect(store.published).to.deep.equal(['brand.revised', 'brand.revised']);
  });

  it('refuses what somebody has not seen, what there is not, and names that are none or taken', async () => {
    const { brand, tag, revise } = aShop();
    const [alder] = [await brand('Alder'), await brand('Quay')];
    const gift = await tag('gift');
    expect(await rejection(revise.execute({ label: alder, name: 'X', version: 7 }))).to.be.instanceOf(StaleVersion);
    expect(await rejection(revise.execute({ label: alder, name: 'X', ifMatch: [7] }))).to.be.instanceOf(PreconditionFailed);
    expect(await rejection(revise.execute({ label: alder, name: 'QUAY' }))).to.be.instanceOf(LabelNameTaken);
    expect(await rejection(revise.execute({ label: gift, name: ' ' }))).to.be.instanceOf(InvalidShelfName);
    expect(await rejection(revise.execute({ label: { kind: 'tag', id: NOBODY }, name: 'X' }))).to.be.instanceOf(LabelNotFound);
  });

  it('gives no products to a tag that they come to by a rule', async () => {
    const { store, tag, remove } = aShop();
    const gift = await tag('gift');
    const { tagId } = await new CreateTag(store).execute({ name: 'sale', rule: 'reduced' });
    expect(await rejection(remove.execute({ label: gift, moveTo: tagId }))).to.be.instanceOf(TagHasRule);
    await remove.execute({ label: { kind: 'tag', id: tagId }, moveTo: gift.id });
    expect(await store.run(({ tags }) => tags.find(tagId))).to.equal(undefined);
  });

  it('keeps a brand that products are of, unless it is said which takes them over', async () => {
    const { store, brand, remove, find } = aShop();
    const [alder, quay] = [await brand('Alder'), await brand('Quay')];
    const product = aProduct({ brandId: alder.id });
    await store.run(({ products }) => products.save(product));

    const refused = await rejection(remove.execute({ label: alder, moveTo: null }));
    expect(refused).to.be.instanceOf(BrandInUse);
    expect((refused as BrandInUse).details).to.deep.equal({ products: 1 });
    for (const moveTo of [alder.id, NOBODY])
      expect(await rejection(remove.execute({ label: alder, moveTo }))).to.be.instanceOf(UnknownLabel);

    await remove.execute({ label: alder, moveTo: quay.id });
    expect(await find(alder.id)).to.equal(undefined);
    expect((await store.run(({ products }) => products.find(product.id)))?.toState().brandId).to.equal(quay.id);
    expect(await rejection(remove.execute({ label: alder, moveTo: null }))).to.be.instanceOf(LabelNotFound);
    await remove.execute({ label: await brand('Empty'), moveTo: null });
  });

  it('takes a tag off what carries it', async () => {
    const { store, tag, remove } = aShop();
    const [gift, old] = [await tag('gift'), await tag('old')];
    const product = aProduct({ tagIds: [gift.id, old.id] });
    await store.run(({ products }) => products.save(product));
    await remove.execute({ label: old, moveTo: null });
    expect((await store.run(({ products }) => products.find(product.id)))?.toState().tagIds).to.deep.equal([gift.id]);
    expect(await rejection(remove.execute({ label: gift, moveTo: null, version: 9 }))).to.be.instanceOf(StaleVersion);
  });
});
