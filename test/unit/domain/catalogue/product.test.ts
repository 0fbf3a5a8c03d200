import { expect } from 'chai';
import {
  ChoiceTaken,
  ImageNotFound,
  InvalidProduct,
  LastVariant,
  PriceNotFound,
  PriceOverlap,
  SkuTaken,
  TooManyImages,
  VariantNotFound,
} from '../../../../src/domain/catalogue/product-errors.js';
import { productSlug } from '../../../../src/domain/catalogue/product-slug.js';
import { isSku } from '../../../../src/domain/catalogue/sku.js';
import { id, type ProductId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { anImage, aProduct, aVariant } from '../../../support/builders/a-product.js';

const LATER = new Date('2026-02-01T08:00:00.000Z');
const usd = (minor: number) => Money.of(minor, 'USD');
const typesOf = (product: { pullEvents(): readonly { type: string }[] }) => product.pullEvents().map(({ type }) => type);
const faultsOf = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidProduct) return error.faults.map(({ path, code }) => `${path} ${code}`);
    throw error;
  }
  return [];
};
const inSizes = () =>
  aProduct({
    variants: [
      aVariant({ sku: 'M-1', options: { Size: 'M' }, price: usd(2500) }),
      aVariant({ sku: 'L-1', options: { Size: 'L' }, price: usd(2000) }),
    ],
  });

describe('A product', () => {
  it('announces itself, and that shoppers see it', () => {
    expect(typesOf(aProduct())).to.deep.equal(['product.created', 'product.published']);
    expect(typesOf(aProduct({ status: 'draft' }))).to.deep.equal(['product.created']);
  });

  it('has at least one variant', () => {
    expect(faultsOf(() => aProduct({ variants: [] }))).to.deep.equal(['variants required']);
  });

  it('names its variants by their choices, unless there is nothing to choose', () => {
    expect(aProduct().leading.title).to.equal(null);
    const product = inSizes();
    expect(product.variants.map(({ title }) => title)).to.deep.equal(['M', 'L']);
    expect(product.toState().options).to.deep.equal([{ name: 'Size', values: ['M', 'L'] }]);
    expect(product.leading.sku, 'the cheapest leads').to.equal('L-1');
  });

  it('takes only variants that fit', () => {
    const options = [{ name: 'Size', values: ['M', 'L'] }];
    const sized = (Size: string, given = {}) => aVariant({ options: { Size }, ...given });
    expect(faultsOf(() => aProduct({ options, variants: [sized('M'), sized('XL')] }))).to.deep.equal(['variants[1].options unknown']);
    expect(faultsOf(() => aProduct({ options, variants: [sized('M'), sized('M')] }))).to.deep.equal(['variants repeated']);
    expect(faultsOf(() => aProduct({ variants: [sized('M', { sku: 'A' }), sized('L', { sku: 'A' })] }))).to.deep.equal([
      'variants repeated',
    ]);
    expect(faultsOf(() => aProduct({ variants: [aVariant({ price: Money.of(1, 'EUR') })] }))).to.deep.equal(['price format']);
    expect(faultsOf(() => aProduct({ variants: [aVariant({ price: usd(1_000_000_000_001), sku: ' ' })] }))).to.deep.equal([
      'sku format',
      'price too_large',
    ]);
  });

  it('says what changed, once, and nothing when nothing did', () => {
    const product = aProduct();
    product.pullEvents();
    product.revise({ title: product.title, description: undefined }, LATER);
    product.reviseOnlyVariant({ price: usd(1999) }, LATER);
    product.changeStatus('published', LATER);
    expect(typesOf(product)).to.deep.equal([]);
    expect(product.toState().updatedAt).to.deep.equal(product.toState().createdAt);

    product.revise({ title: 'Cup', slug: 'cup' }, LATER);
    product.reviseOnlyVariant({ price: usd(5), compareAtPrice: usd(9) }, LATER);
    product.changeStatus('archived', LATER);
    product.changeStatus('draft', LATER);
    product.changeStatus('published', LATER);
    expect(typesOf(product)).to.deep.equal([
      'product.revised',
      'product.repriced',
      'product.archived',
      'product.revised',
      'product.published',
    ]);
    expect(product.toState().updatedAt).to.deep.equal(LATER);
  });

  it('with several variants is priced at them, and says so', () => {
    const product = inSizes();
    expect(faultsOf(() => product.reviseOnlyVariant({ price: usd(1) }, LATER))).to.deep.equal(['price several_variants']);
    expect(faultsOf(() => product.reviseOnlyVariant({ sku: 'X' }, LATER))).to.deep.equal(['sku several_variants']);
    expect(faultsOf(() => product.reviseOnlyVariant({ compareAtPrice: usd(1) }, LATER))).to.deep.equal([
      'compare_at_price several_variants',
    ]);
    expect(() => product.onlyVariant('stock_quantity')).to.throw(InvalidProduct, 'M-1 (M), L-1 (L)');
    product.reviseOnlyVariant({ price: usd(2000), compareAtPrice: null }, LATER);
    expect(product.leading.price, 'what is so already may be said again').to.deep.equal(usd(2000));
  });

  it('takes another variant, changes one and lets one go, and names them anew', () => {
    const product = inSizes();
    product.pullEvents();
    product.addVariant(aVariant({ sku: 'S-1', options: { Size: 'S' }, price: usd(1500) }), { position: 0 }, LATER);
    expect(product.variants.map(({ title }) => title)).to.deep.equal(['S', 'M', 'L']);
    expect(product.toState().options).to.deep.equal([{ name: 'Size', values: ['M', 'L', 'S'] }]);
    const [small, medium, large] = product.variants;
    product.reviseVariant(medium!.id, { options: { Size: 'XL' }, position: 9 }, LATER);
    expect(product.variants.map(({ title }) => title)).to.deep.equal(['S', 'L', 'XL']);
    expect(product.toState().options).to.deep.equal([{ name: 'Size', values: ['L', 'S', 'XL'] }]);
    product.archiveVariant(small!.id, LATER);
    product.archiveVariant(large!.id, LATER);
    expect(product.variants.map(({ title }) => title)).to.deep.equal([null]);
    expect(() => product.archiveVariant(medium!.id, LATER)).to.throw(LastVariant);
    expect(() => product.archiveVariant(small!.id, LATER)).to.throw(VariantNotFound);
    expect(typesOf(product)).to.deep.equal([
      'product.variant_added',
      'product.revised',
      'product.variant_archived',
      'product.variant_archived',
    ]);
  });

  it('has each choice and each SKU once', () => {
    const product = inSizes();
    const add = (given: Parameters<typeof aVariant>[0]) => product.addVariant(aVariant(given), {}, LATER);
    expect(() => add({ options: { Size: 'M' } })).to.throw(ChoiceTaken);
    expect(() => add({ options: { Size: 'S' }, sku: 'M-1' })).to.throw(SkuTaken, 'M-1');
    expect(faultsOf(() => add({ options: { Size: 'S', Colour: 'Red' } }))).to.deep.equal(['options unknown']);
    expect(faultsOf(() => add({ options: {}, price: Money.of(1, 'EUR') }))).to.deep.equal(['price format', 'options unknown']);
    expect(() => product.reviseVariant(product.leading.id, { options: { Size: 'M' } }, LATER)).to.throw(ChoiceTaken);
    expect(product.variants).to.have.lengthOf(2);
  });

  it('lets go of the picture of a variant with the picture itself', () => {
    const [front, back] = [anImage('front'), anImage('back')];
    const product = aProduct({ images: [front, back] });
    const { id: variantId } = product.leading;
    expect(faultsOf(() => product.reviseVariant(variantId, { imageId: anImage().id }, LATER))).to.deep.equal(['image_id unknown']);
    product.reviseVariant(variantId, { imageId: back.id }, LATER);
    product.detachImage(back.id, LATER);
    expect(product.leading.imageId).to.equal(null);
    product.reviseVariant(variantId, { imageId: front.id }, LATER);
    product.replaceFirstImage(anImage('other'), LATER);
    expect(product.leading.imageId).to.equal(null);
  });

  it('tells each scheduled price that began or ended since, at its moment', () => {
    const product = aProduct({ variants: [aVariant({ price: usd(1000) })] });
    const { id: variantId } = product.leading;
    const later = (hours: number) => new Date(LATER.getTime() + hours * 3_600_000);
    const plan = (name: string, price: number, from: number, until: number | null) =>
      product.schedulePrice(
        variantId,
        { id: id(name), price: usd(price), startsAt: later(from), endsAt: until === null ? null : later(until) },
        LATER,
      );
    plan('a', 900, 1, 2);
    plan('b', 800, 2, 3);
    expect(() => plan('c', 700, 0, 1.5)).to.throw(PriceOverlap);
    expect(product.dueAt).to.deep.equal(later(1));
    product.pullEvents();
    product.catchUp(later(0.5));
    expect(typesOf(product)).to.deep.equal([]);
    product.catchUp(later(9));
    expect(
      product.pullEvents().map(({ type, occurredAt, payload }) => [type, occurredAt, (payload as { to: { minor: number } }).to.minor]),
    ).to.deep.equal([
      ['product.repriced', later(1), 900],
      ['product.repriced', later(2), 800],
      ['product.repriced', later(3), 1000],
    ]);
    expect(product.dueAt).to.equal(undefined);
    product.catchUp(later(2));
    expect(typesOf(product), 'a clock that is behind tells nothing twice').to.deep.equal([]);
    expect(() => product.withdrawPrice(variantId, id('a'), later(9))).to.throw(PriceNotFound);
  });

  it('as a draft waits for its moment, once', () => {
    const product = aProduct({ status: 'draft', publishAt: LATER });
    expect(product.dueAt).to.deep.equal(LATER);
    product.pullEvents();
    product.catchUp(new Date(LATER.getTime() - 1));
    expect(product.status).to.equal('draft');
    product.catchUp(LATER);
    product.catchUp(LATER);
    expect(product.status).to.equal('published');
    expect(typesOf(product)).to.deep.equal(['product.published']);
    expect(faultsOf(() => product.publishFrom(new Date(LATER.getTime() + 1), LATER))).to.deep.equal(['publish_at not_a_draft']);
  });

  it('shows its pictures in an order that can be changed', () => {
    const [first, second, third] = [anImage('a'), anImage('b'), anImage('c')];
    const product = aProduct({ images: [first] });
    product.pullEvents();
    product.attachImage(second, LATER);
    product.attachImage(third, LATER);
    product.reviseImage(third.id, { position: 0 }, LATER);
    product.reviseImage(first.id, { position: 99 }, LATER);
    product.reviseImage(second.id, { alt: 'B' }, LATER);
    expect(product.images).to.deep.equal([third, { ...second, alt: 'B' }, first]);

    const fourth = anImage('d');
    product.replaceFirstImage(fourth, LATER);
    product.detachImage(first.id, LATER);
    expect(product.images.map(({ url }) => url)).to.deep.equal(['d', 'b']);
    expect(product.pullEvents().map(({ type, payload }) => [type, (payload as { url: string }).url])).to.deep.equal([
      ['product.image_attached', 'b'],
      ['product.image_attached', 'c'],
      ['product.image_attached', 'd'],
      ['product.image_detached', 'c'],
      ['product.image_detached', 'a'],
    ]);
    expect(() => product.detachImage(first.id, LATER)).to.throw(ImageNotFound);
    expect(() => product.reviseImage(first.id, { alt: '' }, LATER)).to.throw(ImageNotFound);
  });

  it('has room for thirty pictures', () => {
    const product = aProduct({ images: Array.from({ length: 30 }, () => anImage()) });
    expect(() => product.attachImage(anImage(), LATER)).to.throw(TooManyImages);
  });

  it('gets a slug that no other product has or had', () => {
    const [mine, other] = [id<ProductId>('019b76da-a800-7000-8000-000000000001'), id<ProductId>('019b76da-a800-7000-8000-000000000002')];
    const owned = (...slugs: [string, ProductId][]) => new Map(slugs);
    expect(productSlug('Shirt', mine, null, owned())).to.equal('shirt');
    expect(productSlug('Shirt', mine, null, owned(['shirt', other]))).to.equal('shirt-2');
    expect(productSlug('Search', mine, null, owned()), 'a route word').to.equal('search-2');
    expect(productSlug(other, mine, null, owned()), "another product's id").to.equal(`${other}-2`);
    expect(productSlug('Shirt!', mine, 'shirt-2', owned(['shirt', other], ['shirt-2', mine])), 'the same words').to.equal('shirt-2');
    expect(productSlug('Shirt', mine, 'jacket', owned(['shirt', mine])), 'its own from before').to.equal('shirt');
  });

  it('is named on the shelf by letters, digits and a few marks', () => {
    for (const sku of ['A', 'MUG-01', 'Größe 3/4', 'x'.repeat(64)]) expect(isSku(sku), sku).to.equal(true);
    for (const sku of ['', ' A', '<b>', 'x'.repeat(65), 'a\nb']) expect(isSku(sku), sku).to.equal(false);
  });
});
