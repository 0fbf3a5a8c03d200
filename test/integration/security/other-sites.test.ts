import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import type { RouteDoc } from '../../../src/interfaces/http/shared/route.js';
import { accountOf, believeHeaders } from '../../support/believed-callers.js';
import { startShop, type Shop } from '../../support/shop.js';

const OURS = 'https://front.example';
const UNKNOWN_ID = '019b76da-a800-7000-8000-00000000dead';
const nameOf = ({ method, path }: RouteDoc): string => `${method.toUpperCase()} ${path}`;

/** What a page of somebody else's can do with our visitor's browser, on every route. */
describe('Other sites', function () {
  this.timeout(60_000);

  const shop = startShop({ CORS_ORIGINS: OURS, PUBLIC_URL: 'https://api.example' }, believeHeaders);
  let docs: readonly RouteDoc[];

  before(async () => {
    await accountOf(shop, 'admin');
    docs = shop.container.getAll(TOKENS.httpController).flatMap(({ routes }) => routes.map(({ doc }) => doc));
  });

  const ask = (doc: RouteDoc, headers: Readonly<Record<string, string>>) =>
    shop.anyone.send(doc.method, doc.path.replace(/\{[^}]*\}/g, UNKNOWN_ID), undefined, { 'x-part': 'admin', ...headers });
  /** What comes raw is believed by its signature, and not by anybody's cookie. */
  const unsafe = (): readonly RouteDoc[] => docs.filter(({ method, raw }) => method !== 'get' && !raw);

  for (const headers of [
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'https://blog.api.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null' },
    { Origin: 'https://front.example.evil.example' },
    { Origin: 'http://front.example' },
  ]) {
    it(`can change nothing: every unsafe route refuses ${JSON.stringify(headers)} (SEC-04)`, async () => {
      const wrong: string[] = [];
      for (const doc of unsafe()) {
        const { status, body } = await ask(doc, headers);
        const { code } = body as { code?: string };
        if (status !== 403 || code !== 'request.cross_site') wrong.push(`${nameOf(doc)}: ${status} ${code}`);
      }
      expect(wrong).to.deep.equal([]);
      expect(unsafe().map(nameOf)).to.include.members(['POST /api/account/login', 'POST /api/account/register']);
    });
  }

  it('that are ours, and what is no browser, are let in (SEC-04)', async () => {
    for (const headers of [
      { Origin: OURS, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://api.example' },
      { 'Sec-Fetch-Site': 'same-origin' },
      {},
    ]) {
      for (const doc of unsafe())
        expect(((await ask(doc, headers)).body as { code?: string } | null)?.code).to.not.equal('request.cross_site');
    }
  });

  it('read nothing: only ours are named, and never all (SEC-03)', async () => {
    for (const doc of docs) {
      const evil = await ask(doc, { Origin: 'https://evil.example' });
      const ours = await ask(doc, { Origin: OURS });
      expect(evil.headers, nameOf(doc)).to.not.have.property('access-control-allow-origin');
      expect(ours.headers['access-control-allow-origin'], nameOf(doc)).to.equal(OURS);
      expect(ours.headers['access-control-allow-credentials'], nameOf(doc)).to.equal('true');
      expect(ours.headers['vary'], nameOf(doc)).to.match(/Origin/i);
    }
  });

  it('frame nothing, guess no type, and find nothing personal in a cache', async () => {
    for (const doc of docs) {
      const { headers } = await ask(doc, {});
      expect(headers['x-content-type-options'], nameOf(doc)).to.equal('nosniff');
      expect(headers['content-security-policy'], nameOf(doc)).to.contain("default-src 'none'").and.contain("frame-ancestors 'none'");
      expect(headers, nameOf(doc)).to.not.have.property('x-powered-by');
      if (doc.access !== 'anyone') expect(headers['cache-control'], nameOf(doc)).to.contain('no-store');
    }
  });
});

describe('Somebody who makes up addresses', function () {
  this.timeout(60_000);

  /** More than one address may ask for in a minute. */
  const TRIES = 70;
  const forgotten = async (shop: Shop, headersOf: (number: number) => Readonly<Record<string, string>>): Promise<readonly number[]> => {
    const answers = Array.from({ length: TRIES }, (_, number) =>
      shop.anyone.post('/api/account/forgot-password', { email: `nobody-${number}@example.com` }, headersOf(number + 1)),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  const madeUp = (number: number) => {
    const address = `203.0.113.${number}`;
    return { 'X-Forwarded-For': address, 'X-Real-IP': address, Forwarded: `for=${address}` };
  };

  describe('with no proxy in front', () => {
    const shop = startShop({ RATE_LIMIT: 'on' });

    it('is limited by the address of the socket (SEC-06)', async () => {
      expect(await forgotten(shop, madeUp))
        .to.include(202)
        .and.include(429);
    });
  });

  describe('with a proxy in front that tells who asks', () => {
    const shop = startShop({ RATE_LIMIT: 'on', TRUST_PROXY: '1' });

    it('is somebody else each time, as the proxy says (SEC-06)', async () => {
      expect(await forgotten(shop, madeUp)).to.not.include(429);
    });

    it('but what a client wrote before the proxy did is not believed (SEC-06)', async () => {
      const statuses = await forgotten(shop, (number) => ({ 'X-Forwarded-For': `198.51.100.${number}, 203.0.113.200` }));
      expect(statuses).to.include(429);
    });
  });
});
