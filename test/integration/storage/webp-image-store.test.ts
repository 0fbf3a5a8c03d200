import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { ImageTooLarge, UnsupportedImage } from '../../../src/domain/catalogue/image-errors.js';
import { imageSizes } from '../../../src/domain/catalogue/image-state.js';
import { PLACEHOLDER_IMAGE } from '../../../src/domain/catalogue/placeholder.js';
import { DiskMediaFiles } from '../../../src/infrastructure/storage/disk-media-files.js';
import { WebpImageStore } from '../../../src/infrastructure/storage/webp-image-store.js';
import { imageStoreContract } from '../../contract/image-store.contract.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aDecompressionBomb, aPhotoFromBerlin, aPicture } from '../../support/pictures.js';
import { rejection } from '../../support/rejection.js';

const aSquare = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 20, height: 20, channels: 3, background } })
    .png()
    .toBuffer();

describe('The image store, with its files on disk', () => {
  let folder: string;
  let store: WebpImageStore;
  const contentOf = (url: string) => readFile(join(folder, url.replace('media/', '')));

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'portico-media-')), 'media');
    store = new WebpImageStore(new DiskMediaFiles(folder));
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  imageStoreContract(() => ({ images: store, has: async (url) => (await store.find(url)) !== undefined }));

  for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
    it(`reads ${format} and keeps WebP under a name that nobody can guess`, async () => {
      const urls = [await store.keep({ bytes: await aPicture(format) }), await store.keep({ bytes: await aPicture(format) })];
      expect(new Set(urls).size).to.equal(2);
      for (const url of urls) {
        expect(url).to.match(/^media\/[0-9a-f]{32}_40x30\.webp$/);
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

  it('reads each kind of picture by its content, and what hangs on behind is gone (CAT-16)', async () => {
    const [png, gif] = [await aPicture('png'), await aPicture('gif')];
    const polyglot = Buffer.concat([png, A_PAGE, Buffer.from('PK\u0003\u0004 a program')]);
    expect((await contentOf(await store.keep({ bytes: polyglot }))).toString('latin1')).to.not.match(/script|PK|program/);
    const begun = (await aPicture('jpeg', 300, 300)).subarray(0, 700);
    const script = Buffer.from('GIF89a/*' + 'x'.repeat(60) + '*/=alert(1)//;');
    for (const bytes of [begun, script, gif.subarray(0, 20)])
      expect(await rejection(store.keep({ bytes }))).to.be.instanceOf(UnsupportedImage);
  });

  it('keeps the first frame of a moving picture (CAT-16)', async () => {
    const [red, blue] = await Promise.all(['#f00', '#00f'].map((background) => aSquare(background)));
    for (const moving of [
      await sharp([red!, blue!], { join: { animated: true } })
        .gif()
        .toBuffer(),
      await sharp([red!, blue!], { join: { animated: true } })
        .webp()
        .toBuffer(),
    ]) {
      expect((await sharp(moving).metadata()).pages, 'it moves').to.equal(2);
      const kept = await contentOf(await store.keep({ bytes: moving }));
      expect(await sharp(kept).metadata())
        .to.include({ width: 20, height: 20 })
        .and.not.to.have.property('pages', 2);
      const { dominant } = await sharp(kept).stats();
      expect(dominant.r).to.be.greaterThan(200);
      expect(dominant.b).to.be.lessThan(60);
    }
  });

  it('makes smaller copies, as many as its address tells of, and each once', async () => {
    const url = await store.keep({ bytes: await aPicture('jpeg', 1_000, 500) });
    expect(await readdir(folder)).to.have.lengthOf(1);
    await Promise.all([store.makeSizes(url), new WebpImageStore(new DiskMediaFiles(folder)).makeSizes(url)]);
    const sizes = imageSizes(url);
    expect(sizes.map(({ width, height }) => [width, height])).to.deep.equal([
      [160, 80],
      [320, 160],
      [640, 320],
      [1_000, 500],
    ]);
    for (const { url: copy, width, height } of sizes)
      expect(await sharp(await contentOf(copy)).metadata()).to.include({ format: 'webp', width, height });
    expect(await readdir(folder)).to.have.lengthOf(sizes.length);

    const written = await stat(join(folder, sizes[0]!.url.replace('media/', '')));
    await store.makeSizes(url);
    expect((await stat(join(folder, sizes[0]!.url.replace('media/', '')))).mtimeMs, 'made again').to.equal(written.mtimeMs);
    await store.discard(url);
    expect(await readdir(folder), 'gone in all sizes').to.deep.equal([]);
    await store.makeSizes(url);
    expect(await readdir(folder), 'of nothing comes nothing').to.deep.equal([]);
  });

  it('shows the picture itself for a size that is still to be made, and no size that it will not have', async () => {
    const url = await store.keep({ bytes: await aPicture('png', 400, 300) });
    const [small] = imageSizes(url);
    expect(await store.find(small!.url)).to.include({ url });
    await store.makeSizes(url);
    expect(await store.find(small!.url)).to.include({ url: small!.url });
    for (const width of [161, 400, 640])
      expect(await store.find(url.replace('.webp', `_w${width}.webp`)), String(width)).to.equal(undefined);
  });

  it('tells what was kept before a moment, and clears away what was left half written', async () => {
    const [old, halfGone, young] = [
      await store.keep({ bytes: await aPicture('png', 200, 100) }),
      await store.keep({ bytes: await aPicture('png', 200, 100) }),
      await store.keep({ bytes: await aPicture() }),
    ];
    for (const url of [old, halfGone]) await store.makeSizes(url);
    await rm(join(folder, halfGone.replace('media/', '')));
    await store.find(PLACEHOLDER_IMAGE);
    await writeFile(join(folder, '.0123456789abcdef.draft'), 'half');
    await writeFile(join(folder, 'notes.txt'), 'a stranger');
    const past = new Date(Date.now() - 60_000);
    for (const name of await readdir(folder)) if (!young.includes(name)) await utimes(join(folder, name), past, past);
    await writeFile(join(folder, '.fedcba9876543210.draft'), 'being written');

    const found: string[] = [];
    for await (const urls of store.keptBefore(new Date(Date.now() - 30_000))) found.push(...urls);
    expect(found.sort()).to.deep.equal([old, halfGone].sort());
    expect((await readdir(folder)).filter((name) => name.endsWith('.draft'))).to.deep.equal(['.fedcba9876543210.draft']);
  });

  it('leaves no drafts behind, however many come at once', async () => {
    const picture = await aPicture();
    await Promise.all(Array.from({ length: 12 }, () => store.keep({ bytes: picture })));
    const names = await readdir(folder);
    expect(names).to.have.lengthOf(12);
    expect(names.filter((name) => !/^[0-9a-f]{32}_40x30\.webp$/.test(name))).to.deep.equal([]);
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
