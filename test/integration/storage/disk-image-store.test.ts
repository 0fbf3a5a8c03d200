import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { ImageTooLarge, UnsupportedImage } from '../../../src/domain/catalogue/image-errors.js';
import { PLACEHOLDER_IMAGE } from '../../../src/domain/catalogue/placeholder.js';
import { DiskImageStore } from '../../../src/infrastructure/storage/disk-image-store.js';
import { imageStoreContract } from '../../contract/image-store.contract.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aDecompressionBomb, aPhotoFromBerlin, aPicture } from '../../support/pictures.js';
import { rejection } from '../../support/rejection.js';

describe('The image store on disk', () => {
  let folder: string;
  let store: DiskImageStore;
  const contentOf = (url: string) => readFile(join(folder, url.replace('media/', '')));

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'portico-media-')), 'media');
    store = new DiskImageStore(folder);
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  imageStoreContract(() => ({ images: store, has: async (url) => (await store.find(url)) !== undefined }));

  for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
    it(`reads ${format} and keeps WebP under a name that nobody can guess`, async () => {
      const urls = [await store.keep({ bytes: await aPicture(format) }), await store.keep({ bytes: await aPicture(format) })];
      expect(new Set(urls).size).to.equal(2);
      for (const url of urls) {
        expect(url).to.match(/^media\/[0-9a-f]{32}\.webp$/);
        expect(await sharp(await contentOf(url)).metadata()).to.include({ format: 'webp', width: 40, height: 30 });
      }
    });
  }

  it('reads a file as it reads bytes', async () => {
    const path = join(folder, '..', 'upload.html');
    await writeFile(path, await aPicture());
    expect((await sharp(await contentOf(await store.keep({ path }))).metadata()).format).to.equal('webp');
  });

  it('turns a photo upright and forgets where and with what it was taken (CAT-16)', async () => {
    const photo = await aPhotoFromBerlin();
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).to.contain('SpyCam');

    const kept = await contentOf(await store.keep({ bytes: photo }));
    const { exif, xmp, iptc, orientation, width, height } = await sharp(kept).metadata();
    expect({ exif, xmp, iptc, orientation }).to.deep.equal({ exif: undefined, xmp: undefined, iptc: undefined, orientation: undefined });
    expect({ width, height }).to.deep.equal({ width: 20, height: 60 });
    expect(kept.toString('latin1')).to.not.match(/SpyCam|GPS|Exif/i);
  });

  it('makes large pictures smaller and leaves small ones alone', async () => {
    const kept = await contentOf(await store.keep({ bytes: await aPicture('jpeg', 3_000, 1_500) }));
    expect(await sharp(kept).metadata()).to.include({ width: 2_000, height: 1_000 });
  });

  it('refuses what is no picture, whatever it is called (CAT-16)', async () => {
    const truncated = (await aPicture('png', 200, 200)).subarray(0, 60);
    for (const bytes of [A_PAGE, A_DRAWING_WITH_SCRIPT, Buffer.alloc(0), Buffer.from('GIF89a'), Buffer.from('%PDF-1.7 …'), truncated])
      expect(await rejection(store.keep({ bytes }))).to.be.instanceOf(UnsupportedImage);
  });

  it('refuses what is too large, in bytes or in pixels, before it decodes anything (CAT-16)', async () => {
    const bomb = aDecompressionBomb();
    expect(bomb.byteLength, 'small on the wire').to.be.lessThan(100_000);
    const heavy = Buffer.concat([await aPicture('jpeg'), Buffer.alloc(11 * 1024 * 1024)]);
    for (const bytes of [bomb, heavy]) expect(await rejection(store.keep({ bytes }))).to.be.instanceOf(ImageTooLarge);
    expect(await readdir(folder).catch(() => [])).to.deep.equal([]);
  });

  it('leaves no drafts behind, however many come at once', async () => {
    const picture = await aPicture();
    await Promise.all(Array.from({ length: 12 }, () => store.keep({ bytes: picture })));
    const names = await readdir(folder);
    expect(names).to.have.lengthOf(12);
    expect(names.filter((name) => !/^[0-9a-f]{32}\.webp$/.test(name))).to.deep.equal([]);
  });

  it('shows what it keeps, and forgets it once', async () => {
    const url = await store.keep({ bytes: await aPicture() });
    const kept = await store.find(url);
    expect(kept?.contentType).to.equal('image/webp');
    const chunks: Uint8Array[] = [];
    for await (const chunk of kept!.read()) chunks.push(chunk);
    expect(Buffer.concat(chunks)).to.deep.equal(await contentOf(url));
    expect(kept?.bytes).to.equal(Buffer.concat(chunks).byteLength);

    await store.discard(url);
    expect(await store.find(url)).to.equal(undefined);
    await store.discard(url);
  });

  it('knows no address but its own', async () => {
    await writeFile(join(folder, '..', 'secret.webp'), 'secret');
    await store.find(PLACEHOLDER_IMAGE);
    for (const url of [
      'media/../secret.webp',
      '../secret.webp',
      'media/%2e%2e/secret.webp',
      'media/',
      '',
      'media/\u0000.webp',
      'media/.x.draft',
    ]) {
      expect(await store.find(url)).to.equal(undefined);
      await store.discard(url);
    }
    await store.discard(PLACEHOLDER_IMAGE);
    expect(await readdir(join(folder, '..'))).to.have.members(['media', 'secret.webp']);
    expect(await readdir(folder)).to.deep.equal(['placeholder.webp']);
  });

  it('draws the placeholder when it is first asked for, whoever asks', async () => {
    const found = await Promise.all(Array.from({ length: 5 }, () => store.find(PLACEHOLDER_IMAGE)));
    const { format, width, height } = await sharp(await contentOf(PLACEHOLDER_IMAGE)).metadata();
    expect({ format, width, height }).to.deep.equal({ format: 'webp', width: 1_000, height: 1_000 });
    expect(new Set(found.map((picture) => picture?.bytes)).size).to.equal(1);
  });
});
