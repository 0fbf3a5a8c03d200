import { expect } from 'chai';
import { DiscardImageOnImageDetached } from '../../../../src/application/catalogue/discard-image-on-image-detached.js';
import { ForgetOrphanedImages } from '../../../../src/application/catalogue/forget-orphaned-images.js';
import type { ImageSweeps } from '../../../../src/application/catalogue/ports/image-sweeps.js';
import type { ImageUse } from '../../../../src/application/catalogue/ports/image-use.js';
import { InMemoryImageStore } from '../../../support/fakes/in-memory-image-store.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const hoursAgo = (hours: number) => new Date(NOON.getTime() - hours * 3_600_000);
const PICTURE = { bytes: Buffer.from('picture') };

/** A shop that shows what it is told to, and a turn that is taken once. */
const aShop = async (kept: Readonly<Record<string, number>>, onProducts: readonly string[] = [], onOrders: readonly string[] = []) => {
  const images = new InMemoryImageStore();
  const urls = new Map<string, string>();
  for (const [name, hours] of Object.entries(kept)) {
    images.now = hoursAgo(hours);
    urls.set(name, await images.keep(PICTURE));
  }
  const shown = (names: readonly string[], asked: readonly string[]) =>
    Promise.resolve(new Set(asked.filter((url) => names.some((name) => urls.get(name) === url))));
  const use: ImageUse = { onProducts: (asked) => shown(onProducts, asked), onOrders: (asked) => shown(onOrders, asked) };
  let isTaken = false;
  const sweeps: ImageSweeps = { begin: () => Promise.resolve(!isTaken && (isTaken = true)) };
  const said: string[] = [];
  const logger = { info: () => undefined, error: () => undefined, warn: (message: string) => void said.push(message) };
  return {
    images,
    use,
    said,
    sweep: new ForgetOrphanedImages(images, use, sweeps, { now: () => NOON }, logger),
    names: () => [...urls].filter(([, url]) => images.kept.has(url)).map(([name]) => name),
    url: (name: string) => urls.get(name) ?? '',
  };
};

describe('Forgetting pictures that nobody shows', () => {
  it('takes what neither a product nor an order shows, and what is a day old; a younger one may be about to be shown (CAT-17)', async () => {
    const shop = await aShop({ product: 48, order: 48, orphan: 25, uploading: 0.1, young: 23 }, ['product'], ['order']);
    expect(await shop.sweep.execute()).to.equal(1);
    expect(shop.names()).to.deep.equal(['product', 'order', 'uploading', 'young']);
  });

  it('is done once a day, whoever asks', async () => {
    const shop = await aShop({ product: 48, orphan: 48 }, ['product']);
    expect(await Promise.all([shop.sweep.execute(), shop.sweep.execute()])).to.deep.equal([1, 0]);
  });

  it('stops where most pictures are strangers, and says so', async () => {
    const strangers = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`theirs-${index}`, 48]));
    const shop = await aShop({ ours: 48, ...strangers }, ['ours']);
    const forgotten = await shop.sweep.execute();
    expect(forgotten).to.be.at.most(10);
    expect(shop.names().length).to.equal(41 - forgotten);
    expect(shop.said).to.have.lengthOf(1);
  });

  it('leaves a detached picture where another product or an order shows it (CAT-17)', async () => {
    const shop = await aShop({ other: 1, order: 1, free: 1 }, ['other'], ['order']);
    const handler = new DiscardImageOnImageDetached(shop.images, shop.use);
    const told = ['other', 'order', 'free', 'free'].map((name, place) => ({
      event: { type: 'product.image_detached' as const, aggregateId: 'p', occurredAt: NOON, payload: { url: shop.url(name) } },
      eventId: String(place),
    }));
    await handler.handleAll(told);
    await handler.handle(told[2]!.event, '2');
    expect(shop.names()).to.deep.equal(['other', 'order']);
  });
});
