import { expect } from 'chai';
import { startShop, type Client } from '../../support/shop.js';
import { aCustomer, anAdmin } from '../../support/sign-in.js';

const SYNONYMS = '/api/admin/search/synonyms';

describe('Words that mean the same', () => {
  const shop = startShop();
  let admin: Client;
  const find = async (q: string): Promise<readonly string[]> => {
    const { body } = await shop.anyone.get(`/api/products/search?${new URLSearchParams({ q }).toString()}`);
    return body.items.map(({ title }: { title: string }) => title);
  };
  /** Often enough to be kept. */
  const warm = async (q: string) => {
    for (let time = 0; time < 3; time += 1) await find(q);
  };

  before(async () => {
    admin = await anAdmin(shop);
    for (const title of ['Velvet Couch', 'Linen Dishcloth', 'Oak Table'])
      expect((await admin.post('/api/products', { title, price: 5 })).status).to.equal(201);
  });

  it('lead to each other at once, in any form, until they are taken away', async () => {
    await warm('sofa');
    const made = await admin.post(SYNONYMS, { words: ['  Sofa ', 'COUCH', 'settee', 'sofa'] });
    expect(made.status).to.equal(201);
    expect(made.body).to.deep.include({ words: ['sofa', 'couch', 'settee'], version: 1 });
    expect(made.headers['location']).to.equal(`${SYNONYMS}/${made.body.id}`);
    for (const q of ['sofa', 'Sofas', 'velvet settee', '"couch"']) expect(await find(q), q).to.deep.equal(['Velvet Couch']);
    expect(await find('oak sofa')).to.deep.equal([]);

    const one = `${SYNONYMS}/${made.body.id}`;
    const changed = await admin.patch(one, { words: ['settee', 'couch'], version: 1 });
    expect([changed.status, changed.body.version, changed.headers['etag']]).to.deep.equal([200, 2, '"2"']);
    expect(await find('sofa')).to.deep.equal([]);
    await warm('settee');
    expect((await admin.delete(one)).status).to.equal(204);
    expect(await find('settee')).to.deep.equal([]);
    expect((await admin.get(one)).body.code).to.equal('synonyms.not_found');
  });

  it('may be several words in a row', async () => {
    await admin.post(SYNONYMS, { words: ['tea towel', 'dishcloth'] });
    expect(await find('tea towel')).to.deep.equal(['Linen Dishcloth']);
    expect(await find('linen tea towels')).to.deep.equal(['Linen Dishcloth']);
    expect(await find('"tea towel"')).to.deep.equal(['Linen Dishcloth']);
    expect(await find('tea')).to.deep.equal([]);
  });

  it('are listed, the newest first, and changed only as they were read (CAT-09)', async () => {
    const { body: group } = await admin.post(SYNONYMS, { words: ['bureau', 'desk'] });
    const listed = await admin.get(`${SYNONYMS}?limit=1`);
    expect(listed.body).to.deep.equal([group]);
    expect(Number(listed.headers['x-total-count'])).to.be.at.least(1);
    expect((await admin.get(`${SYNONYMS}/${group.id}`)).body).to.deep.equal(group);
    const one = `${SYNONYMS}/${group.id}`;
    await admin.patch(one, { words: ['bureau', 'writing desk'] });
    expect((await admin.patch(one, { words: ['a', 'b'], version: 1 })).body.code).to.equal('synonyms.stale_version');
    expect((await admin.patch(one, { words: ['a', 'b'] }, { 'If-Match': '"1"' })).status).to.equal(412);
    expect((await admin.delete(one, { 'If-Match': '"1"' })).status).to.equal(412);
    expect((await admin.delete(one, { 'If-Match': '"2"' })).status).to.equal(204);
    expect((await admin.delete(one)).status).to.equal(404);
  });

  it('are two at least, words, not too long, and the affair of admins', async () => {
    for (const words of [
      undefined,
      [],
      ['one'],
      ['one', ' ONE '],
      ['one', '%'],
      ['one', 'x'.repeat(61)],
      Array.from({ length: 21 }, (_, n) => `w${n}`),
      ['a', 1],
    ])
      expect((await admin.post(SYNONYMS, { words })).status, String(words)).to.equal(422);
    expect((await shop.anyone.post(SYNONYMS, { words: ['a', 'b'] })).status).to.equal(401);
    expect((await (await aCustomer(shop)).get(SYNONYMS)).status).to.equal(403);
    for (const path of [`${SYNONYMS}/x`, `${SYNONYMS}/019b76da-a800-7000-8000-0000000000ff`])
      expect((await admin.patch(path, { words: ['a', 'b'] })).status).to.equal(404);
  });
});
