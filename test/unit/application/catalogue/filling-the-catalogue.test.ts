import { expect } from 'chai';
import { CreateBrand } from '../../../../src/application/catalogue/create-brand.js';
import { CreateCategory } from '../../../../src/application/catalogue/create-category.js';
import { CreateProduct, type CreateProductInput } from '../../../../src/application/catalogue/create-product.js';
import type { CatalogueQueries } from '../../../../src/application/catalogue/ports/catalogue-queries.js';
import type { ProductView } from '../../../../src/application/catalogue/ports/product-view.js';
import { RetireProduct } from '../../../../src/application/catalogue/retire-product.js';
import { ReviseProduct } from '../../../../src/application/catalogue/revise-product.js';
import { PreconditionFailed, StaleVersion } from '../../../../src/application/shared/errors.js';
import { InvalidProduct, ProductNotFound, SkuTaken } from '../../../../src/domain/catalogue/product-errors.js';
import type { ProductState } from '../../../../src/domain/catalogue/product-state.js';
import { id, type BrandId, type CategoryId, type ProductId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { InMemoryImageStore } from '../../../support/fakes/in-memory-image-store.js';
import { InMemoryCategoryRepository } from '../../../support/fakes/in-memory-category-repository.js';
import { InMemoryBrandRepository, InMemoryTagRepository } from '../../../support/fakes/in-memory-labels.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryStockLedger } from '../../../support/fakes/in-memory-stock-ledger.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import type { Row } from '../../../support/fakes/table.js';
import { rejection } from '../../../support/rejection.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const NOBODYS = id<ProductId>('01900000-0000-7000-8000-0000000000ff');
const PICTURE = { bytes: Buffer.from('a picture') };
const usd = (minor: number) => Money.of(minor, 'USD');

describe('Filling the catalogue', () => {
  const ids = new UuidGenerator();
  const clock = { now: () => NOON };
  const nothing = () => Promise.reject(new Error('not asked here'));
  let store: ReturnType<typeof aStore>;
  let images: InMemoryImageStore;
  let mugs: CategoryId;
  let alder: BrandId;
  let told: number;

  const aStore = () =>
    new InMemoryUnitOfWork((transaction) => ({
      products: new InMemoryProductRepository(transaction),
      stock: new InMemoryStockLedger(transaction),
      tags: new InMemoryTagRepository(transaction),
      brands: new InMemoryBrandRepository(transaction),
      categories: new InMemoryCategoryRepository(transaction),
    }));
  const stateOf = (productId: ProductId): ProductState => {
    const row = store.read((transaction) => transaction.rows<Row<ProductState>>('products').get(productId));
    if (!row) throw new Error('There is no such product');
    return row.state;
  };
  const onHand = (variantId: string | undefined) =>
    store.read((transaction) => transaction.rows<{ onHand: number }>('stock').get(variantId ?? '')?.onHand);
  /** As the read side would show it: what the use case asks of it is the stock. */
  const queries: CatalogueQueries = {
    detailsOf: async (productId) => {
      const variants = stateOf(id(productId)).variants.map((variant) => ({ ...variant, stockQuantity: onHand(variant.id) ?? 0 }));
      return { variants } as unknown as ProductView;
    },
    search: nothing,
    productsOf: nothing,
    withSku: nothing,
  };

  const create = (given: Partial<CreateProductInput> = {}) =>
    new CreateProduct(store, images, clock, ids, 'USD').execute({ title: 'Mug', variants: [{ price: usd(1999) }], ...given });
  const revise = (productId: ProductId, given: object) =>
    new ReviseProduct(store, queries, images, clock, ids).execute({ productId, ...given });

  beforeEach(async () => {
    store = aStore();
    images = new InMemoryImageStore();
    mugs = await new CreateCategory(store, clock, ids).execute({ name: 'Mugs', description: null, parentId: null });
    alder = (await new CreateBrand(store).execute({ name: 'Alder' })).brandId;
    told = store.published.length;
  });

  it('puts a product with its stock, its shelves and its picture into the shop', async () => {
    const productId = await create({
      brandId: alder.toUpperCase(),
      categoryIds: [mugs, mugs.toUpperCase()],
      tags: ['blue'],
      variants: [{ price: usd(1999), stockQuantity: 7, sku: ' MUG-1 ' }],
      picture: PICTURE,
    });
    const state = stateOf(productId);
    expect(state).to.deep.include({
      slug: 'mug',
      status: 'published',
      brandId: alder,
      categoryIds: [mugs],

      createdAt: NOON,
    });
    expect(state.tagIds).to.have.lengthOf(1);
    expect(state.variants[0]).to.include({ sku: 'MUG-1', title: null });
    expect(onHand(state.variants[0]?.id)).to.equal(7);
    expect(state.images).to.have.lengthOf(1);
    expect([...images.kept.keys()]).to.deep.equal([state.images[0]?.url]);
    expect(store.published.slice(told)).to.deep.equal(['product.created', 'product.published', 'product.image_attached']);
  });

  it('gives a name to what nobody named', async () => {
    const [first, second] = [await create(), await create()];
    expect(stateOf(first).variants[0]?.sku).to.match(/^P-[0-9A-F]{10}$/);
    expect(stateOf(first).variants[0]?.sku).to.not.equal(stateOf(second).variants[0]?.sku);
    expect(stateOf(second).slug).to.equal('mug-2');
    expect(onHand(stateOf(first).variants[0]?.id)).to.equal(0);
  });

  it('keeps nothing of a product that is refused, its picture neither', async () => {
    await create({ variants: [{ price: usd(1), sku: 'TAKEN' }] });
    expect(await rejection(create({ categoryIds: [NOBODYS], brandId: 'x', picture: PICTURE }))).to.be.instanceOf(InvalidProduct);
    expect(await rejection(create({ variants: [{ price: usd(1), sku: 'TAKEN' }], picture: PICTURE }))).to.be.instanceOf(SkuTaken);
    expect(images.kept).to.have.property('size', 0);
    expect(store.published.slice(told)).to.deep.equal(['product.created', 'product.published']);
  });

  it('changes words, price and stock together', async () => {
    const productId = await create();
    await revise(productId, { title: 'Cup', price: usd(1500), stockQuantity: 3, brandId: alder });
    expect(stateOf(productId)).to.deep.include({ title: 'Cup', slug: 'cup', brandId: alder });
    expect(stateOf(productId).variants[0]?.price).to.deep.equal(usd(1500));
    expect(onHand(stateOf(productId).variants[0]?.id)).to.equal(3);
    expect(store.published.slice(told + 2)).to.deep.equal(['product.revised', 'product.repriced']);
    await revise(productId, { brandId: '' });
    expect(stateOf(productId).brandId).to.equal(null);
  });

  it('replaces the first picture, and says that the old one is free', async () => {
    const productId = await create({ picture: PICTURE });
    const [before] = stateOf(productId).images;
    await revise(productId, { picture: PICTURE });
    expect(stateOf(productId).images).to.have.lengthOf(1);
    expect(stateOf(productId).images[0]?.url).to.not.equal(before?.url);
    expect(store.events.at(-1)).to.deep.include({ type: 'product.image_detached', payload: { url: before?.url } });
  });

  it('changes nothing for who has read another version (CAT-09)', async () => {
    const productId = await create({ picture: PICTURE });
    expect(await rejection(revise(productId, { title: 'Cup', version: 2, picture: PICTURE }))).to.be.instanceOf(StaleVersion);
    expect(await rejection(revise(productId, { title: 'Cup', ifMatch: [2, 3] }))).to.be.instanceOf(PreconditionFailed);
    expect(stateOf(productId).title).to.equal('Mug');
    expect(images.kept).to.have.property('size', 1);
    await revise(productId, { title: 'Cup', version: 1, ifMatch: [1] });
    expect(stateOf(productId).title).to.equal('Cup');
  });

  it('does not take the sum over several variants for a wish, nor anything else for one of them', async () => {
    const productId = await create({
      variants: [
        { price: usd(1), options: { Size: 'M' }, stockQuantity: 2 },
        { price: usd(2), options: { Size: 'L' }, stockQuantity: 3 },
      ],
    });
    await revise(productId, { stockQuantity: 5, price: usd(1) });
    expect(await rejection(revise(productId, { stockQuantity: 6, title: 'Lost' }))).to.be.instanceOf(InvalidProduct);
    expect(stateOf(productId).title, 'all or nothing').to.equal('Mug');
  });

  it('takes a product out of the shop once (CAT-05)', async () => {
    const productId = await create();
    const retire = new RetireProduct(store, clock);
    expect(await rejection(retire.execute({ productId, ifMatch: [9] }))).to.be.instanceOf(PreconditionFailed);
    await retire.execute({ productId });
    await retire.execute({ productId, ifMatch: [1] });
    expect(stateOf(productId).status).to.equal('archived');
    expect(store.published.filter((type) => type === 'product.archived')).to.have.lengthOf(1);
    for (const unknown of [NOBODYS, id<ProductId>('7')]) {
      expect(await rejection(retire.execute({ productId: unknown }))).to.be.instanceOf(ProductNotFound);
      expect(await rejection(revise(unknown, { title: 'X' }))).to.be.instanceOf(ProductNotFound);
    }
  });
});
