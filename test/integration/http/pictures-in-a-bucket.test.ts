import { expect } from 'chai';
import sharp from 'sharp';
import { imageSizes } from '../../../src/domain/catalogue/image-state.js';
import { checkMediaPlace } from '../../../src/infrastructure/composition/check-media-place.js';
import { mediaFilesOf } from '../../../src/infrastructure/composition/media-place.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { MediaPlaceRefused } from '../../../src/infrastructure/storage/media-files.js';
import { WebpImageStore } from '../../../src/infrastructure/storage/webp-image-store.js';
import { aProduct } from '../../support/builders/a-product.js';
import { aPicture, A_PAGE } from '../../support/pictures.js';
import { rejection } from '../../support/rejection.js';
import { S3Server } from '../../support/s3-server.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const PICTURE_JOBS = ['make-image-sizes', 'discard-image'];

describe('A shop whose pictures are in a bucket', function () {
  this.timeout(30_000);
  const s3 = S3Server.forThisSuite();
  const storeAt = (url: string) => new WebpImageStore(mediaFilesOf({ mediaUrl: url, dataDir: '' }));
  const shop = startShop({}, (container) => {
    container.rebind(TOKENS.imageStore).toConstantValue(storeAt(s3.url('shop')));
  });
  let admin: Client;
  const keptNames = async () => {
    const names: string[] = [];
    for await (const urls of shop.container.get(TOKENS.imageStore).keptBefore(new Date(Date.now() + 60_000))) names.push(...urls);
    return names;
  };
  const aSavedProduct = async () => {
    const product = aProduct();
    await shop.container.get(TOKENS.unitOfWork).run(({ products }) => products.save(product));
    return { product, images: `/api/products/${product.id}/images` };
  };
  const upload = async (path: string, ...files: readonly Buffer[]) =>
    admin.form(
      'post',
      path,
      files.map((file) => ['image', { file, name: 'mug.png', type: 'image/png' }] as const),
    );
  /** What the worker does after the commit. */
  const runJobs = async (type: string) => {
    const handlers = shop.container.getAll(TOKENS.eventHandler).filter(({ on, name }) => on === type && PICTURE_JOBS.includes(name));
    for (const event of await shop.knex('outbox').where({ type }))
      for (const handler of handlers)
        await handler.handle({ type, aggregateId: event.aggregate_id, occurredAt: event.occurred_at, payload: event.payload }, event.id);
  };

  before(async () => (admin = await anAdmin(shop)));

  it('shows them from there, in all sizes, as if they were files', async () => {
    const { images } = await aSavedProduct();
    const made = await upload(images, await aPicture('jpeg', 500, 250));
    expect(made.status).to.equal(201);
    const [{ url }] = made.body as [{ url: string }];
    const [small] = imageSizes(url);
    const early = await shop.anyone.get(`/${small!.url}`);
    expect(early.headers['cache-control'], 'the picture itself, for a minute').to.equal('public, max-age=60');
    expect(await sharp(early.body as Buffer).metadata()).to.include({ width: 500 });

    await runJobs('product.image_attached');
    const shown = await shop.anyone.get(`/${small!.url}`);
    expect(shown.headers).to.include({ 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable' });
    expect(await sharp(shown.body as Buffer).metadata()).to.include({ format: 'webp', width: 160, height: 80 });
    expect(shown.headers['content-length']).to.equal(String((shown.body as Buffer).byteLength));
    expect((await shop.anyone.get(`/${small!.url}`, { 'If-None-Match': String(early.headers['etag']) })).status).to.equal(200);
    expect((await shop.anyone.get(`/${small!.url}`, { 'If-None-Match': String(shown.headers['etag']) })).status).to.equal(304);
    expect((await shop.anyone.send('head', `/${url}`)).headers['content-type']).to.equal('image/webp');
    expect((await shop.anyone.get('/media/placeholder.webp')).status).to.equal(200);
  });

  it('forgets them after the commit (CAT-17)', async () => {
    const { images } = await aSavedProduct();
    const [{ id, url }] = (await upload(images, await aPicture('png', 200, 200))).body as [{ id: string; url: string }];
    await runJobs('product.image_attached');
    expect((await admin.delete(`${images}/${id}`)).status).to.equal(204);
    expect((await shop.anyone.get(`/${url}`)).status).to.equal(200);
    await runJobs('product.image_detached');
    for (const size of imageSizes(url)) expect((await shop.anyone.get(`/${size.url}`)).status).to.equal(404);
  });

  it('keeps none when one of several is refused (CAT-16)', async () => {
    const { images } = await aSavedProduct();
    const before = await keptNames();
    expect((await upload(images, await aPicture(), await aPicture(), A_PAGE)).status).to.equal(415);
    expect(await keptNames()).to.deep.equal(before);
  });

  it('sells on while the bucket is out of reach, says so at the pictures alone, and has them again afterwards', async () => {
    const { product, images } = await aSavedProduct();
    const [{ url }] = (await upload(images, await aPicture())).body as [{ url: string }];
    await s3.stop();
    try {
      await checkMediaPlace(shop.container);
      const refused = await upload(images, await aPicture());
      expect([refused.status, refused.body.code, refused.headers['retry-after']]).to.deep.equal([503, 'media.unavailable', '5']);
      const unseen = await shop.anyone.get(`/${url}`);
      expect([unseen.status, unseen.body.code, unseen.headers['cache-control']]).to.deep.equal([503, 'media.unavailable', 'no-store']);
      const read = await shop.anyone.get(`/api/products/${product.id}`);
      expect([read.status, read.body.image_url, read.body.version]).to.deep.equal([200, url, 2]);
    } finally {
      await s3.start();
    }
    expect((await shop.anyone.get(`/${url}`)).status).to.equal(200);
    expect((await upload(images, await aPicture())).status).to.equal(201);
  });

  it('does not open with a bucket that is not there', async () => {
    const container = { get: () => storeAt(s3.url('', 'nobodys')) } as unknown as Parameters<typeof checkMediaPlace>[0];
    expect(await rejection(checkMediaPlace(container))).to.be.instanceOf(MediaPlaceRefused);
  });
});
