import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { areInstalled, freePort, Program } from '../../support/programs.js';
import { ShopProcess } from '../../support/shop-process.js';
import { testDatabase } from '../../support/test-database.js';

const PASSWORD = 'blue-kettle-42-horizon';
const BOSS = { email: 'boss@example.com', password: PASSWORD };
const HOME = { address_line1: '1 Market St', city: 'San Francisco', state: 'CA', postal_code: '94105', country: 'US' };
const JSON_BODY = { 'Content-Type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A proxy of docs/ops, before these two processes. */
interface Proxy {
  readonly program: string;
  readonly file: string;
  readonly args: (settings: string, folder: string) => readonly string[];
}
const PROXIES: readonly Proxy[] = [
  { program: 'nginx', file: 'nginx.conf', args: (settings, folder) => ['-p', folder, '-e', 'stderr', '-c', settings, '-g', 'daemon off;'] },
  { program: 'haproxy', file: 'haproxy.cfg', args: (settings) => ['-db', '-f', settings] },
];

/** Buys over kept-alive connections, as a front does, and remembers what went wrong. */
class Front {
  readonly #agent = new Agent({ keepAlive: true });
  readonly failures: string[] = [];
  orders = 0;

  constructor(private readonly url: string) {}

  async ask(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { ...JSON_BODY, ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
      const asked = request(this.url + path, { method, agent: this.#agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: asJson(text) }));
      });
      asked.once('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** How a body of this size is answered before any of it is sent. */
  async announce(bytes: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { ...JSON_BODY, 'Content-Length': bytes };
      const asked = request(`${this.url}/api/products`, { method: 'POST', headers }, ({ statusCode = 0 }) => {
        asked.destroy();
        resolve(statusCode);
      });
      asked.once('error', reject);
      asked.flushHeaders();
    });
  }

  async login(who: { readonly email: string; readonly password: string }): Promise<string> {
    const { status, body } = await this.ask('POST', '/api/account/login', who);
    if (status !== 200) this.failures.push(`login: ${status}`);
    return body['access_token'] as string;
  }

  /** One customer who buys and looks until told to stop. */
  async buyUntil(productId: string, email: string, isOver: () => boolean): Promise<void> {
    await this.expect(202, 'POST', '/api/account/register', { email, password: PASSWORD, name: 'Ann' });
    const token = await this.login({ email, password: PASSWORD });
    await this.expect(201, 'POST', '/api/shippings/addresses', HOME, token);
    while (!isOver()) {
      await this.expect(200, 'POST', '/api/carts/add', { product_id: productId, quantity: 1 }, token);
      await this.expect(201, 'POST', '/api/orders/checkout', { gateway: 'fake', payment_token: 'tok_success' }, token);
      await this.expect(200, 'GET', '/api/products/?limit=3', undefined, token);
      this.orders += 1;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  private async expect(status: number, method: string, path: string, body?: unknown, token?: string): Promise<void> {
    try {
      const answer = await this.ask(method, path, body, token);
      // 200 instead of 201: the proxy asked again for an order that had been placed, and was told of that one.
      if (answer.status !== status && !(status === 201 && answer.status === 200))
        this.failures.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    } catch (error) {
      this.failures.push(`${method} ${path}: ${String(error)}`);
    }
  }
}

function asJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

for (const { program, file, args } of PROXIES) {
  describe(`Two processes behind ${program}`, function () {
    this.timeout(180_000);
    const database = testDatabase();
    const ports: number[] = [];
    const processes: ShopProcess[] = [];
    let proxy: Program | undefined;
    let front: Front;
    let dataDir: string | undefined;

    const start = async (place: number): Promise<void> => {
      const process = new ShopProcess('http/main.ts', [], {
        DATABASE_URL: database.url,
        DATA_DIR: dataDir ?? '',
        JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
        PORT: String(ports[place]),
        TRUST_PROXY: '1',
        ADMIN_EMAIL: BOSS.email,
        ADMIN_PASSWORD: BOSS.password,
      });
      processes[place] = process;
      await process.open();
    };

    before(async function () {
      if (!areInstalled(this, program)) return this.skip();
      dataDir = await mkdtemp(join(tmpdir(), 'portico-proxied-'));
      ports.push(await freePort(), await freePort());
      await start(0);
      await start(1);
      const port = await freePort();
      proxy = new Program(program);
      const settings = join(proxy.folder, file);
      const configured = readFileSync(join('docs/ops', file), 'utf8')
        .replaceAll('/tmp/', `${proxy.folder}/`)
        .replace(/(listen|bind) :?8080/, (_, word: string) => `${word} 127.0.0.1:${port}`)
        .replaceAll(/api-(\d):8000/g, (_, place: string) => `127.0.0.1:${ports[Number(place) - 1]}`);
      writeFileSync(settings, configured, { mode: 0o644 });
      await proxy.start(args(settings, proxy.folder), port);
      front = new Front(`http://127.0.0.1:${port}`);
      await eventually('the proxy has found a process', async () => (await front.ask('GET', '/health/ready')).status === 200);
    });
    after(async () => {
      front?.close();
      await Promise.all([proxy?.end(), ...processes.map((process) => process.kill())]);
      if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
    });

    it('customers buy on while each process is restarted, and not one request fails', async () => {
      const boss = await front.login(BOSS);
      const made = await front.ask('POST', '/api/products', { title: 'Kettle', price: 20, stock_quantity: 100_000 }, boss);
      expect(made.status).to.equal(201);
      let isOver = false;
      const customers = Array.from({ length: 4 }, (_, place) =>
        front.buyUntil(made.body['id'] as string, `ann-${place}@example.com`, () => isOver),
      );

      await sleep(500);
      for (const place of [0, 1]) {
        processes[place]?.signal('SIGTERM');
        expect(await processes[place]?.ended()).to.equal(0);
        await start(place);
        await sleep(1_500);
      }
      isOver = true;
      await Promise.all(customers);

      expect(front.failures.slice(0, 5)).to.deep.equal([]);
      expect(front.orders).to.be.greaterThan(20);
      expect(await database.knex('orders').where({ status: 'confirmed' })).to.have.length(front.orders);
    });

    it('keeps metrics to the house, and refuses what is too large', async () => {
      expect((await front.ask('GET', '/metrics')).status).to.equal(404);
      expect(await front.announce(13_000_000)).to.equal(413);
    });
  });
}
