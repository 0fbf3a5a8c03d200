import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import supertest from 'supertest';
import { array, boolean, number, object, string } from 'yup';
import { AnsweredBefore } from '../../../src/application/shared/errors.js';
import type { Logger } from '../../../src/application/shared/ports/logger.js';
import { DomainError } from '../../../src/domain/shared/domain-error.js';
import { id } from '../../../src/domain/shared/ids.js';
import { createApp } from '../../../src/interfaces/http/app.js';
import type { Caller, Role } from '../../../src/interfaces/http/shared/caller.js';
import { moneyField } from '../../../src/interfaces/http/shared/money-on-the-wire.js';
import { announcePage, pageFields } from '../../../src/interfaces/http/shared/paging.js';
import { ReadyAnswers } from '../../../src/interfaces/http/shared/ready-answers.js';
import { route, type Route } from '../../../src/interfaces/http/shared/route.js';
import { CALM, ROOM_ENOUGH, UNLIMITED } from '../../support/fakes/calm.js';

class SoldOut extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'inventory.out_of_stock';

  constructor() {
    super('There are only 2 left', { available: 2 });
  }
}

const OK = { 200: { description: 'Fine' } };
const BODY = object({
  name: string().trim().max(20).required(),
  quantity: number().integer().min(1).default(1),
  gift: boolean(),
  tags: array(string().required()),
  price: moneyField('USD'),
});

const [REFUSED, LOST] = [409, 500];
/** What the keyed route was answered, by key. */
const kept = new Map<string, string>();

const ROUTES: readonly Route[] = [
  route({ method: 'get', path: '/api/things/{slug}', access: 'anyone', tag: 'T', summary: 's', responses: OK }, ({ ctx, params }) => {
    ctx.body = { slug: params['slug'] };
  }),
  route(
    { method: 'get', path: '/api/things/search', access: 'anyone', tag: 'T', summary: 's', query: object(pageFields), responses: OK },
    ({ ctx, query }) => {
      announcePage(ctx, query, { items: [], total: 45 });
      ctx.body = { found: true, ...query };
    },
  ),
  route(
    { method: 'get', path: '/api/things/many', access: 'anyone', tag: 'T', summary: 's', query: object(pageFields), responses: OK },
    ({ ctx, query }) => {
      announcePage(ctx, query, { items: [], total: 1_000_000 });
      ctx.body = { found: true };
    },
  ),
  route({ method: 'post', path: '/api/things', access: 'anyone', tag: 'T', summary: 's', body: BODY, responses: OK }, ({ ctx, body }) => {
    ctx.body = body;
  }),
  route({ method: 'post', path: '/api/things/touch', access: 'anyone', tag: 'T', summary: 's', responses: OK }, ({ ctx }) => {
    ctx.body = { touched: true };
  }),
  route({ method: 'get', path: '/api/mine', access: 'customer', tag: 'T', summary: 's', responses: OK }, ({ ctx, caller }) => {
    ctx.body = { me: caller.accountId };
  }),
  route({ method: 'get', path: '/api/office', access: 'admin', tag: 'T', summary: 's', responses: OK }, ({ ctx }) => {
    ctx.body = {};
  }),
  route({ method: 'get', path: '/api/broken/{how}', access: 'anyone', tag: 'T', summary: 's', responses: OK }, ({ params }) => {
    if (params['how'] === 'outage') throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    if (params['how'] === 'rule') throw new SoldOut();
    throw Object.assign(new Error("insert into vault values ('hunter2') - duplicate key"), { code: '23505', constraint: 'vault_key' });
  }),
  route(
    {
      method: 'post',
      path: '/api/keyed',
      access: 'anyone',
      tag: 'T',
      summary: 's',
      body: object({ a: number() }),
      idempotent: true,
      responses: OK,
    },
    async ({ ctx, claim, body: { a } }) => {
      const reply = kept.get(claim?.key ?? '');
      if (reply !== undefined) throw new AnsweredBefore(reply);
      if (a === REFUSED) throw new SoldOut();
      await Promise.resolve();
      claim?.told?.(a === LOST ? 'replayed' : 'done');
      ctx.status = 201;
      ctx.set({ Location: '/api/keyed/1', ETag: '"1"', 'Set-Cookie': 'secret=1' });
      ctx.body = claim ?? {};
    },
  ),
];

const callerWith = (...roles: Role[]): Caller => ({
  accountId: id('018f0000-0000-7000-8000-000000000001'),
  sessionId: id('018f0000-0000-7000-8000-000000000002'),
  roles,
});

describe('Handling a request', () => {
  let server: Server;
  const lines: { message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const note = (message: string, fields: Readonly<Record<string, unknown>> = {}) => void lines.push({ message, fields });
  const logger: Logger = { info: note, warn: note, error: note };

  before((done) => {
    const app = createApp({
      settings: {
        ownOrigins: ['https://api.shop.example'],
        corsOrigins: ['https://shop.example'],
        isSecure: true,
        trustProxy: 0,
        ...ROOM_ENOUGH,
        isOutage: (error) => (error as { code?: string }).code === 'ECONNREFUSED',
        isDraining: () => false,
      },
      controllers: [{ routes: ROUTES }],
      authenticate: (ctx) => Promise.resolve({ customer: callerWith('customer'), admin: callerWith('admin') }[ctx.get('X-Test-Role')]),
      limiter: UNLIMITED,
      pressure: CALM,
      keepReply: ({ key }, reply) => Promise.resolve(void kept.set(key, reply)),
      answers: new ReadyAnswers({ subscribe: () => undefined, isCurrent: () => false }, 0),
      logger,
      meter: { began: () => undefined, ended: () => undefined },
    });
    const handle = app.callback();
    server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1', done);
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });

  const ask = () => supertest(server);
  const bodyOf = (response: { body: unknown }) => response.body as Record<string, unknown>;

  describe('finding the route', () => {
    it('takes a fixed word before a parameter, whatever the order of declaration', async () => {
      expect(bodyOf(await ask().get('/api/things/search'))).to.include({ found: true });
      expect(bodyOf(await ask().get('/api/things/blue-mug'))).to.deep.equal({ slug: 'blue-mug' });
    });

    it('treats a trailing slash as the same route, without a redirect', async () => {
      expect((await ask().get('/api/things/blue-mug/')).status).to.equal(200);
    });

    it('answers 404 for an unknown route and 405 with Allow for a wrong method (API-03)', async () => {
      const unknown = await ask().get('/api/nothing/here');
      const wrong = await ask().delete('/api/things/touch');

      expect([unknown.status, bodyOf(unknown)['code']]).to.deep.equal([404, 'request.unknown_route']);
      expect([wrong.status, bodyOf(wrong)['code']]).to.deep.equal([405, 'request.method_not_allowed']);
      expect(wrong.headers['allow']).to.contain('POST');
    });

    it('answers HEAD where it answers GET', async () => {
      expect((await ask().head('/api/things/blue-mug')).status).to.equal(200);
    });
  });

  describe('judging who asks', () => {
    it('wants an identity, then the role (401, 403)', async () => {
      expect((await ask().get('/api/mine')).status).to.equal(401);
      expect((await ask().get('/api/mine').set('X-Test-Role', 'customer')).status).to.equal(200);
      expect((await ask().get('/api/office').set('X-Test-Role', 'customer')).status).to.equal(403);
      expect((await ask().get('/api/office').set('X-Test-Role', 'admin')).status).to.equal(200);
    });

    it('keeps what is personal out of every cache', async () => {
      const response = await ask().get('/api/mine').set('X-Test-Role', 'customer');

      expect(response.headers['cache-control']).to.equal('private, no-store');
    });
  });

  describe('reading a body', () => {
    const post = (body: object) => ask().post('/api/things').send(body);

    it('keeps known fields, applies defaults, drops the rest (CAT-10)', async () => {
      const response = await post({ name: '  Mug ', id: 'x', is_admin: true, price: '19.99' });

      expect(bodyOf(response)).to.deep.equal({ name: 'Mug', quantity: 1, price: '19.99' });
    });

    for (const [what, body, path] of [
      ['a number as text', { name: 'Mug', quantity: '2' }, 'quantity'],
      ['text as a number', { name: 7 }, 'name'],
      ['a boolean as text', { name: 'Mug', gift: 'yes' }, 'gift'],
      ['one value for a list', { name: 'Mug', tags: 'a' }, 'tags'],
      ['a list with a wrong item', { name: 'Mug', tags: ['a', 2] }, 'tags[1]'],
      ['a fraction', { name: 'Mug', quantity: 1.5 }, 'quantity'],
      ['too many decimals', { name: 'Mug', price: 1.555 }, 'price'],
      ['a negative price', { name: 'Mug', price: -1 }, 'price'],
      ['nothing where something is required', {}, 'name'],
    ] as const) {
      it(`refuses ${what} and names the field`, async () => {
        const response = await post(body);

        expect(response.status).to.equal(422);
        expect(response.headers['content-type']).to.contain('application/problem+json');
        const { errors, detail, code } = bodyOf(response) as { errors: { path: string; message: string }[]; detail: unknown; code: string };
        expect(code).to.equal('request.invalid');
        expect(errors.map((error) => error.path)).to.include(path);
        expect(detail).to.be.a('string');
      });
    }

    it('answers malformed JSON with 400 and another media type with 415 (API-03)', async () => {
      const malformed = await ask().post('/api/things').set('Content-Type', 'application/json').send('{"name": ');
      const form = await ask().post('/api/things').type('form').send({ name: 'Mug' });

      expect([malformed.status, bodyOf(malformed)['code']]).to.deep.equal([400, 'request.malformed']);
      expect([form.status, bodyOf(form)['code']]).to.deep.equal([415, 'request.unsupported_media_type']);
    });

    it('refuses 10 MB (413) and a depth of 1,000 (400), and no prototype changes (SEC-07)', async () => {
      const huge = await post({ name: 'x'.repeat(10_000_000) });
      const deep = await ask()
        .post('/api/things')
        .set('Content-Type', 'application/json')
        .send(`{"name":"Mug","x":${'['.repeat(1000)}${']'.repeat(1000)}}`);
      const polluting = await ask()
        .post('/api/things')
        .set('Content-Type', 'application/json')
        .send('{"name":"Mug","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');

      expect([huge.status, bodyOf(huge)['code']]).to.deep.equal([413, 'request.too_large']);
      expect(deep.status).to.equal(400);
      expect([polluting.status, bodyOf(polluting)['code']]).to.deep.equal([400, 'request.malformed']);
      expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    });

    it('wants no body and no media type where none is needed', async () => {
      expect((await ask().post('/api/things/touch')).status).to.equal(200);
    });
  });

  describe('paging', () => {
    it('links to the neighbours (RFC 8288) and counts', async () => {
      const { headers } = await ask().get('/api/things/search?page=2&limit=20&q=mug');

      expect(headers['x-total-count']).to.equal('45');
      expect(headers['link']).to.contain('</api/things/search?page=3&limit=20&q=mug>; rel="next"');
      expect(headers['link']).to.contain('page=1&limit=20&q=mug>; rel="prev"');
    });

    it('ends after so many rows, and says how to go on (CAT-11)', async () => {
      expect((await ask().get('/api/things/search?page=101&limit=100')).status).to.equal(200);
      expect((await ask().get('/api/things/search?page=10001&limit=1')).status).to.equal(200);
      const { status, body } = await ask().get('/api/things/search?page=102&limit=100');
      expect(status).to.equal(422);
      expect((body as { detail: string }).detail).to.contain('cursor');
      const { headers } = await ask().get('/api/things/many?page=101&limit=100');
      expect(headers['link']).to.contain('rel="prev"').and.not.contain('rel="next"').and.not.contain('rel="last"');
    });

    for (const query of ['limit=100000', 'limit=0', 'page=-1', 'page=1.5', 'page=x', 'page=10002']) {
      it(`refuses ${query} and names the parameter (CAT-11)`, async () => {
        const response = await ask().get(`/api/things/search?${query}`);

        expect(response.status).to.equal(422);
        expect((bodyOf(response)['errors'] as { path: string }[])[0]?.path).to.equal(query.split('=')[0]);
      });
    }
  });

  it('takes a parameter that is no list only once', async () => {
    const response = await ask().get('/api/things/search?page=1&page=2');

    expect(response.status).to.equal(422);
    expect(bodyOf(response)['errors']).to.deep.equal([{ path: 'page', code: 'type', message: 'may be given once' }]);
  });

  describe('answering a problem', () => {
    it('says what a business rule says, with its extras at the top level (API-01)', async () => {
      const response = await ask().get('/api/broken/rule').set('X-Request-Id', 'my-request-1');

      expect(response.status).to.equal(409);
      expect(bodyOf(response)).to.deep.equal({
        type: '/docs/errors#inventory.out_of_stock',
        title: 'Conflict',
        status: 409,
        detail: 'There are only 2 left',
        code: 'inventory.out_of_stock',
        request_id: 'my-request-1',
        available: 2,
      });
    });

    it('tells nothing of what broke inside (API-01)', async () => {
      const response = await ask().get('/api/broken/somehow');

      expect([response.status, bodyOf(response)['code']]).to.deep.equal([500, 'server.error']);
      expect(response.text).to.not.match(/insert|hunter2|vault|at .*:\d+/);
    });

    it('answers 503 with Retry-After while the database is away (OPS-03)', async () => {
      const response = await ask().get('/api/broken/outage');

      expect([response.status, bodyOf(response)['code']]).to.deep.equal([503, 'server.unavailable']);
      expect(response.headers['retry-after']).to.equal('2');
      expect(response.text).to.not.contain('10.0.0.7');
    });

    it('takes a decent request id and replaces another', async () => {
      expect((await ask().get('/api/things/a').set('X-Request-Id', 'abc-12345')).headers['x-request-id']).to.equal('abc-12345');
      expect((await ask().get('/api/things/a').set('X-Request-Id', 'a b<script>')).headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
    });

    it('logs neither the query nor the words of the fault (OPS-06)', async () => {
      lines.length = 0;
      await ask().get('/api/things/a?token=very-secret').set('X-Request-Id', 'log-request-1');
      await ask().get('/api/broken/somehow');

      const text = JSON.stringify(lines);
      expect(text).to.contain('log-request-1').and.not.contain('very-secret').and.not.contain('hunter2');
    });
  });

  describe('other sites', () => {
    const post = (headers: Record<string, string>) => ask().post('/api/things/touch').set(headers);

    for (const [headers, status] of [
      [{}, 200],
      [{ 'Sec-Fetch-Site': 'same-origin' }, 200],
      [{ 'Sec-Fetch-Site': 'none' }, 200],
      [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
      [{ 'Sec-Fetch-Site': 'same-site' }, 403],
      [{ 'Sec-Fetch-Site': 'same-site', Origin: 'https://shop.example' }, 200],
      [{ Origin: 'https://shop.example' }, 200],
      [{ Origin: 'https://api.shop.example' }, 200],
      [{ Origin: 'https://evil.example' }, 403],
      [{ Origin: 'null' }, 403],
    ] as const) {
      it(`answers ${status} to ${JSON.stringify(headers)} (SEC-04)`, async () => {
        const response = await post(headers);

        expect(response.status).to.equal(status);
        if (status === 403) expect(bodyOf(response)['code']).to.equal('request.cross_site');
      });
    }

    it('allows listed origins to read with credentials and no other (SEC-03)', async () => {
      const listed = await ask().get('/api/things/a').set('Origin', 'https://shop.example');
      const other = await ask().get('/api/things/a').set('Origin', 'https://evil.example');

      expect(listed.headers).to.include({
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-credentials': 'true',
      });
      expect(other.headers).to.not.have.property('access-control-allow-origin');
    });

    it('answers a preflight of a listed origin', async () => {
      const response = await ask().options('/api/things').set({ Origin: 'https://shop.example', 'Access-Control-Request-Method': 'PATCH' });

      expect(response.status).to.equal(204);
      expect(response.headers['access-control-allow-methods']).to.contain('PATCH');
    });

    it('sends the headers that keep a browser safe', async () => {
      const { headers } = await ask().get('/api/things/a');

      expect(headers).to.include({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
      expect(headers['content-security-policy']).to.contain("default-src 'none'");
      expect(headers['strict-transport-security']).to.contain('max-age');
    });
  });

  it('refuses two Host headers', async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET /api/things/a HTTP/1.1\r\nHost: one.example\r\nHost: two.example\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
    });

    expect(answer).to.match(/^HTTP\/1\.1 400/);
  });

  describe('an Idempotency-Key', () => {
    const post = (key: string, body: object) => ask().post('/api/keyed').set('Idempotency-Key', key).send(body);

    it('becomes a claim whose fingerprint follows the request', async () => {
      const claims: (Record<string, unknown> | undefined)[] = [];
      for (const a of [1, 1, 2]) {
        claims.push(bodyOf(await post('k-1', { a })));
        kept.clear();
      }
      const [first, same, other] = claims;

      expect(first?.['key']).to.equal('k-1');
      expect(first?.['fingerprint']).to.equal(same?.['fingerprint']).and.not.equal(other?.['fingerprint']);
    });

    it('brings the kept reply again to the letter, with what a client needs of its headers and no cookie (IDM-01)', async () => {
      const [first, again] = [await post('k-2', { a: 1 }), await post('k-2', { a: 1 })];

      expect([again.status, again.text]).to.deep.equal([201, first.text]);
      expect(again.headers).to.include({ location: '/api/keyed/1', etag: '"1"', 'idempotent-replayed': 'true' });
      expect(again.headers['content-type']).to.equal(first.headers['content-type']);
      expect(kept.get('k-2')).to.not.contain('secret');
      expect(first.headers).to.not.have.property('idempotent-replayed');
    });

    it('says so when the answer was made of an output that was kept, and does not keep it once more (IDM-03)', async () => {
      const { headers, status } = await post('k-3', { a: LOST });

      expect([status, headers['idempotent-replayed'], kept.has('k-3')]).to.deep.equal([201, 'true', false]);
    });

    it('keeps nothing of a refusal, and nothing without a key (IDM-04, IDM-05)', async () => {
      const before = kept.size;

      expect((await post('k-4', { a: REFUSED })).status).to.equal(409);
      expect((await ask().post('/api/keyed').send({ a: 1 })).status).to.equal(201);
      expect(kept.size).to.equal(before);
    });

    it('is refused when it is too long or holds a blank (IDM-06)', async () => {
      for (const key of ['k'.repeat(256), 'a b']) {
        const response = await post(key, { a: 1 });
        expect([response.status, bodyOf(response)['code']]).to.deep.equal([400, 'idempotency.bad_key']);
      }
    });
  });
});
