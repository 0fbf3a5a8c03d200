import { expect } from 'chai';
import type { ImageStore } from '../../src/application/catalogue/ports/image-store.js';
import { UnsupportedImage } from '../../src/domain/catalogue/image-errors.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aPicture } from '../support/pictures.js';
import { rejection } from '../support/rejection.js';

/** What every ImageStore promises. */
export function imageStoreContract(create: () => { readonly images: ImageStore; has(url: string): Promise<boolean> }): void {
  describe('as an ImageStore', () => {
    it('keeps each picture under an address of its own', async () => {
      const { images, has } = create();
      const urls = [await images.keep({ bytes: await aPicture() }), await images.keep({ bytes: await aPicture() })];
      expect(new Set(urls).size).to.equal(2);
      for (const url of urls) {
        expect(url).to.match(/^media\/[0-9a-f]{32}_\d+x\d+\.webp$/);
        expect(await has(url)).to.equal(true);
      }
    });

    it('refuses what is no picture', async () => {
      for (const bytes of [A_PAGE, A_DRAWING_WITH_SCRIPT])
        expect(await rejection(create().images.keep({ bytes }))).to.be.instanceOf(UnsupportedImage);
    });

    it('makes the sizes of a picture as often as it is asked to, and of one that is gone none', async () => {
      const { images, has } = create();
      const url = await images.keep({ bytes: await aPicture('png', 200, 150) });
      await images.makeSizes(url);
      await images.makeSizes(url);
      expect(await has(url)).to.equal(true);
      await images.discard(url);
      await images.makeSizes(url);
      expect(await has(url)).to.equal(false);
    });

    it('tells which pictures it has kept for some time', async () => {
      const { images } = create();
      const url = await images.keep({ bytes: await aPicture() });
      const keptBefore = async (moment: number) => {
        const found: string[] = [];
        for await (const urls of images.keptBefore(new Date(moment))) found.push(...urls);
        return found;
      };
      expect(await keptBefore(Date.now() - 60_000)).to.deep.equal([]);
      expect(await keptBefore(Date.now() + 60_000)).to.deep.equal([url]);
    });

    it('forgets a picture, and does not mind one that is gone or was never there', async () => {
      const { images, has } = create();
      const [gone, stays] = [await images.keep({ bytes: await aPicture() }), await images.keep({ bytes: await aPicture() })];
      for (const url of [gone, gone, 'media/placeholder.webp', '', '../secret']) await images.discard(url);
      expect([await has(gone), await has(stays)]).to.deep.equal([false, true]);
    });
  });
}
