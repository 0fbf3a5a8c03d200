import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { eventually } from '../../support/eventually.js';
import { Market } from '../../support/market.js';
import { startShop } from '../../support/shop.js';

/** Shown by the parent of several processes. */
const ONLY_UNDER_A_PARENT: ReadonlySet<string> = new Set(['portico_processes', 'portico_processes_replaced_total']);

const TOKEN = 'only-for-whoever-watches';

/** The value of a line, by its name and labels as they are written. */
const valueOf = (page: string, line: string): number | undefined => {
  const found = page.split('\n').find((other) => other.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};

describe('Watching the shop by numbers', () => {
  const shop = startShop();
  const page = async (): Promise<string> => (await shop.anyone.get('/metrics')).text;

  it('shows what Prometheus reads', async () => {
    const { status, headers, text } = await shop.anyone.get('/metrics');

    expect(status).to.equal(200);
    expect(headers['content-type']).to.match(/^text\/plain; version=0\.0\.4/);
    expect(headers['cache-control']).to.equal('no-store');
    for (const line of text.split('\n').filter((other) => other !== '')) {
      expect(line).to.match(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? (-?[\d.e+-]+|Na[Nn]|[+-]Inf))$/);
    }
  });

  it('counts requests by the pattern of their route, and strangers together', async () => {
    await shop.anyone.get('/api/products/no-such-product');
    await shop.anyone.get('/api/products/another-that-is-not-there');
    await shop.anyone.get('/wp-admin/setup.php');
    const text = await page();

    expect(valueOf(text, 'portico_http_requests_total{method="GET",route="/api/products/{product_id}",status="4xx"}')).to.equal(2);
    expect(valueOf(text, 'portico_http_requests_total{method="GET",route="unmatched",status="4xx"}')).to.equal(1);
    expect(valueOf(text, 'portico_refusals_total{code="request.unknown_route"}')).to.equal(1);
    expect(text).to.not.include('no-such-product').and.to.not.include('wp-admin');
  });

  it('counts this very request as in flight, and lets go of the ones that are done', async () => {
    expect(valueOf(await page(), 'portico_http_requests_in_flight')).to.equal(1);
  });

  it('counts what was committed, with the money in it, and nothing about a person', async () => {
    const market = new Market(shop);
    const ware = await market.ware();
    const { client } = await market.shopper([ware, 2]);
    const { status, body } = await client.post('/api/orders/checkout', { gateway: 'fake', payment_token: 'tok_success' });
    expect(status).to.equal(201);
    const text = await page();

    expect(valueOf(text, 'portico_events_total{type="order.confirmed"}')).to.equal(1);
    expect(valueOf(text, 'portico_events_total{type="payment.captured"}')).to.equal(1);
    expect(valueOf(text, 'portico_payment_amount_minor_total{type="payment.captured",currency="USD"}')).to.be.greaterThan(0);
    for (const secret of ['@', (body as { id: string }).id]) expect(text).to.not.include(secret);
  });

  it('shows what waits in the database, and how the pool is used', async () => {
    const text = await page();

    await eventually('the page has looked again', async () => Number(valueOf(await page(), 'portico_outbox_events')) > 0);
    expect(valueOf(text, 'portico_db_up')).to.equal(1);
    expect(valueOf(text, 'portico_db_pool_connections{state="waiting"}')).to.equal(0);
    expect(valueOf(text, 'portico_jobs_backlog{state="given_up"}')).to.equal(0);
    expect(text).to.include('nodejs_eventloop_lag_p99_seconds').and.to.include('process_resident_memory_bytes');
  });

  it('counts alarms, which are lines of the log', async () => {
    shop.container.get(TOKENS.logger).error('A provider took another sum', { alarm: true });
    shop.container.get(TOKENS.logger).warn('Something else');
    const text = await page();

    expect(valueOf(text, 'portico_alarms_total')).to.equal(1);
    expect(valueOf(text, 'portico_log_lines_total{level="warn"}')).to.be.greaterThan(0);
  });

  it('has every number that the alerts and the dashboard ask for', async () => {
    await shop.knex('webhook_refusals').insert({ gateway: 'fake', refused: 1, last_at: new Date() });
    let text = '';
    await eventually('the page has looked again', async () => (text = await page()).includes('portico_webhooks_refused{'));
    const there = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
    for (const file of ['docs/ops/alerts.yml', 'docs/ops/grafana-dashboard.json']) {
      const asked = new Set([...readFileSync(file, 'utf8').matchAll(/\b(?:portico|nodejs|process)_\w+/g)].map(([name]) => name));
      expect(asked.size, file).to.be.greaterThan(10);
      const missing = [...asked].filter((name) => !there.has(name.replace(/_(bucket|sum|count)$/, '')) && !ONLY_UNDER_A_PARENT.has(name));
      expect(missing, file).to.deep.equal([]);
    }
  });

  it('has a page in the runbook for every alert', () => {
    const alerts = [...readFileSync('docs/ops/alerts.yml', 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const chapters = [...readFileSync('docs/ops/runbook.md', 'utf8').matchAll(/^## (\w+)$/gm)].map(([, name]) => name);

    expect(alerts.length).to.be.greaterThan(10);
    expect(chapters).to.deep.equal(alerts);
  });

  it('is not there for whoever comes from elsewhere, even when a proxy on this machine brings them', async () => {
    for (const name of ['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP']) {
      const { status, body } = await shop.anyone.get('/metrics', { [name]: '127.0.0.1' });
      expect(status, name).to.equal(404);
      expect(body).to.include({ code: 'request.unknown_route' });
    }
  });

  describe('with a token', () => {
    const guarded = startShop({ METRICS_TOKEN: TOKEN });

    it('is for whoever has it, from wherever', async () => {
      const { status } = await guarded.anyone.get('/metrics', { Authorization: `Bearer ${TOKEN}`, 'X-Forwarded-For': '203.0.113.7' });
      expect(status).to.equal(200);
    });

    it('is for nobody else', async () => {
      for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: `Basic ${TOKEN}` }, { Authorization: TOKEN }]) {
        const { status, body } = await guarded.anyone.get('/metrics', headers as Record<string, string>);
        expect(status).to.equal(401);
        expect(body).to.include({ code: 'account.not_authenticated' });
      }
    });
  });
});
