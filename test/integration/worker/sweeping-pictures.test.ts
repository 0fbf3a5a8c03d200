import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { imageSizes } from '../../../src/domain/catalogue/image-state.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { anImage, aProduct } from '../../support/builders/a-product.js';
import { anOrder, anOrderLine } from '../../support/builders/an-order.js';
import { aPicture } from '../../support/pictures.js';
import { startShop } from '../../support/shop.js';

describe('Sweeping up pictures that nobody shows', function () {
  this.timeout(20_000);
  const shop = startShop();
  const keep = async () => shop.container.get(TOKENS.imageStore).keep({ bytes: await aPicture('png', 200, 150) });
  const sweep = () => shop.container.get(TOKENS.forgetOrphanedImages).execute();
  const isKept = async (url: string) => (await shop.container.get(TOKENS.imageStore).find(url)) !== undefined;
  const setBack = async () => {
    const folder = join(shop.dataDir, 'media');
    const past = new Date(Date.now() - 25 * 3_600_000);
    for (const name of await readdir(folder)) await utimes(join(folder, name), past, past);
  };

  it('is done by one of two workers, and takes what is a day old and nobody names, in all sizes (CAT-17)', async () => {
    const [shown, bought, orphan] = [await keep(), await keep(), await keep()];
    const unitOfWork = shop.container.get(TOKENS.unitOfWork);
    await unitOfWork.run(({ products }) => products.save(aProduct({ images: [anImage(shown)] })));
    await unitOfWork.run(({ orders }) => orders.save(anOrder({ lines: [anOrderLine({ imageUrl: bought })] })));
    await shop.container.get(TOKENS.imageStore).makeSizes(orphan);
    await setBack();
    const uploading = await keep();

    expect((await Promise.all([sweep(), sweep()])).sort()).to.deep.equal([0, 1]);
    expect(await Promise.all([shown, bought, uploading, orphan].map(isKept))).to.deep.equal([true, true, true, false]);
    for (const { url } of imageSizes(orphan)) expect(await isKept(url)).to.equal(false);
  });

  it('is done again the next day, and not before', async () => {
    const orphan = await keep();
    await setBack();
    expect(await sweep()).to.equal(0);
    expect(await isKept(orphan)).to.equal(true);
    shop.clock.advance(24 * 3_600_000);
    expect(await sweep()).to.be.greaterThan(0);
    expect(await isKept(orphan)).to.equal(false);
  });
});
