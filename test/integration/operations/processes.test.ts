import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';

const ADMIN = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'blue-kettle-42-horizon' };
const PASSWORD = 'correct horse battery';
const ADDRESS = { address_line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };

type Body = Readonly<Record<string, unknown>>;
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function ask(base: string, method: string, path: string, body?: object, token?: string): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

describe('The shop as a process, on its own database', function () {
  this.timeout(60_000);

  let dataDir: string;
  const started: ShopProcess[] = [];
  const start = (entry: string, env: Readonly<Record<string, string>> = {}, ...args: string[]): ShopProcess => {
    const shop = new ShopProcess(entry, args, { DATA_DIR: dataDir, ...ADMIN, ...env });
    started.push(shop);
    return shop;
  };
  const stop = async (shop: ShopProcess): Promise<number | null> => {
    shop.signal('SIGTERM');
    return shop.ended();
  };
  const isDatabaseUp = () => existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'));
  const onDatabase = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: readFileSync(join(dataDir, 'postgres', 'url'), 'utf8').trim() });
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  const logIn = async (base: string, email: string, password: string): Promise<string> => {
    const { status, body } = await ask(base, 'POST', '/api/account/login', { email, password });
    expect(status).to.equal(200);
    return body['access_token'] as string;
  };
  /** Somebody new with an address and two things in the cart. */
  const aBuyer = async (base: string, email: string, productId: string): Promise<string> => {
    await ask(base, 'POST', '/api/account/register', { email, password: PASSWORD, name: 'Ann' });
    const token = await logIn(base, email, PASSWORD);
    expect((await ask(base, 'POST', '/api/shippings/addresses', ADDRESS, token)).status).to.equal(201);
    expect((await ask(base, 'POST', '/api/carts/add', { product_id: productId, quantity: 2 }, token)).status).to.equal(200);
    return token;
  };
  const aProduct = async (base: string): Promise<string> => {
    const token = await logIn(base, ADMIN.ADMIN_EMAIL, ADMIN.ADMIN_PASSWORD);
    const { status, body } = await ask(base, 'POST', '/api/products/', { title: 'Kettle', price: 49.9, stock_quantity: 100 }, token);
    expect(status).to.equal(201);
    return body['id'] as string;
  };

  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'portico-process-'));
    chmodSync(dataDir, 0o755);
  });
  after(async () => {
    await Promise.all(started.map((shop) => shop.kill()));
    // A last one to leave in order takes the database with it.
    if (isDatabaseUp()) {
      const last = start('worker/main.ts');
      await last.open();
      await stop(last);
    }
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('opens in an empty folder, says where everything is, and takes its database with it when it leaves', async () => {
    const shop = start('main.ts', { LOG_LEVEL: 'info' });
    const base = await shop.open();

    expect((await ask(base, 'GET', '/health/ready')).status).to.equal(200);
    expect(shop.output).to.include(`${base}/api`).and.to.include(`${base}/docs`).and.to.include(join(dataDir, 'mail'));
    expect(shop.output, 'whose admin it is, and no secret').to.include(ADMIN.ADMIN_EMAIL);
    expect(shop.output).to.not.include(ADMIN.ADMIN_PASSWORD);
    await logIn(base, ADMIN.ADMIN_EMAIL, ADMIN.ADMIN_PASSWORD);

    expect(await stop(shop)).to.equal(0);
    expect(isDatabaseUp()).to.equal(false);
  });

  describe('several at once', () => {
    let worker: ShopProcess;
    let api: ShopProcess;
    let base: string;
    before(async () => {
      [worker, api] = [start('worker/main.ts'), start('http/main.ts')];
      [, base] = await Promise.all([worker.open(), api.open()]);
    });

    it('share a database, and what one commits the other works on', async () => {
      await ask(base, 'POST', '/api/account/register', { email: 'ann@example.com', password: PASSWORD });
      await eventually('the worker wrote the mail that the API asked for', () => {
        const folder = join(dataDir, 'mail');
        return existsSync(folder) && readdirSync(folder).some((name) => name.includes('verify-email'));
      });
    });

    it('are not disturbed by one that finds its port taken and says so', async () => {
      const { port } = new URL(base);
      const late = start('http/main.ts', { PORT: port });

      expect(await late.ended()).to.equal(1);
      expect(late.output).to.match(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken: stop what uses it, or set PORT$`, 'm'));
      expect((await ask(base, 'GET', '/health/ready')).status).to.equal(200);
    });

    it('are not joined by one that is older than the database', async () => {
      await onDatabase(`insert into knex_migrations (name, batch, migration_time) values ('29990101000000_from_the_future', 99, now())`);
      const old = start('main.ts');

      expect(await old.ended()).to.equal(1);
      expect(old.output).to.include('newer Portico').and.to.include('29990101000000_from_the_future');
      await onDatabase(`delete from knex_migrations where name like '2999%'`);
    });

    it('make an admin while they run, with a password that is shown once', async () => {
      const command = start('cli/main.ts', {}, 'admin', 'robin@example.com');
      expect(await command.ended()).to.equal(0);
      const password = /robin@example\.com {2}(\S+)/.exec(command.output)?.[1] ?? '';
      const token = await logIn(base, 'robin@example.com', password);

      expect((await ask(base, 'GET', '/api/admin/orders', undefined, token)).status).to.equal(200);
    });

    it('leave one after the other, and the last one stops the database', async () => {
      expect(await stop(worker)).to.equal(0);
      expect((await ask(base, 'GET', '/health/ready')).status).to.equal(200);
      expect(await stop(api)).to.equal(0);
      expect(isDatabaseUp()).to.equal(false);
    });
  });

  it('lets what runs end after SIGTERM, and says that it is leaving (OPS-02)', async () => {
    const shop = start('main.ts');
    const base = await shop.open();
    const token = await aBuyer(base, 'slow@example.com', await aProduct(base));
    const paying = ask(base, 'POST', '/api/orders/checkout', { gateway: 'fake', payment_token: 'tok_slow' }, token);
    await eventually('the order waits for its bank', async () => (await onDatabase('select 1 from orders')).length === 1);
    shop.signal('SIGTERM');
    await eventually('it says no, and that this connection ends', async () => {
      const { status, headers } = await ask(base, 'GET', '/health/ready');
      return status === 503 && headers.get('connection') === 'close';
    });

    const { status, body } = await paying;
    expect(status).to.equal(201);
    expect(body).to.include({ status: 'confirmed', payment_status: 'paid' });
    expect(await shop.ended()).to.equal(0);
    expect(isDatabaseUp()).to.equal(false);
  });

  it('finishes after a kill what stood between the two halves of a checkout, and charges nobody twice (ORD-02)', async () => {
    const killed = start('main.ts');
    const base = await killed.open();
    const product = await aProduct(base);
    const [uncharged, charged] = await Promise.all([
      aBuyer(base, 'uncharged@example.com', product),
      aBuyer(base, 'charged@example.com', product),
    ]);
    // Taken at the bank, but the answer is lost.
    const { status, body } = await ask(base, 'POST', '/api/orders/checkout', { payment_token: 'tok_timeout_after' }, charged);
    expect(status).to.equal(202);
    const lost = ask(base, 'POST', '/api/orders/checkout', { payment_token: 'tok_slow' }, uncharged).catch(() => undefined);
    const open = `status in ('pending', 'processing')`;
    await eventually('both wait for their bank', async () => (await onDatabase(`select 1 from payments where ${open}`)).length === 2);
    killed.signal('SIGKILL');
    await Promise.all([lost, killed.ended()]);
    expect(isDatabaseUp(), 'the database outlives a kill').to.equal(true);
    await onDatabase(`update payments set updated_at = now() - interval '1 minute' where ${open}`);

    const next = start('main.ts');
    await next.open();
    await eventually('both are settled', async () => (await onDatabase(`select 1 from payments where ${open}`)).length === 0);
    const orders = await onDatabase<{ email: string; status: string; taken: string; reserved: string }>(
      `select o.email, o.status, coalesce((select sum(captured_minor) from payments p where p.order_id = o.id), 0)::text as taken,
         (select count(*) from reservations r where r.order_id = o.id)::text as reserved
       from orders o where o.email <> 'slow@example.com' order by o.email`,
    );
    expect(orders).to.deep.equal([
      { email: 'charged@example.com', status: 'confirmed', taken: '9980', reserved: '1' },
      { email: 'uncharged@example.com', status: 'pending', taken: '0', reserved: '0' },
    ]);
    const charges = await onDatabase<{ n: string }>(
      `select count(*)::text as n from fake_gateway_charges c join payments p on p.id::text = c.payment_id::text
       where p.order_id = $1 and c.captured_minor > 0`,
      [body['id']],
    );
    expect(charges).to.deep.equal([{ n: '1' }]);

    next.signal('SIGINT');
    next.signal('SIGTERM');
    expect(await next.ended(), 'told twice, it leaves at once').to.equal(130);
  });
});

describe('A start with bad settings', function () {
  this.timeout(30_000);

  let dataDir: string;
  before(() => (dataDir = join(mkdtempSync(join(tmpdir(), 'portico-settings-')), 'data')));
  after(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }));

  const outputOf = async (env: Readonly<Record<string, string>>): Promise<{ code: number | null; output: string }> => {
    const shop = new ShopProcess('main.ts', [], { DATA_DIR: dataDir, ...env });
    return { code: await shop.ended(), output: shop.output };
  };

  it('ends with the name of what is missing in production (SEC-08)', async () => {
    const { code, output } = await outputOf({ NODE_ENV: 'production', BCRYPT_COST: '12' });

    expect(code).to.equal(1);
    expect(output).to.include('JWT_SECRET is required');
    expect(existsSync(dataDir), 'nothing was begun').to.equal(false);
  });

  it('names a secret that is too easy to guess, and never shows it (SEC-08)', async () => {
    const { code, output } = await outputOf({ NODE_ENV: 'production', BCRYPT_COST: '12', JWT_SECRET: 'changeme123' });

    expect(code).to.equal(1);
    expect(output).to.include('JWT_SECRET');
    expect(output).to.not.include('changeme123');
  });

  it('names the database that does not answer without its password', async () => {
    const { code, output } = await outputOf({ DATABASE_URL: 'postgres://shop:hunter2@127.0.0.1:1/shop' });

    expect(code).to.equal(1);
    expect(output).to.include('DATABASE_URL');
    expect(output).to.not.include('hunter2');
  });
});
