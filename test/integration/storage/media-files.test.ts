import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ImagesUnavailable } from '../../../src/domain/catalogue/image-errors.js';
import { mediaFilesOf } from '../../../src/infrastructure/composition/media-place.js';
import { DiskMediaFiles } from '../../../src/infrastructure/storage/disk-media-files.js';
import { MediaPlaceRefused } from '../../../src/infrastructure/storage/media-files.js';
import { WebpImageStore } from '../../../src/infrastructure/storage/webp-image-store.js';
import { imageStoreContract } from '../../contract/image-store.contract.js';
import { mediaFilesContract } from '../../contract/media-files.contract.js';
import { rejection } from '../../support/rejection.js';
import { S3Server } from '../../support/s3-server.js';

describe('Files on disk', () => {
  let folder: string;
  beforeEach(async () => (folder = join(await mkdtemp(join(tmpdir(), 'portico-files-')), 'media')));
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  mediaFilesContract(() => new DiskMediaFiles(folder));

  it('leaves nothing behind of what could not be written, and says that it is not the caller who is wrong', async () => {
    await writeFile(folder, 'a file, where the folder should be');
    const files = new DiskMediaFiles(folder);
    expect(await rejection(files.write('one.webp', Buffer.from('1')))).to.be.instanceOf(ImagesUnavailable);
    const refused = await rejection(files.check());
    expect(refused).to.be.instanceOf(MediaPlaceRefused);
    expect((refused as Error).message)
      .to.contain(folder)
      .and.to.contain('MEDIA_URL');
    expect(await readdir(join(folder, '..'))).to.deep.equal(['media']);
  });
});

describe('Files in a bucket', function () {
  this.timeout(20_000);
  const s3 = S3Server.forThisSuite();
  let folders = 0;
  const files = (url = s3.url(`shop-${++folders}`)) => mediaFilesOf({ mediaUrl: url, dataDir: '' });

  mediaFilesContract(files);
  imageStoreContract(() => {
    const images = new WebpImageStore(files());
    return { images, has: async (url) => (await images.find(url)) !== undefined };
  });

  it('are in the folder that is named, or beside it in none', async () => {
    const [one, other, root] = [files(s3.url('a')), files(s3.url('b/c/')), files(s3.url())];
    await one.write('x.webp', Buffer.from('x'));
    await other.write('y.webp', Buffer.from('y'));
    expect([await one.find('y.webp'), await other.find('x.webp')]).to.deep.equal([undefined, undefined]);
    expect(await root.find('a/x.webp')).to.include({ bytes: 1 });
    expect(await root.find('b/c/y.webp')).to.include({ bytes: 1 });
  });

  it('are listed page by page, each after the last name of the one before', async () => {
    const pages = new Map([
      ['', ['a.webp', 'b.webp']],
      ['shop/b.webp', ['c.webp']],
    ]);
    const asked: (string | null)[] = [];
    // The server of the other tests has no second page.
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://s3');
      asked.push(searchParams.get('start-after'));
      const names = pages.get(searchParams.get('start-after') ?? '') ?? [];
      const contents = names.map(
        (name) => `<Contents><Key>shop/${name}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>`,
      );
      response.end(`<ListBucketResult><IsTruncated>${names.length === 2}</IsTruncated>${contents.join('')}</ListBucketResult>`);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const found: (readonly string[])[] = [];
    const place = files(`s3://pictures/shop?endpoint=http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for await (const page of place.olderThan(new Date())) found.push(page);
    server.closeAllConnections();
    server.close();
    expect(found).to.deep.equal([['a.webp', 'b.webp'], ['c.webp']]);
    expect(asked).to.deep.equal([null, 'shop/b.webp']);
  });

  it('cannot be kept where there is no bucket, or by a stranger, and it is said which', async () => {
    const noBucket = await rejection(files(s3.url('', 'nobodys')).check());
    expect(noBucket).to.be.instanceOf(MediaPlaceRefused);
    expect((noBucket as Error).message).to.match(/nobodys.*MEDIA_URL.*no such bucket/);

    const key = process.env['AWS_ACCESS_KEY_ID'];
    process.env['AWS_ACCESS_KEY_ID'] = 'somebody-else';
    const stranger = files();
    const refused = await rejection(stranger.check());
    expect(refused).to.be.instanceOf(MediaPlaceRefused);
    expect((refused as Error).message).to.match(/access key is unknown/);
    expect(await rejection(stranger.write('x.webp', Buffer.from('x')))).to.be.instanceOf(ImagesUnavailable);
    delete process.env['AWS_ACCESS_KEY_ID'];
    const nobody = await rejection(files().check());
    expect(nobody).to.be.instanceOf(MediaPlaceRefused);
    expect((nobody as Error).message).to.match(/AWS_ACCESS_KEY_ID/);
    process.env['AWS_ACCESS_KEY_ID'] = key;
  });

  it('are out of reach while the server is, and there again afterwards', async () => {
    const place = files();
    await place.write('x.webp', Buffer.from('x'));
    await s3.stop();
    try {
      const refused = [place.write('y.webp', Buffer.from('y')), place.find('x.webp'), place.remove('x.webp'), place.check()].map(rejection);
      for (const error of await Promise.all(refused)) expect(error).to.be.instanceOf(ImagesUnavailable);
    } finally {
      await s3.start();
    }
    expect(await place.find('x.webp')).to.include({ bytes: 1 });
    expect(await place.find('y.webp')).to.equal(undefined);
  });
});
