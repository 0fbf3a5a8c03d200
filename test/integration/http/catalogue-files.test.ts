import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { startShop, type Client } from '../../support/shop.js';
import { signUp } from '../../support/sign-in.js';

const CSV = 'slug,title,sku,price,stock\nblue-jug,Blue jug,JUG,12.50,4\nred-jug,Red jug,JUG-RED,-1,4\n';

describe('Files of products in the back office', () => {
  const shop = startShop();
  const anAdmin = async (): Promise<Client> => (await signUp(shop, { roles: ['admin'] })).client;
  const work = (): Promise<number> => shop.container.get(TOKENS.runWaitingImports).execute();
  const send = (client: Client, text: string | Buffer, fields: readonly (readonly [string, string])[] = []) =>
    client.form('post', '/api/admin/catalogue/imports', [
      ['file', { file: Buffer.from(text), name: 'goods.csv', type: 'text/csv' }],
      ...fields,
    ]);
  const download = async (client: Client, path: string): Promise<string> => String((await client.get(path)).body as Buffer);

  it('are taken at once and brought in by a worker', async () => {
    const admin = await anAdmin();

    const asked = await send(admin, CSV);
    expect(asked.status, asked.text).to.equal(202);
    expect(asked.body).to.deep.include({ status: 'waiting', format: 'csv', total: 2, processed: 0 });
    expect((await shop.anyone.get('/api/products/blue-jug')).status).to.equal(404);

    expect(await work()).to.equal(1);
    const { body } = await admin.get(asked.headers['location'] ?? '');
    expect(body).to.deep.include({ status: 'done', processed: 2, created: 1, rejected: 1 });
    expect((body as { errors: object[] }).errors).to.deep.equal([
      { line: 3, column: 'price', code: 'format', message: 'variants[0].price must be an amount in USD such as 12.50' },
    ]);
    expect((await shop.anyone.get('/api/products/blue-jug')).body).to.deep.include({ title: 'Blue jug', stock_quantity: 4 });
    expect(await download(admin, `${asked.headers['location']}/rejected`)).to.equal(
      'slug,title,sku,price,stock\nred-jug,Red jug,JUG-RED,-1,4\n',
    );
    expect(((await admin.get('/api/admin/catalogue/imports')).body as { id: string }[]).map(({ id }) => id)).to.include(
      (asked.body as { id: string }).id,
    );
    expect(await shop.knex('catalogue_import_parts').where({ kind: 'sent' })).to.deep.equal([]);
  });

  it('change nothing when only asked what would happen', async () => {
    const admin = await anAdmin();
    const asked = await send(admin, '{"title":"Green jug","variants":[{"price":3}]}\n', [['dry_run', 'true']]);
    expect(asked.body).to.deep.include({ format: 'jsonl', dry_run: true });

    await work();

    expect((await admin.get(asked.headers['location'] ?? '')).body).to.deep.include({ status: 'done', created: 1 });
    expect((await shop.anyone.get('/api/products/green-jug')).status).to.equal(404);
  });

  it('are refused as a whole when they cannot be read, and nothing of them is kept', async () => {
    const admin = await anAdmin();
    const count = async () => (await shop.knex('catalogue_imports').count<{ count: number }[]>())[0]?.count;
    const before = await count();
    for (const bytes of [
      Buffer.from('sku,title,price\nA,Caf\xe9,1\n', 'latin1'),
      Buffer.from('what is this?'),
      Buffer.alloc(0),
      Buffer.alloc(300),
    ]) {
      const { status, body } = await send(admin, bytes);
      expect(status).to.equal(422);
      expect(body).to.deep.include({ code: 'import.unreadable_file' });
      expect((body as { errors: { path: string }[] }).errors[0]).to.deep.include({ path: 'file' });
    }
    const missing = await admin.form('post', '/api/admin/catalogue/imports', [['format', 'csv']]);
    expect([missing.status, (missing.body as { errors: { path: string }[] }).errors[0]?.path]).to.deep.equal([422, 'file']);
    expect((await send(admin, CSV, [['format', 'xls']])).status).to.equal(422);
    expect(await count()).to.equal(before);
  });

  it('come out as they went in', async () => {
    const admin = await anAdmin();

    const csv = await download(admin, '/api/admin/catalogue/export');
    expect(csv).to.include('blue-jug,Blue jug').and.to.include('12.50,,USD,4,false');
    const lines = await download(admin, '/api/admin/catalogue/export?format=jsonl&status=published');
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { slug: string }).slug),
    ).to.deep.equal(['blue-jug']);
    expect((await admin.get('/api/admin/catalogue/export?format=xls')).status).to.equal(422);
  });

  it('are for admins', async () => {
    const { client } = await signUp(shop);
    for (const path of ['imports', `imports/${shop.container.get(TOKENS.idGenerator).next()}`, 'export'])
      expect((await client.get(`/api/admin/catalogue/${path}`)).status).to.equal(403);
    expect((await send(client, CSV)).status).to.equal(403);
    const admin = await anAdmin();
    expect((await admin.get('/api/admin/catalogue/imports/nothing')).body).to.deep.include({ code: 'import.not_found' });
  });
});
