import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';

const ADMIN = { ADMIN_EMAIL: 'boss@example.com', ADMIN_PASSWORD: 'plum-tree-garden-7' };
/** Three processes start one after the other, each from the sources. */
const A_SLOW_MACHINE_MS = 100_000;

const TOKEN = 'only-for-whoever-watches';

const childrenOf = (pid: number): number[] => {
  try {
    const lines = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    // The database is a child of its own kind.
    return lines.map(Number).filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('interfaces/main'));
  } catch {
    return [];
  }
};

/** A request on a connection of its own. */
const statusOf = async (url: string): Promise<number> => {
  const { status } = await fetch(url, { headers: { Connection: 'close', Authorization: `Bearer ${TOKEN}` } });
  return status;
};

const pageOf = async (base: string): Promise<string> =>
  (await fetch(`${base}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } })).text();

const valueIn = (page: string, line: string): number =>
  Number(
    page
      .split('\n')
      .find((other) => other.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );

describe('Several processes under one parent', function () {
  this.timeout(150_000);

  const started: ShopProcess[] = [];
  let dataDir: string;
  let shop: ShopProcess;
  let base: string;
  const start = (env: Readonly<Record<string, string>> = {}): ShopProcess => {
    const made = new ShopProcess('main.ts', [], {
      DATA_DIR: dataDir,
      JWT_SECRET: 'only-for-tests-0123456789-abcdefghij',
      WEB_CONCURRENCY: '2',
      METRICS_TOKEN: TOKEN,
      LOG_LEVEL: 'info',
      ...ADMIN,
      ...env,
    });
    started.push(made);
    return made;
  };
  const isDatabaseUp = (): boolean => existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'));

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    dataDir = mkdtempSync(join(tmpdir(), 'portico-herd-'));
    chmodSync(dataDir, 0o755);
    shop = start();
    base = await shop.open(A_SLOW_MACHINE_MS);
  });
  after(async () => {
    await Promise.all(started.map((made) => made.kill()));
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('open together: two for requests, one for the jobs, and the terminal is told once', async () => {
    expect(childrenOf(shop.pid)).to.have.length(3);
    expect(shop.output.match(/ is open /g)).to.have.length(1);
    expect(shop.output.match(/boss@example\.com/g), 'one of them made the admin').to.have.length(1);
    expect(await statusOf(`${base}/health/ready`)).to.equal(200);
  });

  it('answer with one page of numbers', async () => {
    const before = valueIn(await pageOf(base), 'portico_http_requests_total{method="GET",route="/health/live",status="2xx"}') || 0;
    for (let count = 0; count < 8; count += 1) await statusOf(`${base}/health/live`);
    const page = await pageOf(base);

    expect(valueIn(page, 'portico_http_requests_total{method="GET",route="/health/live",status="2xx"}') - before).to.equal(8);
    expect(valueIn(page, 'portico_processes')).to.equal(3);
    expect(valueIn(page, 'portico_db_up'), 'what all of them see is not added up').to.equal(1);
  });

  it('are replaced when one dies, and the others go on meanwhile', async () => {
    const before = childrenOf(shop.pid);
    const [victim = 0] = before;
    process.kill(victim, 'SIGKILL');
    await eventually(
      'there is another',
      () => {
        const now = childrenOf(shop.pid);
        return now.length === 3 && !now.includes(victim);
      },
      A_SLOW_MACHINE_MS,
    );
    await eventually('it is counted', async () => valueIn(await pageOf(base), 'portico_processes_replaced_total') === 1);
    expect(shop.output).to.include('A process ended by itself');
  });

  it('are renewed one after the other by SIGHUP, and nobody is refused meanwhile', async () => {
    const before = childrenOf(shop.pid);
    const statuses: number[] = [];
    let isOver = false;
    const customer = async (): Promise<void> => {
      while (!isOver) statuses.push(await statusOf(`${base}/api/products`).catch(() => 0));
    };
    const customers = Promise.all([customer(), customer(), customer()]);
    shop.signal('SIGHUP');
    await eventually('all are new', () => shop.output.includes('All processes are new'), A_SLOW_MACHINE_MS);
    isOver = true;
    await customers;

    expect(statuses.length).to.be.greaterThan(10);
    expect([...new Set(statuses)]).to.deep.equal([200]);
    expect(childrenOf(shop.pid)).to.have.length(3);
    expect(childrenOf(shop.pid).filter((pid) => before.includes(pid))).to.deep.equal([]);
  });

  it('leave together on SIGTERM, and the database after them (OPS-02)', async () => {
    shop.signal('SIGTERM');
    await eventually('nobody is sent here any more', async () => (await statusOf(`${base}/health/ready`).catch(() => 503)) === 503);

    expect(await shop.ended()).to.equal(0);
    expect(isDatabaseUp()).to.equal(false);
    expect(shop.output, 'nobody was mourned').to.not.include('"signal":"SIGTERM"');
  });

  it('do not open when their port is taken, and say so once', async () => {
    const other: Server = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const late = start({ PORT: String(port) });

    expect(await late.ended()).to.equal(1);
    other.close();
    expect(late.output.match(/is taken: stop what uses it/g), late.output).to.have.length(1);
    expect(isDatabaseUp()).to.equal(false);
  });
});
