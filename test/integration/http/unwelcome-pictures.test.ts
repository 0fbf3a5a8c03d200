import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { aProduct } from '../../support/builders/a-product.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aDecompressionBomb, aPhotoFromBerlin, aPicture } from '../../support/pictures.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const MEGABYTE = 1024 * 1024;
const UNSUPPORTED = [415, 'request.unsupported_media_type'] as const;
const TOO_LARGE = [413, 'request.too_large'] as const;

/** The headers of a picture that says it is 65,000 pixels wide and high, and nothing behind them. */
const aGiantJpeg = async (): Promise<Buffer> => {
  const jpeg = Buffer.from(await aPicture('jpeg'));
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(65_000, frame + 5);
  jpeg.writeUInt16BE(65_000, frame + 7);
  return jpeg;
};
const aGiantGif = async (): Promise<Buffer> => {
  const gif = Buffer.from(await aPicture('gif'));
  gif.writeUInt16LE(65_000, 6);
  gif.writeUInt16LE(65_000, 8);
  const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 40, 0, 30, 0]));
  gif.writeUInt16LE(65_000, frame + 5);
  gif.writeUInt16LE(65_000, frame + 7);
  return gif;
};
const half = async (format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> => {
  const { data } = await sharp({
    create: { width: 300, height: 300, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  })
    .toFormat(format)
    .toBuffer({ resolveWithObject: true });
  return data.subarray(0, data.byteLength / 2);
};

const UNWELCOME: Readonly<Record<string, { readonly file: () => Buffer | Promise<Buffer>; readonly answer: readonly [number, string] }>> = {
  'a page called .png': { file: () => A_PAGE, answer: UNSUPPORTED },
  'a drawing with a script': { file: () => A_DRAWING_WITH_SCRIPT, answer: UNSUPPORTED },
  'a drawing that begins as XML does': {
    file: () => Buffer.concat([Buffer.from('<?xml version="1.0"?>'), A_DRAWING_WITH_SCRIPT]),
    answer: UNSUPPORTED,
  },
  'nothing at all': { file: () => Buffer.alloc(0), answer: UNSUPPORTED },
  'a script that begins like a GIF': {
    file: () => Buffer.from(`GIF89a/*${' '.repeat(200)}*/=1;alert(document.cookie)//;`),
    answer: UNSUPPORTED,
  },
  'a document': { file: () => Buffer.from('%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript >> >>'), answer: UNSUPPORTED },
  'an archive': { file: () => Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000\u0008\u0000'), answer: UNSUPPORTED },
  'a picture of a kind that is not read': {
    file: () =>
      sharp({ create: { width: 9, height: 9, channels: 3, background: '#000' } })
        .tiff()
        .toBuffer(),
    answer: UNSUPPORTED,
  },
  'half a JPEG': { file: () => half('jpeg'), answer: UNSUPPORTED },
  'half a PNG': { file: () => half('png'), answer: UNSUPPORTED },
  'half a WebP': { file: () => half('webp'), answer: UNSUPPORTED },
  'a picture of 11 MB': { file: async () => Buffer.concat([await aPicture('jpeg'), Buffer.alloc(11 * MEGABYTE)]), answer: TOO_LARGE },
  'a few kilobytes that would be 144 megapixels': { file: aDecompressionBomb, answer: TOO_LARGE },
  'a JPEG that says it is huge': { file: aGiantJpeg, answer: TOO_LARGE },
  'a GIF that says it is huge': { file: aGiantGif, answer: TOO_LARGE },
};

describe('Pictures that are not welcome (CAT-16)', function () {
  this.timeout(20_000);
  const shop = startShop();
  let admin: Client;
  let productId: string;
  const filesKept = async () => (await readdir(join(shop.dataDir, 'media')).catch(() => [])).length;
  const part = (file: Buffer) => ['image', { file, name: 'mug.png', type: 'image/png' }] as const;

  before(async () => {
    admin = await anAdmin(shop);
    const product = aProduct();
    productId = product.id;
    await shop.container.get(TOKENS.unitOfWork).run(({ products }) => products.save(product));
  });

  for (const [what, { file, answer }] of Object.entries(UNWELCOME)) {
    it(`${what}: refused at every door, and nothing of it is kept`, async () => {
      const bytes = await file();
      const [before, products] = [await filesKept(), await shop.knex('products').select('id', 'version').orderBy('id')];
      const images = await admin.form('post', `/api/products/${productId}/images`, [part(bytes)]);
      expect([images.status, images.body.code]).to.deep.equal(answer);
      const mixed = await admin.form('post', `/api/products/${productId}/images`, [part(await aPicture()), part(bytes)]);
      expect([mixed.status, mixed.body.code]).to.deep.equal(answer);
      // A form with an empty file field is what browsers send for no file.
      if (bytes.byteLength > 0) {
        const made = await admin.form('post', '/api/products', [['title', 'Mug'], ['price', '5'], part(bytes)]);
        expect([made.status, made.body.code]).to.deep.equal(answer);
        const changed = await admin.form('patch', `/api/products/${productId}`, [['title', 'Cup'], part(bytes)]);
        expect([changed.status, changed.body.code]).to.deep.equal(answer);
      }
      expect(await filesKept()).to.equal(before);
      expect(await shop.knex('products').select('id', 'version').orderBy('id')).to.deep.equal(products);
    });
  }

  it('of more than ten files at once none is taken', async () => {
    const [before, picture] = [await filesKept(), await aPicture()];
    const refused = await admin.form(
      'post',
      `/api/products/${productId}/images`,
      Array.from({ length: 11 }, () => part(picture)),
    );
    expect([refused.status, refused.body.code]).to.deep.equal(TOO_LARGE);
    expect(await filesKept()).to.equal(before);
  });

  it('a photo is taken without the place where it was made, a moving picture as its first frame, and nothing that hangs on behind', async () => {
    const frames = await Promise.all(
      ['#f00', '#00f'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const polyglot = Buffer.concat([await aPicture('jpeg'), A_PAGE]);
    const taken = await admin.form('post', `/api/products/${productId}/images`, [
      part(await aPhotoFromBerlin()),
      part(moving),
      part(polyglot),
    ]);
    expect(taken.status).to.equal(201);
    const shown = await Promise.all(
      (taken.body as { url: string }[]).slice(-3).map(async ({ url }) => (await shop.anyone.get(`/${url}`)).body as Buffer),
    );
    const [photo, still, picture] = shown;
    expect(photo?.toString('latin1')).to.not.match(/GPS|SpyCam|Exif/i);
    expect((await sharp(still).metadata()).pages ?? 1).to.equal(1);
    expect((await sharp(still).stats()).dominant.r).to.be.greaterThan(200);
    expect(picture?.toString('latin1')).to.not.contain('script');
  });
});
