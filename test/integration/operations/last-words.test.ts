import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ShopProcess } from '../../support/shop-process.js';
import { createTestDatabase, dropTestDatabase } from '../../support/test-server.js';

const REQUESTS = 300;

describe('The last lines of the log', function () {
  this.timeout(60_000);

  const name = `portico_test_${randomBytes(6).toString('hex')}`;
  let url: string;
  let dataDir: string;
  before(async () => {
    url = await createTestDatabase(name);
    dataDir = mkdtempSync(join(tmpdir(), 'portico-last-words-'));
  });
  after(async () => {
    await dropTestDatabase(name);
    rmSync(dataDir, { recursive: true, force: true });
  });

  for (const [how, signals, code] of [
    ['asked to leave', ['SIGTERM'], 0],
    ['made to leave at once', ['SIGINT', 'SIGTERM'], 130],
  ] as const) {
    it(`are written by a process that is ${how}`, async () => {
      const shop = new ShopProcess('http/main.ts', [], { DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'info' });
      try {
        const base = await shop.open();
        const ids = Array.from({ length: REQUESTS }, (_, index) => `last-words-${index}-of-${signals.length}`);
        await Promise.all(
          ids.map((id) => fetch(`${base}/health/live`, { headers: { 'x-request-id': id } }).then((answer) => answer.text())),
        );
        for (const signal of signals) shop.signal(signal);

        expect(await shop.ended()).to.equal(code);
        expect(ids.filter((id) => !shop.output.includes(`"${id}"`))).to.deep.equal([]);
      } finally {
        await shop.kill();
      }
    });
  }
});
