import { expect } from 'chai';
import { FindSimilarProducts } from '../../../../src/application/catalogue/find-similar-products.js';
import { ForgetPictureOnImageDetached } from '../../../../src/application/catalogue/forget-picture-on-image-detached.js';
import { IndexPictureOnImageAttached } from '../../../../src/application/catalogue/index-picture-on-image-attached.js';
import type { PictureIndexing } from '../../../../src/application/catalogue/index-picture.js';
import { IndexUnknownPictures } from '../../../../src/application/catalogue/index-unknown-pictures.js';
import type { CatalogueQueries } from '../../../../src/application/catalogue/ports/catalogue-queries.js';
import type { ImageEmbedder } from '../../../../src/application/catalogue/ports/image-embedder.js';
import type { Media } from '../../../../src/application/catalogue/ports/media.js';
import type { ProductView } from '../../../../src/application/catalogue/ports/product-view.js';
import { ImageTooLarge, UnsupportedImage } from '../../../../src/domain/catalogue/image-errors.js';
import { ImageSearchUnavailable } from '../../../../src/domain/catalogue/image-search-errors.js';
import { id, type ImageId, type ProductId } from '../../../../src/domain/shared/ids.js';
import { InMemoryVectorIndex } from '../../../support/fakes/in-memory-vector-index.js';
import { rejection } from '../../../support/rejection.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const [MUG, LAMP, BOOK] = ['mug', 'lamp', 'book'].map((name) => id<ProductId>(name)) as [ProductId, ProductId, ProductId];

/** A picture of two bytes points where they say. */
const embedder: ImageEmbedder = {
  version: 'two-1',
  dimensions: 2,
  embed: async (picture) => {
    if (!('bytes' in picture) || picture.bytes.byteLength !== 2) throw new UnsupportedImage();
    const [across = 0, up = 0] = picture.bytes;
    const vector = (x: number) => Float32Array.from([x / Math.hypot(x, up), up / Math.hypot(x, up)]);
    return { asItIs: vector(across), mirrored: vector(-across) };
  },
};

/** Every picture is there in two pieces; one that is called torn ends early. */
const mediaOf = (pictures: Readonly<Record<string, readonly number[]>>): Media => ({
  find: async (url) => {
    const bytes = pictures[url];
    if (!bytes) return undefined;
    return {
      contentType: 'image/webp',
      bytes: bytes.length,
      url,
      async *read() {
        for (const byte of bytes) yield Uint8Array.of(byte);
      },
    };
  },
});

describe('Finding similar products', () => {
  let index: InMemoryVectorIndex;
  let archived: Set<ProductId>;
  const catalogue = {
    productsOf: async (ids: readonly ProductId[]) =>
      ids.map((productId) => ({ id: productId, status: archived.has(productId) ? 'archived' : 'published' }) as ProductView),
  } as unknown as CatalogueQueries;
  const indexing = (pictures: Readonly<Record<string, readonly number[]>>): PictureIndexing => ({
    media: mediaOf(pictures),
    embedder,
    index,
  });
  const attached = (url: string, productId = MUG) => ({
    type: 'product.image_attached' as const,
    aggregateId: productId,
    occurredAt: NOON,
    payload: { imageId: id<ImageId>('image'), url },
  });
  const find = async (bytes: readonly number[], page = { page: 1, limit: 10 }, eyes = embedder) => {
    const found = await new FindSimilarProducts(eyes, index, catalogue).execute({ picture: { bytes: Uint8Array.from(bytes) }, page });
    return { ...found, items: found.items.map(({ product, score }) => [product.id, Math.round(score * 100) / 100]) };
  };

  beforeEach(async () => {
    index = new InMemoryVectorIndex();
    archived = new Set();
    for (const [url, productId] of Object.entries({ mug: MUG, lamp: LAMP, book: BOOK })) index.show(url, productId);
    const told = new IndexPictureOnImageAttached(indexing({ mug: [100, 0], lamp: [80, 60], book: [0, 100] }));
    for (const url of ['mug', 'lamp', 'book']) await told.handle(attached(url));
  });

  it('shows the most similar first, a page at a time', async () => {
    expect(await find([100, 0])).to.deep.equal({
      items: [
        [MUG, 1],
        [LAMP, 0.8],
        [BOOK, 0],
      ],
      total: 3,
    });
    expect(await find([100, 0], { page: 2, limit: 2 })).to.deep.equal({ items: [[BOOK, 0]], total: 3 });
    expect(await find([100, 0], { page: 3, limit: 2 })).to.deep.equal({ items: [], total: 3 });
  });

  it('leaves out what was archived since it was found (IMG-01)', async () => {
    archived.add(MUG);
    expect((await find([100, 0])).items.map(([productId]) => productId)).to.deep.equal([LAMP, BOOK]);
  });

  it('says that it is out of order when the embedder is, and what is wrong with the picture when it is not (IMG-01)', async () => {
    const broken = new Error('no answer');
    const down = { ...embedder, embed: () => Promise.reject(broken) };
    const fault = await rejection(find([1, 1], undefined, down));
    expect(fault).to.be.instanceOf(ImageSearchUnavailable).and.to.have.property('cause', broken);
    expect(await rejection(find([1, 2, 3]))).to.be.instanceOf(UnsupportedImage);
  });

  it('notes that there is nothing to find of a picture that is gone or cannot be read', async () => {
    for (const url of ['gone', 'torn', 'huge']) index.show(url, MUG);
    await new IndexPictureOnImageAttached(indexing({ torn: [1] })).handle(attached('torn'));
    await new IndexPictureOnImageAttached(indexing({})).handle(attached('gone'));
    const tooLarge = { ...embedder, embed: () => Promise.reject(new ImageTooLarge({ bytes: 1, pixels: 1 })) };
    await new IndexPictureOnImageAttached({ ...indexing({ huge: [1, 1] }), embedder: tooLarge }).handle(attached('huge'));
    for (const url of ['gone', 'torn', 'huge']) expect(index.known.get(url), url).to.deep.equal({ version: 'two-1', vector: null });
  });

  it('tries again later when the embedder is out of order while a picture is hung up', async () => {
    index.show('late', MUG);
    const down = { ...embedder, embed: () => Promise.reject(new Error('no answer')) };
    const failed = new IndexPictureOnImageAttached({ ...indexing({ late: [1, 1] }), embedder: down }).handle(attached('late'));
    expect(await rejection(failed)).to.have.property('message', 'no answer');
    expect(await index.unknown('two-1', 10)).to.deep.equal(['late']);
  });

  it('forgets a picture that was taken down, once or twice, also when it was taken down while it was looked at', async () => {
    index.takeDown('mug');
    const forget = new ForgetPictureOnImageDetached(index);
    const detached = { type: 'product.image_detached' as const, aggregateId: MUG, occurredAt: NOON, payload: { url: 'mug' } };
    await forget.handle(detached);
    await forget.handle(detached);
    await new IndexPictureOnImageAttached(indexing({ mug: [1, 1] })).handle(attached('mug'));
    expect([...index.known.keys()]).to.deep.equal(['lamp', 'book']);
  });

  it('catches up with what it does not know, and stops when it is told to', async () => {
    const urls = Array.from({ length: 45 }, (_, place) => `picture-${place}`);
    for (const url of urls) index.show(url, MUG);
    const pictures = indexing(Object.fromEntries(urls.map((url) => [url, [1, 1]])));
    let left = 30;
    const stopped = new IndexUnknownPictures(pictures, () => (left -= 1) >= 0);
    expect(await stopped.execute()).to.deep.equal({ indexed: 30 });
    index.takeDown('lamp');
    expect(await new IndexUnknownPictures(pictures, () => true).execute()).to.deep.equal({ indexed: 15 });
    expect(await index.unknown('two-1', 10)).to.deep.equal([]);
    expect(index.known.has('lamp')).to.equal(false);
  });
});
