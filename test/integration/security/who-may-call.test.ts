import { expect } from 'chai';
import { id } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import type { Access, RouteDoc } from '../../../src/interfaces/http/shared/route.js';
import { accountOf, believeHeaders, type Part } from '../../support/believed-callers.js';
import { startShop } from '../../support/shop.js';

/** The routes that the shop cannot be without, and who may call them. Written here by hand, so that a slip beside a route is seen. */
const HEART: Readonly<Record<Access, readonly string[]>> = {
  anyone: [
    'GET /',
    'GET /health/live',
    'GET /health/ready',
    'GET /metrics',
    'GET /openapi.json',
    'GET /docs',
    'GET /media/{}',
    'POST /api/account/register',
    'POST /api/account/login',
    'POST /api/account/refresh',
    'POST /api/account/logout',
    'GET /api/account/verify',
    'POST /api/account/forgot-password',
    'POST /api/account/reset-password',
    'GET /api/products',
    'GET /api/products/search',
    'GET /api/products/{}',
    'GET /api/products/category',
    'GET /api/products/category/{}',
  ],
  customer: [
    'POST /api/account/logout-all',
    'GET /api/account/me',
    'PATCH /api/account/me',
    'POST /api/account/verify-request',
    'POST /api/account/change-password',
    'GET /api/carts',
    'POST /api/carts/add',
    'PATCH /api/carts/increase/{}',
    'PATCH /api/carts/decrease/{}',
    'DELETE /api/carts/delete/{}',
    'PATCH /api/carts/items/{}',
    'POST /api/orders/checkout',
    'GET /api/orders',
    'GET /api/orders/{}',
    'PATCH /api/orders/cancel/{}',
    'POST /api/orders/{}/payments',
    'GET /api/orders/{}/history',
    'GET /api/payments',
    'GET /api/payments/{}',
    'GET /api/shippings/addresses',
    'POST /api/shippings/addresses',
    'GET /api/shippings/addresses/{}',
    'PUT /api/shippings/addresses/{}',
    'PATCH /api/shippings/addresses/{}',
    'DELETE /api/shippings/addresses/{}',
    'GET /api/shippings/status/{}',
  ],
  admin: [
    'POST /api/products',
    'PATCH /api/products/{}',
    'DELETE /api/products/{}',
    'POST /api/products/category',
    'PATCH /api/products/category/{}',
    'DELETE /api/products/category/{}',
    'POST /api/products/{}/images',
    'PATCH /api/products/{}/images/{}',
    'DELETE /api/products/{}/images/{}',
    'PUT /api/shippings/status/{}',
    'PATCH /api/shippings/status/{}',
    'GET /api/admin/orders',
    'GET /api/orders/admin/all',
    'GET /api/admin/orders/{}',
    'PATCH /api/admin/orders/{}',
    'POST /api/admin/orders/{}/payments',
    'GET /api/admin/products',
    'GET /api/admin/users',
    'GET /api/admin/users/{}',
    'PATCH /api/admin/users/{}',
  ],
};

const MAY: Readonly<Record<Access, readonly Part[]>> = {
  anyone: ['nobody', 'customer', 'vendor', 'admin'],
  customer: ['customer', 'vendor', 'admin'],
  admin: ['admin'],
};

const nameOf = ({ method, path }: Pick<RouteDoc, 'method' | 'path'>): string =>
  `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')}`;

describe('Who may call what', function () {
  this.timeout(60_000);

  const shop = startShop({}, believeHeaders);
  let docs: readonly RouteDoc[];

  before(async () => {
    docs = shop.container.getAll(TOKENS.httpController).flatMap(({ routes }) => routes.map(({ doc }) => doc));
    await Promise.all((['customer', 'vendor', 'admin'] as const).map((part) => accountOf(shop, part)));
  });

  /** With ids that lead nowhere and nothing said: all that is asked is whether the door opens. */
  const knock = (part: Part, { method, path }: RouteDoc) =>
    shop.anyone.send(method, path.replace(/\{[^}]*\}/g, '019b76da-a800-7000-8000-00000000dead'), undefined, { 'x-part': part });

  for (const part of ['nobody', 'customer', 'vendor', 'admin'] as const) {
    it(`${part}: every door opens or stays closed as is declared beside it (SEC-01)`, async () => {
      const wrong: string[] = [];
      for (const doc of docs) {
        const { status, body } = await knock(part, doc);
        const { code } = (body ?? {}) as { code?: string };
        const closed = part === 'nobody' ? [401, 'account.not_authenticated'] : [403, 'account.forbidden'];
        const isClosed = status === closed[0] && code === closed[1];
        // Some doors for anyone ask for proof of another kind, and say so.
        const mayRefuse = doc.access === 'anyone' && doc.problems?.includes('account.not_authenticated') === true;
        const isRight = MAY[doc.access].includes(part) ? ![401, 403].includes(status) || mayRefuse : isClosed;
        if (!isRight) wrong.push(`${nameOf(doc)} is for ${doc.access} and answered ${status} ${code ?? ''}`);
      }
      expect(wrong).to.deep.equal([]);
      expect(docs.length).to.be.greaterThan(20);
    });
  }

  it('every route of the heart is there, for those it is for (SEC-01)', () => {
    const declared = new Map(docs.map((doc) => [nameOf(doc), doc.access]));
    const wrong = Object.entries(HEART).flatMap(([access, names]) =>
      names.filter((name) => declared.get(name) !== access).map((name) => `${name} is ${declared.get(name) ?? 'not there'}, not ${access}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('a route cannot be mounted without saying who may call it (SEC-01)', () => {
    const undeclared = docs.filter(({ access }) => MAY[access] === undefined);
    expect(undeclared.map(nameOf)).to.deep.equal([]);
    expect(new Set(docs.map(nameOf)).size, 'no route twice').to.equal(docs.length);
  });

  it('an identity that is not believed is none (SEC-01)', async () => {
    const { status } = await shop.anyone.get('/api/orders', { 'x-part': 'somebody', Authorization: `Bearer ${id('x')}` });
    expect(status).to.equal(401);
  });
});
