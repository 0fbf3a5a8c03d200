import { expect } from 'chai';
import { startShop } from '../../support/shop.js';

describe('Operating the shop', () => {
  const shop = startShop();

  it('says what it is', async () => {
    const { status, body } = await shop.anyone.get('/');

    expect(status).to.equal(200);
    expect(body).to.include({ name: 'Portico', docs: '/docs' });
  });

  it('is live and ready', async () => {
    expect((await shop.anyone.get('/health/live')).body).to.deep.equal({ status: 'ok' });
    expect((await shop.anyone.get('/health/ready')).body).to.deep.equal({
      status: 'ok',
      checks: { database: 'ok', migrations: 'ok', shop: 'ok', accepting: 'ok' },
    });
  });

  it('serves its own document', async () => {
    const { body } = await shop.anyone.get('/openapi.json');

    expect(body).to.include({ openapi: '3.1.0' });
    expect(Object.keys((body as { paths: object }).paths)).to.include.members(['/health/ready', '/docs']);
  });

  it('shows a page whose parts all come from here (API-02)', async () => {
    const page = await shop.anyone.get('/docs');
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');

    expect(page.headers['content-security-policy']).to.contain("default-src 'none'");
    expect(parts.length).to.be.greaterThan(2);
    for (const part of parts) {
      expect(part, 'from this host').to.match(/^\/docs\//);
      expect((await shop.anyone.get(part)).status, part).to.equal(200);
    }
  });

  it('explains the codes where a problem says they are explained', async () => {
    const { body } = await shop.anyone.get('/api/unknown');
    const [page = '', anchor = ''] = (body as { type: string }).type.split('#');

    expect(anchor).to.equal('request.unknown_route');
    expect((await shop.anyone.get(page)).text).to.contain(`id="${anchor}"`);
  });
});
