import { expect } from 'chai';
import { AttachImages } from '../../../../src/application/catalogue/attach-images.js';
import { DetachImage } from '../../../../src/application/catalogue/detach-image.js';
import { ReviseImage } from '../../../../src/application/catalogue/revise-image.js';
import { PreconditionFailed, StaleVersion } from '../../../../src/application/shared/errors.js';
import { ImagesUnavailable, UnsupportedImage } from '../../../../src/domain/catalogue/image-errors.js';
import { ImageNotFound, ProductNotFound, TooManyImages } from '../../../../src/domain/catalogue/product-errors.js';
import type { ImageId, ProductId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aProduct } from '../../../support/builders/a-product.js';
import { InMemoryImageStore } from '../../../support/fakes/in-memory-image-store.js';
import { InMemoryProductRepository } from '../../../support/fakes/in-memory-product-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { A_PAGE } from '../../../support/pictures.js';
import { rejection } from '../../../support/rejection.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const PICTURE = { bytes: Buffer.from('picture') };

/** A wall: a product, and a place where pictures are kept. */
const aWall = async () => {
  const [ids, clock, images] = [new UuidGenerator(), { now: () => NOON }, new InMemoryImageStore()];
  const store = new InMemoryUnitOfWork((trx) => ({ products: new InMemoryProductRepository(trx) }));
  const product = aProduct({ title: 'Mug' });
  await store.run(({ products }) => products.save(product));
  return {
    ids,
    images,
    store,
    productId: product.id,
    attach: new AttachImages(store, images, clock, ids),
    revise: new ReviseImage(store, clock),
    detach: new DetachImage(store, clock),
  };
};

describe('Hanging pictures on a product', () => {
  it('puts them behind those that are there, or where it is told to, called after the product unless told otherwise', async () => {
    const { attach, productId } = await aWall();
    await attach.execute({ productId, pictures: [PICTURE, PICTURE], alt: 'old' });
    await attach.execute({ productId, pictures: [PICTURE] });
    const images = await attach.execute({ productId, pictures: [PICTURE, PICTURE], alt: 'new', position: 1 });

    expect(images.map(({ alt }) => alt)).to.deep.equal(['old', 'new', 'new', 'old', 'Mug']);
  });

  it('takes all or none, and forgets what it kept for nothing (CAT-17)', async () => {
    const { attach, images, productId, ids, store } = await aWall();
    const pictures = [PICTURE, { bytes: A_PAGE }];
    expect(await rejection(attach.execute({ productId, pictures }))).to.be.instanceOf(UnsupportedImage);
    expect(await rejection(attach.execute({ productId: ids.next<ProductId>(), pictures: [PICTURE] }))).to.be.instanceOf(ProductNotFound);
    expect(await rejection(attach.execute({ productId, pictures: Array(31).fill(PICTURE) as (typeof PICTURE)[] }))).to.be.instanceOf(
      TooManyImages,
    );
    expect(images.kept.size).to.equal(0);
    expect((await store.run(({ products }) => products.find(productId)))?.images).to.deep.equal([]);
  });

  it('leaves a file alone that the database may know of after all (CAT-17)', async () => {
    const { images, productId, store, ids } = await aWall();
    const brokenLine = {
      run: async <Result>(work: Parameters<typeof store.run<Result>>[0]) => (
        await store.run(work),
        Promise.reject<Result>(new Error('the line broke'))
      ),
    };
    const attach = new AttachImages(brokenLine, images, { now: () => NOON }, ids);
    expect(await rejection(attach.execute({ productId, pictures: [PICTURE] }))).to.have.property('message', 'the line broke');
    const shown = (await store.run(({ products }) => products.find(productId)))?.images.map(({ url }) => url);
    expect([...images.kept.keys()]).to.deep.equal(shown);
  });

  it('says why the pictures were refused, also when they cannot be forgotten now (CAT-17)', async () => {
    const { attach, images, ids } = await aWall();
    images.discard = () => Promise.reject(new ImagesUnavailable());
    expect(await rejection(attach.execute({ productId: ids.next<ProductId>(), pictures: [PICTURE] }))).to.be.instanceOf(ProductNotFound);
  });

  it('never decodes inside a unit of work', async () => {
    const { attach, images, productId, store } = await aWall();
    const keep = images.keep.bind(images);
    const wasOpen: boolean[] = [];
    images.keep = (picture) => {
      wasOpen.push(store.isOpen);
      return keep(picture);
    };
    await attach.execute({ productId, pictures: [PICTURE, PICTURE] });
    expect(wasOpen).to.deep.equal([false, false]);
  });

  it('keeps the file until the commit has said that it is gone (CAT-17)', async () => {
    const { attach, detach, images, productId, store } = await aWall();
    const [image] = await attach.execute({ productId, pictures: [PICTURE] });
    await detach.execute({ productId, imageId: image!.id });

    expect(images.kept.has(image!.url)).to.equal(true);
    expect(store.events.filter(({ type }) => type === 'product.image_detached').map(({ payload }) => payload)).to.deep.equal([
      { url: image!.url },
    ]);
  });

  it('changes nothing for who has read an older version', async () => {
    const { attach, revise, detach, productId } = await aWall();
    const [image] = await attach.execute({ productId, pictures: [PICTURE] });
    const one = { productId, imageId: image!.id };
    expect(await rejection(revise.execute({ ...one, alt: 'x', version: 1 }))).to.be.instanceOf(StaleVersion);
    expect(await rejection(detach.execute({ ...one, ifMatch: [1] }))).to.be.instanceOf(PreconditionFailed);
    expect(await rejection(attach.execute({ productId, pictures: [PICTURE], ifMatch: [] }))).to.be.instanceOf(PreconditionFailed);
    expect((await revise.execute({ ...one, alt: 'x', version: 2, ifMatch: [2] })).map(({ alt }) => alt)).to.deep.equal(['x']);
  });

  it('knows only the pictures of this product', async () => {
    const { revise, detach, ids, productId } = await aWall();
    const stranger = { productId, imageId: ids.next<ImageId>() };
    expect(await rejection(revise.execute({ ...stranger, alt: 'x' }))).to.be.instanceOf(ImageNotFound);
    expect(await rejection(detach.execute(stranger))).to.be.instanceOf(ImageNotFound);
    const lost = { productId: ids.next<ProductId>(), imageId: ids.next<ImageId>() };
    expect(await rejection(revise.execute({ ...lost, alt: 'x' }))).to.be.instanceOf(ProductNotFound);
    expect(await rejection(detach.execute(lost))).to.be.instanceOf(ProductNotFound);
  });
});
