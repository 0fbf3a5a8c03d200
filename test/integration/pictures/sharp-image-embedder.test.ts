import { expect } from 'chai';
import sharp from 'sharp';
import type { PictureVector } from '../../../src/application/catalogue/ports/image-embedder.js';
import { ImageTooLarge, UnsupportedImage } from '../../../src/domain/catalogue/image-errors.js';
import { SharpImageEmbedder } from '../../../src/infrastructure/pictures/sharp-image-embedder.js';
import { CHANGES, demoPicture, demoPictures } from '../../support/changed-pictures.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aDecompressionBomb, aPicture } from '../../support/pictures.js';
import { rejection } from '../../support/rejection.js';

const likeness = (one: PictureVector, other: PictureVector): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

describe('The image embedder', () => {
  const embedder = new SharpImageEmbedder();
  const vectorOf = async (bytes: Buffer) => (await embedder.embed({ bytes })).asItIs;

  it('makes a vector of length 1 of every picture, always the same', async () => {
    const plain = await aPicture('png', 200, 100);
    for (const bytes of [await demoPicture('tideline-mug'), plain, await aPicture('webp', 1, 1)]) {
      const [once, again] = [await vectorOf(bytes), await vectorOf(bytes)];
      expect(once).to.have.length(embedder.dimensions);
      expect(once).to.deep.equal(again);
      expect(likeness(once, once)).to.be.closeTo(1, 0.001);
    }
  });

  it('makes something of black, of white and of grey', async () => {
    for (const background of ['#000', '#fff', '#888']) {
      const bytes = await sharp({ create: { width: 30, height: 30, channels: 3, background } })
        .png()
        .toBuffer();
      const vector = await vectorOf(bytes);
      expect(likeness(vector, vector), background).to.be.closeTo(1, 0.001);
    }
  });

  it('tells a picture from its mirror image, and knows that one of the other', async () => {
    const picture = await demoPicture('watering-can');
    const straight = await embedder.embed({ bytes: picture });
    const turned = await embedder.embed({ bytes: await sharp(picture).flop().toBuffer() });
    expect(likeness(straight.asItIs, turned.asItIs)).to.be.lessThan(0.95);
    expect(likeness(straight.asItIs, turned.mirrored)).to.be.greaterThan(0.99);
  });

  it('finds the product of a changed picture among the first three, for at least 95 of 100', async function () {
    this.timeout(60_000);
    const names = demoPictures();
    const pictures = new Map(await Promise.all(names.map(async (name) => [name, await demoPicture(name)] as const)));
    const known = await Promise.all(names.map(async (name) => ({ name, vector: await vectorOf(pictures.get(name) ?? Buffer.alloc(0)) })));
    const missed: string[] = [];
    let tried = 0;
    for (const name of names.filter((_, place) => place % 6 === 0)) {
      for (const [change, changed] of Object.entries(CHANGES)) {
        const { asItIs, mirrored } = await embedder.embed({ bytes: await changed(pictures.get(name) ?? Buffer.alloc(0)) });
        const scored = known.map((each) => ({ ...each, score: Math.max(likeness(asItIs, each.vector), likeness(mirrored, each.vector)) }));
        const best = scored.sort((one, other) => other.score - one.score).slice(0, 3);
        tried += 1;
        if (!best.some((each) => each.name === name)) missed.push(`${name} ${change}`);
      }
    }
    expect(tried).to.be.greaterThan(200);
    expect(missed.length / tried, missed.join(', ')).to.be.at.most(0.05);
  });

  it('refuses what no product may be shown with (CAT-16)', async () => {
    for (const bytes of [A_PAGE, A_DRAWING_WITH_SCRIPT, Buffer.alloc(0), (await aPicture('png', 200, 200)).subarray(0, 60)])
      expect(await rejection(embedder.embed({ bytes }))).to.be.instanceOf(UnsupportedImage);
    const heavy = Buffer.concat([await aPicture('jpeg'), Buffer.alloc(11 * 1024 * 1024)]);
    for (const bytes of [aDecompressionBomb(), heavy]) expect(await rejection(embedder.embed({ bytes }))).to.be.instanceOf(ImageTooLarge);
  });
});
