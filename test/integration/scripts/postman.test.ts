import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import {
  postmanCollection,
  PURCHASE,
  type ApiDocument,
  type PostmanCollection,
  type PostmanItem,
} from '../../../scripts/docs/postman-collection.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { startShop } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

/** As much of Postman as the purchase needs: variables, scripts before and after, bodies, queries and addresses. */
class Runner {
  readonly variables: Map<string, string>;
  readonly passed: string[] = [];

  constructor(collection: PostmanCollection, baseUrl: string) {
    this.variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
    this.variables.set('base_url', baseUrl);
  }

  async send({ name, event = [], request }: PostmanItem): Promise<void> {
    const scripts = (when: string): string =>
      event
        .filter(({ listen }) => listen === when)
        .flatMap(({ script }) => script.exec)
        .join('\n');
    this.#run(name, scripts('prerequest'));
    const { url } = request;
    const at = new Map(url.variable?.map(({ key, value }) => [`:${key}`, value]));
    const path = url.path.map((part) => this.#filled(at.get(part) ?? part)).join('/');
    const query = new URLSearchParams(
      (url.query ?? []).filter(({ disabled }) => disabled !== true).map(({ key, value }) => [key, this.#filled(value)] as [string, string]),
    );
    const headers = request.header
      .filter(({ disabled }) => disabled !== true)
      .map(({ key, value }) => [key, this.#filled(value)] as [string, string]);
    if (request.auth?.type !== 'noauth') headers.push(['Authorization', `Bearer ${this.variables.get('access_token')}`]);
    const response = await fetch(`${this.variables.get('base_url')}/${path}?${query.toString()}`, {
      method: request.method,
      headers,
      ...(request.body && { body: this.#filled(request.body['raw'] as string) }),
    });
    const text = await response.text();
    this.#run(name, scripts('test'), {
      json: () => JSON.parse(text) as unknown,
      to: { have: { status: (status: number) => expect(response.status, text).to.equal(status) } },
    });
  }

  #run(name: string, script: string, response?: unknown): void {
    const test = (title: string, check: () => void): void => {
      check();
      this.passed.push(`${name} ${title}`);
    };
    const collectionVariables = { set: (key: string, value: string) => this.variables.set(key, value) };
    runInNewContext(`(() => {${script}})()`, { pm: { test, expect, collectionVariables, response } });
  }

  #filled(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => this.variables.get(key) ?? '');
  }
}

describe('The Postman collection', function () {
  this.timeout(30_000);
  const shop = startShop();
  const written = (): PostmanCollection => JSON.parse(readFileSync('docs/postman.json', 'utf8')) as PostmanCollection;
  const requests = ({ item }: PostmanCollection, purchase: boolean): readonly PostmanItem[] =>
    item.filter(({ name }) => (name === PURCHASE) === purchase).flatMap((folder) => folder.item);

  it('buys something, request by request', async () => {
    const admin = await anAdmin(shop);
    await admin.post('/api/products', { title: 'Kettle', price: 20, stock_quantity: 5 });
    const { port } = shop.server.address() as AddressInfo;
    const runner = new Runner(written(), `http://127.0.0.1:${port}`);

    for (const request of requests(written(), true)) await runner.send(request);

    expect(runner.passed).to.have.length.greaterThan(10);
    expect(await shop.knex('orders').where({ id: runner.variables.get('order_id') ?? null, status: 'confirmed' })).to.have.length(1);
  });

  it('has every operation of the document, and each once', () => {
    const { paths } = shop.container.get(TOKENS.apiDocument)() as unknown as ApiDocument;
    const declared = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = requests(written(), false).map(
      ({ request }) => `${request.method} /${request.url.path.join('/').replaceAll(/:(\w+)/g, '{$1}')}`,
    );

    expect(listed).to.have.members(declared);
  });

  it('is not made when its purchase asks for what there is not', () => {
    expect(() => postmanCollection({ info: { title: 'A shop', version: '1' }, paths: {} })).to.throw('/api/account/register');
  });
});
