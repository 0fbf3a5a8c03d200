import { expect } from 'chai';
import sharp from 'sharp';
import type { ImageEmbedder } from '../../../src/application/catalogue/ports/image-embedder.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { SharpImageEmbedder } from '../../../src/infrastructure/pictures/sharp-image-embedder.js';
import { CHANGES, demoPicture, demoPictures } from '../../support/changed-pictures.js';
import { A_DRAWING_WITH_SCRIPT, A_PAGE, aDecompressionBomb, aPicture } from '../../support/pictures.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const BY_IMAGE = '/api/products/search/by-image';
const WARES = demoPictures().filter((_, place) => place % 10 === 0);

interface Match {
  readonly id: string;
  readonly title: string;
  readonly score: number;
}

/** What a test makes of the one that looks at pictures. */
class TroubledEmbedder implements ImageEmbedder {
  readonly #sound = new SharpImageEmbedder();
  readonly dimensions = this.#sound.dimensions;
  version = this.#sound.version;
  isDown = false;

  async embed(picture: Parameters<ImageEmbedder['embed']>[0]) {
    if (this.isDown) throw new Error('connect ECONNREFUSED 10.0.0.7:9000');
    return this.#sound.embed(picture);
  }
}

describe('Searching products by picture', () => {
  const embedder = new TroubledEmbedder();
  const shop = startShop({}, (container) => void container.rebind(TOKENS.imageEmbedder).toConstantValue(embedder));
  let admin: Client;

  const send = (file: Buffer, query = '') =>
    shop.anyone.form('post', `${BY_IMAGE}${query}`, [['image', { file, name: 'x.jpg', type: 'image/jpeg' }]]);
  const find = async (file: Buffer, query = ''): Promise<readonly Match[]> => {
    const answer = await send(file, query);
    expect(answer.status, answer.text).to.equal(200);
    return (answer.body as { items: readonly Match[] }).items;
  };
  const titles = (matches: readonly Match[]) => matches.map(({ title }) => title);
  const sell = async (title: string, file: Buffer, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const fields = Object.entries({ title, price: '9.90', ...more });
    const made = await admin.form('post', '/api/products', [...fields, ['image', { file, name: 'x.png', type: 'image/png' }]]);
    expect(made.status, made.text).to.equal(201);
    return (made.body as { id: string }).id;
  };
  const vectorCount = async () => Number((await shop.knex('picture_vectors').count<{ count: string }[]>('*'))[0]?.count);

  before(async function () {
    this.timeout(60_000);
    admin = await anAdmin(shop);
    for (const name of WARES) await sell(name, await demoPicture(name));
    await runJobs(shop);
  });

  it('answers with a list of products, the most similar first', async () => {
    const [wanted = ''] = WARES;
    const { status, headers, body } = await send(await demoPicture(wanted), '?limit=3');
    expect(status).to.equal(200);
    expect(headers['cache-control']).to.equal('private, no-store');
    expect(body).to.deep.include({ total: WARES.length, page: 1, limit: 3, pages: 3 });
    const scores = (body as { items: readonly Match[] }).items.map(({ score }) => score);
    expect(scores)
      .to.have.length(3)
      .and.deep.equal([...scores].sort((one, other) => other - one));
    expect((body as { items: readonly Match[] }).items[0])
      .to.include({ title: wanted, status: 'published' })
      .and.have.property('image_url');
    expect(scores[0]).to.be.greaterThan(0.99);

    const pages = await Promise.all(
      [1, 2, 3, 4].map(async (page) => titles(await find(await demoPicture(wanted), `?limit=3&page=${page}`))),
    );
    expect(pages.map((page) => page.length)).to.deep.equal([3, 3, 3, 0]);
    expect(new Set(pages.flat()).size).to.equal(WARES.length);
  });

  it('finds the product of a picture that was made smaller, cut, mirrored and recoloured', async () => {
    const change = CHANGES['a bit of everything'];
    for (const name of WARES.slice(0, 4))
      expect(titles(await find((await change?.(await demoPicture(name))) ?? Buffer.alloc(0))).slice(0, 3)).to.include(name);
  });

  it('never shows a draft or what is archived (IMG-01)', async () => {
    const picture = await demoPicture('hurricane-lantern');
    const before = titles(await find(picture));
    await sell('Hidden Lantern', picture, { status: 'draft' });
    const leaving = await sell('Leaving Lantern', picture);
    await runJobs(shop);
    expect(titles(await find(picture))).to.deep.equal(['Leaving Lantern', ...before]);

    expect((await admin.delete(`/api/products/${leaving}`)).status).to.equal(204);
    expect(titles(await find(picture))).to.deep.equal(before);
    expect((await admin.patch(`/api/products/${leaving}`, { status: 'published' })).status).to.equal(200);
    expect(titles(await find(picture))[0]).to.equal('Leaving Lantern');
    await admin.delete(`/api/products/${leaving}`);
  });

  it('answers 503 there and nowhere else while nobody can look at pictures (IMG-01)', async () => {
    embedder.isDown = true;
    try {
      const { status, headers, body } = await send(await aPicture());
      expect([status, (body as { code: string }).code]).to.deep.equal([503, 'image_search.unavailable']);
      expect(headers['retry-after']).to.equal('5');
      expect(JSON.stringify(body)).to.not.contain('ECONNREFUSED');
      const [wanted = ''] = WARES;
      const words = await shop.anyone.get(`/api/products/search?q=${wanted}`);
      expect(titles((words.body as { items: readonly Match[] }).items)).to.include(wanted);
    } finally {
      embedder.isDown = false;
    }
    expect((await send(await aPicture())).status).to.equal(200);
  });

  it('refuses what is no picture, by the rules of pictures of products (CAT-16)', async () => {
    const heavy = Buffer.concat([await aPicture('jpeg'), Buffer.alloc(11 * 1024 * 1024)]);
    const answers = [A_PAGE, A_DRAWING_WITH_SCRIPT, aDecompressionBomb(), heavy, Buffer.alloc(0)];
    const statuses: number[] = [];
    for (const file of answers) statuses.push((await send(file)).status);
    expect(statuses).to.deep.equal([415, 415, 413, 413, 415]);

    const none = await shop.anyone.form('post', BY_IMAGE, [['text', 'a mug']]);
    const asJson = await shop.anyone.post(BY_IMAGE, { image_url: 'http://169.254.169.254/' });
    for (const { status, body } of [none, asJson]) {
      expect(status).to.equal(422);
      expect((body as { errors: readonly object[] }).errors[0]).to.include({ path: 'image', code: 'required' });
    }
    const wide = await send(await aPicture(), '?limit=51');
    expect([wide.status, (wide.body as { errors: readonly { path: string }[] }).errors[0]?.path]).to.deep.equal([422, 'limit']);
  });

  it('forgets a picture that was taken down, and keeps none of those that were sent', async () => {
    const picture = await demoPicture('trail-boots');
    const before = await vectorCount();
    const productId = await sell('Boots', picture);
    await runJobs(shop);
    expect([titles(await find(picture))[0], await vectorCount()]).to.deep.equal(['Boots', before + 1]);

    const { body } = await shop.anyone.get(`/api/products/${productId}`);
    const [image] = (body as { images: readonly { id: string }[] }).images;
    expect((await admin.delete(`/api/products/${productId}/images/${image?.id ?? ''}`)).status).to.equal(204);
    expect(titles(await find(picture))).to.not.include('Boots');
    await runJobs(shop);
    expect(await vectorCount()).to.equal(before);
  });

  it('looks at all pictures again when it looks with other eyes, also twice at once', async () => {
    const [wanted = ''] = WARES;
    const picture = await demoPicture(wanted);
    embedder.version = 'other-eyes-2';
    expect(await find(picture)).to.deep.equal([]);

    const duty = () => shop.container.get(TOKENS.indexUnknownPictures).execute();
    const runs = await Promise.all([duty(), duty()]);
    expect(Math.max(...runs.map(({ indexed }) => indexed))).to.equal(await vectorCount());
    expect(titles(await find(picture))[0]).to.equal(wanted);
    expect(await duty()).to.deep.equal({ indexed: 0 });
    expect(await shop.knex('picture_vectors').distinct().pluck('version')).to.deep.equal(['other-eyes-2']);
  });

  it('notes of a file that is gone or no picture that there is nothing to find, once', async () => {
    const one = await sell(
      'Torn',
      await sharp(await demoPicture('chess-set'))
        .negate()
        .png()
        .toBuffer(),
    );
    const url = `media/${'0'.repeat(32)}_10x10.webp`;
    await shop.knex('product_images').where({ product_id: one }).update({ url });
    const duty = () => shop.container.get(TOKENS.indexUnknownPictures).execute();
    expect(await duty()).to.deep.equal({ indexed: 1 });
    expect(await duty()).to.deep.equal({ indexed: 0 });
    expect(await shop.knex('picture_vectors').where({ url }).first('vector')).to.deep.equal({ vector: null });
  });
});
