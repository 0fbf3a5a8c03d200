import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { JsonDemoCatalogue } from '../../../src/infrastructure/demo/json-demo-catalogue.js';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';

const freePort = (): Promise<string> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(String(port)));
    });
  });

describe('The very first start', function () {
  this.timeout(120_000);
  const PATIENCE_MS = 90_000;
  let dataDir: string;
  const started: ShopProcess[] = [];
  const start = (port: string): ShopProcess => {
    const shop = new ShopProcess('main.ts', [], { DATA_DIR: dataDir, DEMO: 'on', PORT: port });
    started.push(shop);
    return shop;
  };

  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'portico-first-'));
    chmodSync(dataDir, 0o755);
  });
  after(async () => {
    await Promise.all(started.map((shop) => shop.kill()));
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('answers while the demo shop is being loaded, is ready once it is in, and goes on with it after a kill', async () => {
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const statusOf = async (path: string): Promise<number> => (await fetch(base + path).catch(() => ({ status: 0 }))).status;
    const total = async (): Promise<number> => {
      const answer = await fetch(`${base}/api/products/?limit=1`).catch(() => undefined);
      return answer?.ok ? ((await answer.json()) as { total: number }).total : 0;
    };

    const interrupted = start(port);
    await eventually('some of the demo shop is in', async () => (await total()) > 3, PATIENCE_MS);
    expect(await statusOf('/health/live')).to.equal(200);
    expect(await statusOf('/health/ready')).to.equal(503);
    await interrupted.kill();

    const shop = start(port);
    await eventually('it is ready', async () => (await statusOf('/health/ready')) === 200, PATIENCE_MS);
    await shop.open();
    const { products } = await new JsonDemoCatalogue('docs/demo', 'USD').read();
    expect(products.length).to.be.at.least(60);
    expect(await total(), 'each of them once').to.equal(products.length);

    for (const role of ['admin', 'customer']) {
      const [, email, password] = new RegExp(`${role} +(\\S+@\\S+) +(\\S+)`).exec(shop.output) ?? [];
      const answer = await fetch(`${base}/api/account/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      expect(answer.status, `the ${role} of the banner`).to.equal(200);
    }
    shop.signal('SIGTERM');
    expect(await shop.ended()).to.equal(0);
  });
});
