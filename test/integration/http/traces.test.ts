import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { Market } from '../../support/market.js';
import { eventually } from '../../support/eventually.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { startShop } from '../../support/shop.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string; readonly intValue?: string } }[];
}

const PORT = 20_000 + (process.pid % 10_000); // below those that the system gives to whoever asks for any
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('Tracing what a request is made of', () => {
  const shop = startShop({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${PORT}` });
  const spans: Span[] = [];
  let sent = '';
  let collector: Server;

  before(async () => {
    collector = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        sent += text;
        const body = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
        if (request.url === '/v1/traces')
          spans.push(...body.resourceSpans.flatMap((each) => each.scopeSpans.flatMap((scope) => scope.spans)));
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(PORT, '127.0.0.1', resolve));
  });
  after(async () => {
    await shop.container.get(TOKENS.tracer)?.close();
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  });

  const named = (name: string): Span | undefined => spans.find((span) => span.name === name);
  const inside = (outer: Span): Span[] => spans.filter(({ parentSpanId }) => parentSpanId === outer.spanId);

  it('continues the trace of whoever asks, down to the statements', async () => {
    const market = new Market(shop);
    const { client } = await market.shopper([await market.ware(), 2]);
    const { status } = await client.post(
      '/api/orders/checkout',
      { gateway: 'fake', payment_token: 'tok_success' },
      { traceparent: `00-${TRACE}-${PARENT}-01` },
    );
    expect(status).to.equal(201);
    await eventually('the collector has heard of it', () => named('POST /api/orders/checkout') !== undefined);
    const request = named('POST /api/orders/checkout');
    if (!request) throw new Error('There is no such span');

    expect(request).to.include({ traceId: TRACE, parentSpanId: PARENT, kind: 2 });
    expect(request.attributes.find(({ key }) => key === 'http.response.status_code')?.value).to.deep.equal({ intValue: '201' });
    const [transaction] = inside(request).filter(({ name }) => name === 'unit of work');
    if (!transaction) throw new Error('There is no transaction in it');
    const statements = inside(transaction);
    expect(statements.map(({ name }) => name)).to.include('outbox.append');
    expect(new Set(statements.map(({ traceId }) => traceId))).to.deep.equal(new Set([TRACE]));
  });

  it('tells names and never values', () => {
    for (const secret of ['Ada', 'Lovelace', '@example.com', 'San Francisco', 'tok_success', 'select ', 'insert '])
      expect(sent).to.not.include(secret);
  });

  it('keeps nothing of what its sender does not want kept', async () => {
    await shop.anyone.get('/health/ready', { traceparent: '00-aaaabbbbccccddddaaaabbbbccccdddd-00f067aa0ba902b7-00' });
    await shop.anyone.get('/api/products/no-such-thing', { traceparent: 'nonsense' });
    await eventually('the later one has come', () => named('GET /api/products/{product_id}') !== undefined);

    expect(spans.some(({ traceId }) => traceId === 'aaaabbbbccccddddaaaabbbbccccdddd')).to.equal(false);
    expect(named('GET /api/products/{product_id}')?.parentSpanId).to.equal(undefined);
  });
});
