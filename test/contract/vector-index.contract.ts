import { expect } from 'chai';
import type { PictureVector } from '../../src/application/catalogue/ports/image-embedder.js';
import type { VectorIndex } from '../../src/application/catalogue/ports/vector-index.js';
import type { ProductStatus } from '../../src/domain/catalogue/product-state.js';
import type { ProductId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';

export interface VectorIndexWorld {
  readonly index: VectorIndex;
  /** A product with these pictures, published unless said otherwise. */
  newProduct(urls: readonly string[], status?: ProductStatus): Promise<ProductId>;
  archive(productId: ProductId): Promise<void>;
  /** The product no longer shows it. */
  takeDown(url: string): Promise<void>;
  /** What it keeps anything of. */
  keptUrls(): Promise<readonly string[]>;
}

const DIMENSIONS = 24;
const VERSION = 'test-1';
const unit = (values: readonly number[]): PictureVector => Float32Array.from(values, (value) => value / Math.hypot(...values));
/** One that points along an axis, leaned towards the next one by so much. */
const along = (axis: number, lean = 0): PictureVector =>
  unit(Array.from({ length: DIMENSIONS }, (_, place) => (place === axis ? 1 : place === (axis + 1) % DIMENSIONS ? lean : 0)));
const aUrl = (): string => `media/${new UuidGenerator().next()}.webp`;

/** What every VectorIndex promises. */
export function vectorIndexContract(create: () => VectorIndexWorld): void {
  describe('as a VectorIndex', () => {
    const idsNearest = async (index: VectorIndex, vectors: readonly PictureVector[], count = 10, version = VERSION) =>
      (await index.nearest(vectors, version, count)).map(({ productId }) => productId);

    it('finds the nearest first and says how near', async () => {
      const { index, newProduct } = create();
      const [near, nearer, far] = [aUrl(), aUrl(), aUrl()];
      const [second, first, third] = [await newProduct([near]), await newProduct([nearer]), await newProduct([far])];
      await index.put(near, VERSION, along(0, 0.6));
      await index.put(nearer, VERSION, along(0, 0.2));
      await index.put(far, VERSION, along(1));

      const found = await index.nearest([along(0)], VERSION, 10);
      expect(found.map(({ productId }) => productId)).to.deep.equal([first, second, third]);
      for (const [place, score] of [0.981, 0.857, 0].entries()) expect(found[place]?.score).to.be.closeTo(score, 0.01);
      expect(await idsNearest(index, [along(0)], 1)).to.deep.equal([first]);
    });

    it('takes the nearer of the vectors that it is asked for', async () => {
      const { index, newProduct } = create();
      const [one, other] = [aUrl(), aUrl()];
      const ids = [await newProduct([one]), await newProduct([other])];
      await index.put(one, VERSION, along(3));
      await index.put(other, VERSION, along(7, 0.4));

      const found = await index.nearest([along(7), along(3, 0.2)], VERSION, 10);
      expect(found.map(({ productId }) => productId)).to.deep.equal(ids);
      expect(found[0]?.score).to.be.closeTo(0.981, 0.01);
    });

    it('names each product once, by the nearest of its pictures', async () => {
      const { index, newProduct } = create();
      const urls = [aUrl(), aUrl(), aUrl()];
      const productId = await newProduct(urls);
      for (const [axis, url] of urls.entries()) await index.put(url, VERSION, along(axis));

      const found = await index.nearest([along(1)], VERSION, 10);
      expect(found.map((match) => match.productId)).to.deep.equal([productId]);
      expect(found[0]?.score).to.be.closeTo(1, 0.001);
    });

    it('never names what is archived or a draft (IMG-01)', async () => {
      const { index, newProduct, archive } = create();
      const [shown, draft, gone] = [aUrl(), aUrl(), aUrl()];
      const published = await newProduct([shown]);
      const leaving = await newProduct([gone]);
      await newProduct([draft], 'draft');
      for (const url of [shown, draft, gone]) await index.put(url, VERSION, along(5));
      expect(await idsNearest(index, [along(5)])).to.have.members([published, leaving]);

      await archive(leaving);
      expect(await idsNearest(index, [along(5)])).to.deep.equal([published]);
    });

    it('keeps a vector in place of the one before, and no vector where none can be made', async () => {
      const { index, newProduct, keptUrls } = create();
      const url = aUrl();
      const productId = await newProduct([url]);
      await index.put(url, VERSION, along(0));
      await index.put(url, VERSION, along(9));
      const [found] = await index.nearest([along(9)], VERSION, 10);
      expect(found?.productId).to.equal(productId);
      expect(found?.score).to.be.closeTo(1, 0.001);

      await index.put(url, VERSION, null);
      expect(await idsNearest(index, [along(9)])).to.deep.equal([]);
      expect(await index.unknown(VERSION, 10)).to.deep.equal([]);
      expect(await keptUrls()).to.deep.equal([url]);
    });

    it('compares vectors of one version only', async () => {
      const { index, newProduct } = create();
      const [old, current] = [aUrl(), aUrl()];
      await newProduct([old]);
      const productId = await newProduct([current]);
      await index.put(old, 'test-0', along(2));
      await index.put(current, VERSION, along(2, 0.5));

      expect(await idsNearest(index, [along(2)])).to.deep.equal([productId]);
      expect(await index.unknown(VERSION, 10)).to.deep.equal([old]);
    });

    it('knows which pictures it has not seen, so many at a time', async () => {
      const { index, newProduct } = create();
      const urls = [aUrl(), aUrl(), aUrl()];
      await newProduct(urls);
      expect(await index.unknown(VERSION, 10)).to.have.members(urls);
      expect(await index.unknown(VERSION, 2)).to.have.length(2);
      await index.put(urls[0] ?? '', VERSION, along(0));
      expect(await index.unknown(VERSION, 10)).to.have.members(urls.slice(1));
    });

    it('forgets what nobody shows, and nothing else', async () => {
      const { index, newProduct, takeDown, keptUrls } = create();
      const [gone, late, stays] = [aUrl(), aUrl(), aUrl()];
      await newProduct([gone, late, stays]);
      for (const url of [gone, stays]) await index.put(url, VERSION, along(0));
      await takeDown(gone);
      await takeDown(late);
      await index.put(late, VERSION, along(0));
      for (const url of [gone, gone, stays, 'media/never-there.webp', '']) await index.remove(url);
      expect(await keptUrls()).to.deep.equal([stays]);

      await takeDown(stays);
      await index.forgetUnshown();
      expect(await keptUrls()).to.deep.equal([]);
    });
  });
}
