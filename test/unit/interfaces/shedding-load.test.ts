import { expect } from 'chai';
import { isShed, LoadShedder } from '../../../src/interfaces/http/shared/shed-load.js';
import { rateRulesOf, routeClassOf, type RouteClass } from '../../../src/interfaces/http/shared/route-class.js';
import type { RouteDoc } from '../../../src/interfaces/http/shared/route.js';

const LIMITS = { inFlight: 100, lagMs: 400 };
const EASY = { inFlight: 0, lagMs: 0, databaseWaitMs: 0 };
const CLASSES: readonly RouteClass[] = ['health', 'media', 'public', 'personal', 'uploads', 'webhooks', 'money'];
const shedAt = (strain: Partial<typeof EASY>): readonly RouteClass[] =>
  CLASSES.filter((routeClass) => isShed(routeClass, { ...EASY, ...strain }, LIMITS));

describe('Too much to do', () => {
  it('refuses nobody before it is too much', () => {
    expect(shedAt({ inFlight: 99, lagMs: 399, databaseWaitMs: 399 })).to.deep.equal([]);
  });

  it('refuses those first who only look, whatever is short', () => {
    const FIRST = ['media', 'public', 'uploads'];
    for (const strain of [{ inFlight: 100 }, { lagMs: 400 }, { databaseWaitMs: 400 }]) expect(shedAt(strain)).to.deep.equal(FIRST);
  });

  it('then those who fill a cart, and never a purchase for being slow', () => {
    const SECOND = ['media', 'public', 'personal', 'uploads'];
    for (const strain of [{ inFlight: 200 }, { lagMs: 1_200 }, { databaseWaitMs: 60_000 }]) expect(shedAt(strain)).to.deep.equal(SECOND);
  });

  it('refuses even purchases before the memory is full, and still says that it lives', () => {
    expect(shedAt({ inFlight: 800 })).to.deep.equal(CLASSES.filter((routeClass) => routeClass !== 'health'));
  });

  it('counts what is being answered, also what fails', async () => {
    const shedder = new LoadShedder({ lagMs: () => 0, databaseWaitMs: () => 0 }, { inFlight: 1, lagMs: 400 });
    let finish: () => void = () => undefined;
    const answering = shedder.whileAnswering(() => new Promise<void>((resolve) => (finish = resolve)));
    expect([shedder.refuses('public'), shedder.refuses('money')]).to.deep.equal([true, false]);
    finish();
    await answering;
    await shedder.whileAnswering(() => Promise.reject(new Error('broken'))).catch(() => undefined);
    expect(shedder.refuses('public')).to.equal(false);
  });
});

describe('What a route is for', () => {
  const CASES: readonly (readonly [method: RouteDoc['method'], path: string, access: RouteDoc['access'], routeClass: RouteClass])[] = [
    ['get', '/', 'anyone', 'health'],
    ['get', '/health/ready', 'anyone', 'health'],
    ['get', '/metrics', 'anyone', 'health'],
    ['get', '/media/{file}', 'anyone', 'media'],
    ['get', '/api/products', 'anyone', 'public'],
    ['get', '/api/orders', 'customer', 'personal'],
    ['patch', '/api/carts/items/{item_id}', 'customer', 'personal'],
    ['post', '/api/account/refresh', 'anyone', 'personal'],
    ['post', '/api/orders/checkout', 'customer', 'money'],
    ['post', '/api/orders/{order_id}/payments', 'customer', 'money'],
    ['get', '/api/payments/{payment_id}/return', 'anyone', 'money'],
    ['post', '/api/admin/refunds/{refund_id}/retry', 'admin', 'money'],
    ['get', '/api/admin/payments', 'admin', 'personal'],
  ];
  for (const [method, path, access, routeClass] of CASES) {
    it(`${method} ${path} is ${routeClass}`, () => {
      expect(routeClassOf({ method, path, access })).to.equal(routeClass);
    });
  }

  it('says under which rules it is counted (SEC-02)', () => {
    const of = (method: RouteDoc['method'], path: string, more: Partial<RouteDoc> = {}) =>
      rateRulesOf({ method, path, access: 'anyone', ...more });
    expect(of('get', '/health/live')).to.deep.equal({});
    expect(of('get', '/api/products')).to.deep.equal({ byAddress: 'public' });
    expect(of('post', '/api/account/login', { limit: 'login' })).to.deep.equal({ byAddress: 'login' });
    expect(of('post', '/api/payments/webhooks/{gateway}', { raw: { maxBytes: 1 } })).to.deep.equal({ byAddress: 'webhooks' });
    expect(of('post', '/api/orders/checkout')).to.deep.equal({ byAddress: 'money', byAccount: 'money-account' });
  });
});
