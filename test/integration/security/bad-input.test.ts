import { expect } from 'chai';
import type { Response } from 'supertest';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { commonProblems } from '../../../src/interfaces/http/openapi/document.js';
import type { JsonSchema, RouteDoc } from '../../../src/interfaces/http/shared/route.js';
import { accountOf, believeHeaders } from '../../support/believed-callers.js';
import { Market } from '../../support/market.js';
import { startShop } from '../../support/shop.js';

type Fields = Readonly<Record<string, JsonSchema>>;
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

const UNKNOWN_ID = '019b76da-a800-7000-8000-00000000dead';
/** As they stand in an address. */
const NO_IDS = ['not-an-id', '1', '%00', '%zz', '%E0%A4%A', "'%20or%201=1--", '..%2F..%2Fetc%2Fpasswd', 'x'.repeat(2_000)];
const ANYWHERE = ['request.unknown_route', 'request.malformed', 'request.rejected'];

/** Other names of a field that the example gives under its own name: then nobody hears them. */
const UNHEARD: readonly string[] = ['pin_code'];

const nameOf = ({ method, path }: RouteDoc): string => `${method.toUpperCase()} ${path}`;
const at = ({ path }: RouteDoc, id: string): string => path.replace(/\{[^}]*\}/g, id);
const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

/** One dot, as PNG. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** What no honest client would send for it. */
function wrongValues(schema: JsonSchema): readonly unknown[] {
  const types = [schema['type']].flat();
  const wrong = types.includes('array') ? ['text', 7] : types.includes('object') ? ['text', 7, []] : [{ a: 1 }, ['a']];
  return types.includes('number') || types.includes('integer')
    ? [...wrong, '2', true]
    : types.includes('boolean')
      ? [...wrong, 'yes']
      : wrong;
}

/** Every field, also inside of objects and lists, with a way to put something else there and leave the rest as it was. */
function placesIn(
  schema: JsonSchema,
  example: unknown,
  path = '',
): readonly { path: string; schema: JsonSchema; put: (value: unknown) => unknown }[] {
  const types = [schema['type']].flat();
  const inside = (inner: JsonSchema, key: string, sample: unknown, wrap: (value: unknown) => unknown) =>
    placesIn(inner, sample, path ? `${path}.${key}` : key).map((place) => ({ ...place, put: (value: unknown) => wrap(place.put(value)) }));
  const here = path ? [{ path, schema, put: (value: unknown) => value }] : [];
  if (types.includes('array') && schema['items']) {
    const [first] = Array.isArray(example) ? (example as unknown[]) : [];
    return [...here, ...inside(schema['items'] as JsonSchema, '0', first, (value) => [value])];
  }
  if (!types.includes('object')) return here;
  const sample = (typeof example === 'object' ? example : {}) as Record<string, unknown>;
  const fields = Object.entries((schema['properties'] ?? {}) as Fields);
  return [...here, ...fields.flatMap(([name, inner]) => inside(inner, name, sample[name], (value) => ({ ...sample, [name]: value })))];
}

/** Texts that databases, parsers and people choke on. */
const ODD_TEXTS = ['\u0000', 'a\u0000b', '\ud800', '\u202e', 'x'.repeat(60_000), '%_\\\'";--', '<script>alert(1)</script>', '{{7*7}}'];
const ODD_NUMBERS = [-1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, -0];

/** Every route, called by an admin, with everything wrong that can be wrong by its own document. */
describe('Bad input', function () {
  this.timeout(120_000);

  const shop = startShop({}, believeHeaders);
  let docs: readonly RouteDoc[];
  let operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

  before(async () => {
    docs = shop.container.getAll(TOKENS.httpController).flatMap(({ routes }) => routes.map(({ doc }) => doc));
    operations = shop.container.get(TOKENS.apiDocument)()['paths'] as typeof operations;
  });

  const operationOf = ({ path, method }: RouteDoc): Operation => operations[path]?.[method] as Operation;
  const bodyOf = (doc: RouteDoc): JsonSchema => operationOf(doc).requestBody?.content['application/json']?.schema ?? {};
  const send = (
    doc: RouteDoc,
    { path = at(doc, UNKNOWN_ID), body, type = 'application/json' }: { path?: string; body?: unknown; type?: string } = {},
  ): Promise<Response> =>
    shop.anyone.send(doc.method, path, body, { 'x-part': 'admin', ...(body === undefined ? {} : { 'Content-Type': type }) });

  /** Things of the caller's own to do it to, so that what is odd gets as far as it can. */
  async function findSomething(): Promise<(doc: RouteDoc) => Promise<string>> {
    const me = await accountOf(shop, 'admin');
    const client = shop.anyone.with({ 'x-part': 'admin' });
    const market = new Market(shop);
    const ware = await market.ware({ stock: 10_000 });
    const fillCart = () => market.fillCart(me, [[ware, 1]]);
    await market.moveIn(me);
    await fillCart();
    const idOf = async (asked: Promise<Response>): Promise<string> => String(((await asked).body as { id?: string; order_id?: string }).id);
    const { order_id } = (await client.post('/api/orders/checkout', { payment_token: 'tok_declined' })).body as { order_id: string };
    const [{ id: address_id = '' } = {}] = (await client.get('/api/shippings/addresses')).body as { id?: string }[];
    const known: Readonly<Record<string, string>> = {
      product_id: ware.productId,
      category_id: await idOf(client.post('/api/products/category', { name: 'Mugs' })),
      address_id,
      order_id,
      user_id: await accountOf(shop, 'customer'),
    };
    return async ({ path }) => {
      if (path.includes('checkout') || path.includes('{item_id}')) await fillCart();
      const item = path.includes('{item_id}')
        ? ((await client.get('/api/carts')).body as { items: { id: string }[] }).items[0]?.id
        : undefined;
      return path.replace(/\{(\w+)\+?\}/g, (_, name: string) => (name === 'item_id' ? item : known[name]) ?? UNKNOWN_ID);
    };
  }

  /** A picture in every file field. */
  const sendForm = (doc: RouteDoc, id: string): Promise<Response> =>
    shop.anyone.with({ 'x-part': 'admin' }).form(
      doc.method as 'post',
      at(doc, id),
      Object.keys(doc.multipart?.files ?? {}).map((name) => [name, { file: PICTURE, name: 'dot.png', type: 'image/png' }] as const),
    );

  /** What is wrong with an answer to something that is wrong. */
  function faultsOf(doc: RouteDoc, what: string, response: Response, wanted: readonly number[]): readonly string[] {
    const { status, headers, body } = response;
    const { code } = (body ?? {}) as { code?: string };
    const name = `${nameOf(doc)} with ${what}: ${status} ${code ?? ''}`;
    if (!wanted.includes(status)) return [`${name}, not ${wanted.join(' or ')}`];
    if (status < 400) return [];
    if (!headers['content-type']?.startsWith('application/problem+json')) return [`${name} is no problem+json`];
    if (![...ANYWHERE, ...commonProblems(doc), ...(doc.problems ?? [])].includes(code ?? '')) return [`${name} is not documented`];
    if (status === 422 && !Array.isArray((body as { errors?: unknown }).errors)) return [`${name} says nothing in errors[]`];
    return [];
  }
  const anyRefusal = Array.from({ length: 100 }, (_, index) => 400 + index);
  const anythingButAFault = [...Array.from({ length: 200 }, (_, index) => 200 + index), ...anyRefusal];

  const withBody = (): readonly RouteDoc[] =>
    docs.filter(({ method, body }) => method !== 'get' && body && Object.keys(body.fields).length > 0);
  const withId = (): readonly RouteDoc[] => docs.filter(({ path }) => path.startsWith('/api/') && path.includes('{'));

  it('answers malformed JSON with 400, on every route that changes something (API-03)', async () => {
    const faults: string[] = [];
    for (const doc of docs.filter(({ method, raw }) => method !== 'get' && !raw)) {
      for (const body of ['{"a": ', '[', 'nonsense', '"text"', '\u0000']) {
        faults.push(...faultsOf(doc, body, await send(doc, { body }), [400]));
      }
    }
    expect(faults).to.deep.equal([]);
  });

  it('answers another media type with 415 where there is a body to read (API-03)', async () => {
    const faults: string[] = [];
    for (const doc of withBody()) {
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
        faults.push(...faultsOf(doc, type, await send(doc, { body: 'a=1', type }), [415]));
      }
    }
    expect(faults).to.deep.equal([]);
  });

  it('answers a huge body with 413, and a deep one with 400 (SEC-07)', async () => {
    const faults: string[] = [];
    for (const doc of withBody()) {
      const huge = JSON.stringify({ a: 'x'.repeat(200_000) });
      faults.push(...faultsOf(doc, '200 KB', await send(doc, { body: huge }), [413]));
      faults.push(...faultsOf(doc, 'a depth of 1,000', await send(doc, { body: `{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}` }), [400]));
    }
    expect(faults).to.deep.equal([]);
  });

  it('lets nobody touch a prototype (SEC-07)', async () => {
    const faults: string[] = [];
    for (const doc of withBody()) {
      const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
      faults.push(...faultsOf(doc, '__proto__', await send(doc, { body }), anyRefusal));
    }
    expect(faults).to.deep.equal([]);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
  });

  it('answers an id that nobody has with 404, and a malformed one no differently (API-03)', async () => {
    const faults: string[] = [];
    for (const doc of withId()) {
      for (const id of [UNKNOWN_ID, ...NO_IDS]) {
        const answer = await (doc.multipart && !doc.body ? sendForm(doc, id) : send(doc, { path: at(doc, id), body: doc.bodyExample }));
        // A malformed escape may be refused as such.
        faults.push(...faultsOf(doc, `the id ${id.slice(0, 40)}`, answer, id.includes('%') ? [400, 404] : [404]));
      }
    }
    expect(faults).to.deep.equal([]);
    expect(withId().length).to.be.greaterThan(10);
  });

  it('answers nothing where something is required with 422 that names it (API-01)', async () => {
    const faults: string[] = [];
    for (const doc of withBody()) {
      const { content } = operationOf(doc).requestBody ?? { content: {} };
      const required = (content['application/json']?.schema['required'] ?? []) as readonly string[];
      if (required.length === 0) continue;
      for (const body of [undefined, '{}', 'null']) {
        const answer = await send(doc, { body });
        const wanted = body === 'null' ? [400, 422] : [422];
        faults.push(...faultsOf(doc, `the body ${body}`, answer, wanted));
        const { errors = [] } = answer.body as { errors?: readonly { path: string }[] };
        const unnamed = answer.status === 422 ? required.filter((name) => !errors.some(({ path }) => path.split(/[.[]/)[0] === name)) : [];
        faults.push(...unnamed.map((name) => `${nameOf(doc)} does not say that ${name} is required`));
      }
    }
    expect(faults).to.deep.equal([]);
  });

  it('answers a wrong type with 422 that names the field, for every field (API-01)', async () => {
    const faults: string[] = [];
    for (const doc of withBody()) {
      for (const { path, schema, put } of placesIn(bodyOf(doc), doc.bodyExample)) {
        for (const wrong of wrongValues(schema)) {
          const answer = await send(doc, { body: put(wrong) });
          faults.push(...faultsOf(doc, `${path}: ${short(wrong)}`, answer, [422]));
          const { errors = [] } = answer.body as { errors?: readonly { path: string }[] };
          const [field = ''] = path.split('.');
          if (answer.status === 422 && !errors.some((error) => error.path.startsWith(field)))
            faults.push(`${nameOf(doc)} does not name ${path}`);
        }
      }
    }
    expect(faults).to.deep.equal([]);
  });

  it('breaks at no odd text or number in any field (API-01)', async () => {
    const faults: string[] = [];
    const reached = new Set<string>();
    const addressFor = await findSomething();
    for (const doc of withBody()) {
      for (const { path, schema, put } of placesIn(bodyOf(doc), doc.bodyExample)) {
        const types = [schema['type']].flat();
        if (types.includes('array') || types.includes('object') || types.includes('boolean')) continue;
        const isNumber = types.includes('number') || types.includes('integer');
        const isEither = !isNumber && !types.includes('string');
        for (const value of [...(isNumber ? [] : ODD_TEXTS), ...(isNumber || isEither ? ODD_NUMBERS : [])]) {
          const isTooLong = typeof value === 'string' && value.length > 10_000 && !UNHEARD.some((name) => path.endsWith(name));
          const answer = await send(doc, { path: await addressFor(doc), body: put(value) });
          if (answer.status !== 404) reached.add(nameOf(doc));
          faults.push(...faultsOf(doc, `${path}: ${short(value)}`, answer, isTooLong ? anyRefusal : anythingButAFault));
        }
      }
    }
    expect(faults).to.deep.equal([]);
    expect(
      withBody()
        .map(nameOf)
        .filter((name) => !reached.has(name)),
      'never got past an unknown id',
    ).to.deep.equal([]);
  });

  it('answers a parameter that is none of its kind with 422, and breaks at no odd one (CAT-11)', async () => {
    const faults: string[] = [];
    for (const doc of docs) {
      for (const { name, schema } of (operationOf(doc).parameters ?? []).filter((parameter) => parameter.in === 'query')) {
        const one = (schema['items'] ?? schema) as JsonSchema;
        const isText = one['type'] === 'string' && one['enum'] === undefined;
        const values = isText ? ODD_TEXTS.filter((text) => text.length < 10_000 && text !== '\ud800') : ['none-of-these', '1e999', 'NaN'];
        for (const value of [...values, ...(isText ? ['x'.repeat(2_000)] : [])]) {
          const answer = await send(doc, { path: `${at(doc, UNKNOWN_ID)}?${name}=${encodeURIComponent(value)}` });
          const wanted = isText || schema['type'] === undefined ? anythingButAFault : [422];
          faults.push(...faultsOf(doc, `?${name}=${value.slice(0, 30)}`, answer, wanted));
        }
        const twice = await send(doc, { path: `${at(doc, UNKNOWN_ID)}?${name}=a&${name}=b&${name}[x]=c` });
        faults.push(...faultsOf(doc, `?${name} several times`, twice, anythingButAFault));
      }
    }
    expect(faults).to.deep.equal([]);
  });

  it('breaks at no form that is none, or that holds too much (CAT-16)', async () => {
    const field = (name: string, value: string): string => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = (name: string, given: string, size: number): string =>
      `--x\r\nContent-Disposition: form-data; name="${name}"; filename="${given}"\r\nContent-Type: image/png\r\n\r\n${'y'.repeat(size)}\r\n`;
    const faults: string[] = [];
    for (const doc of docs.filter(({ multipart }) => multipart)) {
      const names = Object.keys(doc.multipart?.fields.fields ?? {});
      const [picture = ''] = Object.keys(doc.multipart?.files ?? {});
      const forms: readonly (readonly [what: string, body: string, type?: string])[] = [
        ['no boundary', 'nonsense', 'multipart/form-data'],
        ['nonsense', 'nonsense'],
        ['no end', '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nMug'],
        ['no name', '--x\r\nContent-Disposition: form-data\r\n\r\nMug\r\n--x--\r\n'],
        ['a prototype', `${field('__proto__', '{"polluted":true}')}${field('constructor[prototype][polluted]', '1')}--x--\r\n`],
        ['a thousand fields', `${Array.from({ length: 1_000 }, (_, index) => field(`f${index}`, 'x')).join('')}--x--\r\n`],
        ['a text as a file', `${file(picture, '../../etc/passwd', 100)}--x--\r\n`],
        ['an empty file', `${file(picture, 'a.png', 0)}--x--\r\n`],
        ['a file nobody asked for', `${file('virus', 'a.exe', 100)}--x--\r\n`],
        ['fifty files', `${Array.from({ length: 50 }, () => file(picture, 'a.png', 10)).join('')}--x--\r\n`],
        ['a huge file', `${file(picture, 'a.png', 12_000_000)}--x--\r\n`],
        ...names.map((name) => [`${name} twice`, `${field(name, 'a')}${field(name, 'b')}--x--\r\n`] as const),
        ...ODD_TEXTS.filter((text) => text !== '\ud800').flatMap((text) =>
          names.map((name) => [`${name}: ${short(text)}`, `${field(name, text)}--x--\r\n`] as const),
        ),
      ];
      for (const [what, body, type = 'multipart/form-data; boundary=x'] of forms) {
        faults.push(...faultsOf(doc, what, await send(doc, { body, type }), anyRefusal));
      }
    }
    expect(faults).to.deep.equal([]);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
  });

  it('answers another method with 405 and Allow, and an unknown address with 404 (API-03)', async () => {
    const methodsAt = new Map<string, Set<string>>();
    for (const { path, method } of docs) {
      const known = methodsAt.get(path.replace(/\{[^}]*\}/g, '{}')) ?? new Set();
      methodsAt.set(path.replace(/\{[^}]*\}/g, '{}'), known.add(method));
    }
    for (const [path, known] of methodsAt) {
      const wrong = (['put', 'delete', 'post', 'patch'] as const).find((method) => !known.has(method));
      // A word may also be read as the parameter of a sister route.
      const sister = [...methodsAt].some(
        ([other, methods]) =>
          other !== path &&
          wrong &&
          methods.has(wrong) &&
          new RegExp(`^${other.replaceAll('{}', '[^/]+').replace('/', '\\/')}$`).test(path.replaceAll('{}', 'x')),
      );
      if (!wrong || sister) continue;
      const { status, headers, body } = await shop.anyone.send(wrong, path.replaceAll('{}', UNKNOWN_ID), undefined, { 'x-part': 'admin' });
      expect([status, (body as { code: string }).code], `${wrong} ${path}`).to.deep.equal([405, 'request.method_not_allowed']);
      for (const method of known) expect(headers['allow'], `${wrong} ${path}`).to.contain(method.toUpperCase());
    }
    for (const path of ['/api', '/api/nothing', '/nothing', '/api/products/a/b/c/d', '/.env', '/api/../etc']) {
      expect((await shop.anyone.get(path)).status, path).to.equal(404);
    }
  });
});
