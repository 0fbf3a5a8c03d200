import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Container } from 'inversify';
import type { Knex } from 'knex';
import supertest, { type Response } from 'supertest';
import type { Clock } from '../../src/application/shared/ports/clock.js';
import { createContainer } from '../../src/infrastructure/composition/container.js';
import { httpAppOf } from '../../src/infrastructure/composition/http-app.js';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { readConfig } from '../../src/infrastructure/config/config.js';
import { PinoLogger } from '../../src/infrastructure/system/pino-logger.js';
import { ContractCheck } from './contract-check.js';
import { testDatabase } from './test-database.js';

type Headers = Readonly<Record<string, string>>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options' | 'head';

/** Time that a test moves; it begins at the real one and then runs with it. */
export class MovableClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

/** Speaks to the shop as one caller; every answer is checked against the API document. */
export class Client {
  constructor(
    private readonly server: Server,
    private readonly contract: ContractCheck,
    private readonly headers: Headers = {},
  ) {}

  with(headers: Headers): Client {
    return new Client(this.server, this.contract, { ...this.headers, ...headers });
  }

  get(path: string, headers?: Headers): Promise<Response> {
    return this.send('get', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers?: Headers): Promise<Response> {
    return this.send('post', path, body, headers);
  }

  put(path: string, body?: unknown, headers?: Headers): Promise<Response> {
    return this.send('put', path, body, headers);
  }

  patch(path: string, body?: unknown, headers?: Headers): Promise<Response> {
    return this.send('patch', path, body, headers);
  }

  delete(path: string, headers?: Headers): Promise<Response> {
    return this.send('delete', path, undefined, headers);
  }

  async send(method: Method, path: string, body?: unknown, headers: Headers = {}): Promise<Response> {
    let request = supertest(this.server)[method](path).redirects(0);
    for (const [name, value] of Object.entries({ ...this.headers, ...headers })) request = request.set(name, value);
    return this.checked(method, path, await (body === undefined ? request : request.send(body as object)));
  }

  /** A form: strings become fields, `{ file, name, type }` become files. */
  async form(
    method: 'post' | 'patch' | 'put',
    path: string,
    parts: readonly (readonly [string, string | { file: Buffer; name: string; type: string }])[],
  ): Promise<Response> {
    let request = supertest(this.server)[method](path).redirects(0);
    for (const [name, value] of Object.entries(this.headers)) request = request.set(name, value);
    for (const [name, part] of parts) {
      request =
        typeof part === 'string'
          ? request.field(name, part)
          : request.attach(name, part.file, { filename: part.name, contentType: part.type });
    }
    return this.checked(method, path, await request);
  }

  private checked(method: string, path: string, response: Response): Response {
    const faults = this.contract.faults(method.toUpperCase(), path, response as unknown as Parameters<ContractCheck['faults']>[2]);
    if (faults.length > 0) throw new Error(`The answer is not as documented:\n${faults.join('\n')}\n${response.text.slice(0, 2000)}`);
    return response;
  }
}

export interface Shop {
  readonly container: Container;
  readonly knex: Knex;
  readonly clock: MovableClock;
  /** Nobody in particular. */
  readonly anyone: Client;
  readonly dataDir: string;
  readonly server: Server;
  /** The text of every mail written so far, oldest first. */
  mails(): Promise<string[]>;
}

/**
 * A whole shop on a database of its own, in this process, for the `describe` it is called in. Jobs run only when a test runs them.
 * @param env settings beside the usual ones.
 * @param adjust replaces what a test has to hold in its own hands.
 */
export function startShop(env: Readonly<Record<string, string>> = {}, adjust: (container: Container) => void = () => {}): Shop {
  const database = testDatabase();
  const started: { shop?: Omit<Shop, 'mails'> } = {};

  before(async function () {
    this.timeout(60_000);
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-shop-'));
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      DATABASE_DIRECT_URL: database.directUrl,
      DATA_DIR: dataDir,
      JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
      BCRYPT_COST: '4',
      RATE_LIMIT: 'off',
      ...env,
    });
    const container = createContainer({ config, knex: database.knex, logger: new PinoLogger('silent') });
    if (!container.isBound(TOKENS.authenticate)) container.bind(TOKENS.authenticate).toConstantValue(() => Promise.resolve(undefined));
    if (!container.isBound(TOKENS.rateLimiter))
      container.bind(TOKENS.rateLimiter).toConstantValue({ take: () => Promise.resolve(undefined) });
    const clock = new MovableClock();
    container.rebind(TOKENS.clock).toConstantValue(clock);
    adjust(container);
    const contract = new ContractCheck(container.get(TOKENS.apiDocument)());
    const app = httpAppOf(container);
    const handle = app.callback();
    const server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    started.shop = { container, knex: database.knex, clock, anyone: new Client(server, contract), dataDir, server };
  });

  after(async () => {
    const { shop } = started;
    if (!shop) return;
    await new Promise((resolve) => {
      shop.server.close(resolve);
      shop.server.closeAllConnections();
    });
    await rm(shop.dataDir, { recursive: true, force: true });
  });

  const current = (): Omit<Shop, 'mails'> => {
    if (!started.shop) throw new Error('The shop is not open yet: use it inside a test or hook');
    return started.shop;
  };
  return {
    get container() {
      return current().container;
    },
    get knex() {
      return current().knex;
    },
    get clock() {
      return current().clock;
    },
    get anyone() {
      return current().anyone;
    },
    get dataDir() {
      return current().dataDir;
    },
    get server() {
      return current().server;
    },
    async mails() {
      const folder = join(current().dataDir, 'mail');
      const names = await readdir(folder).catch(() => []);
      return Promise.all([...names].sort().map((name) => readFile(join(folder, name), 'utf8')));
    },
  };
}
