import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startShop } from '../../support/shop.js';

/** Where systems keep it; playwright-core brings none of its own. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** The pages of the shop in a real browser: what they ask for, and what the browser has to complain of. */
describe('Reading the documentation in a browser', function () {
  this.timeout(60_000);

  const shop = startShop();
  let browser: Browser;
  let home: string;

  before(async function () {
    if (!CHROMIUM) {
      console.warn('      NOT TESTED: there is no Chromium on this machine (apt-get install chromium)');
      this.skip();
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    home = `http://127.0.0.1:${(shop.server.address() as AddressInfo).port}`;
  });
  after(() => browser?.close());

  async function open(
    path: string,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; foreign: string[]; complaints: string[] }> {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
    const foreign: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${home}/`) && !url.startsWith('data:')) foreign.push(url);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(home + path, { waitUntil: 'networkidle' });
    return { page, foreign, complaints };
  }

  for (const scheme of ['light', 'dark'] as const) {
    it(`shows every route, asks nobody else for anything and breaks no policy (${scheme}) (API-02)`, async () => {
      const { page, foreign, complaints } = await open('/docs', scheme);
      const { body } = await shop.anyone.get('/openapi.json');
      const operations = Object.values((body as { paths: Record<string, object> }).paths).flatMap((methods) => Object.keys(methods));

      await page
        .locator('.opblock')
        .nth(operations.length - 1)
        .waitFor();
      expect(await page.locator('.opblock').count()).to.equal(operations.length);
      expect(await page.locator('h1, h2.title').first().innerText()).to.contain('Portico API');
      const [red = 0] = await page.evaluate<number[]>('getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)');
      expect(red < 128, 'a dark ground').to.equal(scheme === 'dark');
      expect(foreign).to.deep.equal([]);
      expect(complaints).to.deep.equal([]);
      await page.close();
    });
  }

  it('lets a route be tried on the shop that the page came from', async () => {
    const { page, foreign, complaints } = await open('/docs');
    const route = page.locator('#operations-Operations-get_health_live');

    await route.locator('.opblock-summary-control').click();
    await route.getByRole('button', { name: 'Try it out' }).click();
    await route.getByRole('button', { name: 'Execute' }).click();
    const answer = route.locator('.live-responses-table .response-col_status').nth(1);
    await answer.waitFor();

    expect(await answer.innerText()).to.contain('200');
    expect(foreign).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    await page.close();
  });

  it('explains the codes', async () => {
    const { page, foreign, complaints } = await open('/docs/errors#server.error');

    expect(await page.locator('h2:target').innerText()).to.equal('server.error');
    expect(foreign).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    await page.close();
  });
});
