/**
 * `npm run bench:payments`: webhooks a second, what an Idempotency-Key and the ledger cost a purchase, and how long 10,000 payments without an answer
 * take the sweeper, and whether checkouts feel it. `BENCH_STUCK` and `BENCH_SECONDS` change the size.
 */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { timestampedSignature } from '../src/infrastructure/payment/timestamped-signature.js';
import { send, tell, type Measured } from './load.js';
import { cpuOf, cpuOfFamily } from './processes.js';
import { drained, openBenchShop, type BenchShop } from './shop.js';
import { fillShop, welcomeCustomers } from './stock.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const STUCK = Number(process.env['BENCH_STUCK'] ?? 10_000);
const SECRET = 'bench-webhook-secret-0123456789abcdef';
const log = (text: string): void => void process.stderr.write(`${text}\n`);
const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

type Headers = Readonly<Record<string, string>>;
interface Waiting {
  readonly paymentId: string;
  readonly amount: number;
}

async function buy(
  shop: BenchShop,
  headers: Headers,
  productId: string,
  body: object,
  key?: () => string,
): Promise<{ status: number; body: string }> {
  const keyed = (): Headers => (key ? { ...headers, 'idempotency-key': key() } : headers);
  await send(shop.base, { method: 'POST', path: '/api/carts/add', headers: keyed(), body: { product_id: productId } });
  return send(shop.base, { method: 'POST', path: '/api/orders/checkout', headers: keyed(), body });
}

/** Orders whose payment waits for the buyer's bank, so that only a webhook decides. */
async function waitingPayments(
  shop: BenchShop,
  customers: readonly Headers[],
  productIds: readonly string[],
  count: number,
): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  let next = 0;
  await Promise.all(
    customers.map(async (headers, customer) => {
      while ((next += 1) <= count) {
        const { body } = await buy(shop, headers, pick(productIds, customer), { payment_token: 'tok_3ds' });
        const { payment } = JSON.parse(body) as { payment: { id: string; amount: number } };
        waiting.push({ paymentId: payment.id, amount: payment.amount });
      }
    }),
  );
  return waiting;
}

function tellCaptured(shop: BenchShop, { paymentId, amount }: Waiting): Promise<{ status: number }> {
  const body = {
    id: `evt_${randomUUID()}`,
    type: 'payment.captured',
    created: Math.floor(Date.now() / 1000),
    data: { payment_id: paymentId, amount, currency: 'USD' },
  };
  const signature = timestampedSignature(SECRET, Buffer.from(JSON.stringify(body)), new Date());
  return send(shop.base, { method: 'POST', path: '/api/payments/webhooks/fake', headers: { 'x-webhook-signature': signature }, body });
}

/** Each webhook confirms an order of its own, until all have been told. */
async function webhooks(shop: BenchShop, waiting: readonly Waiting[], connections: number): Promise<Measured> {
  let next = 0;
  const began = performance.now();
  const times: number[] = [];
  let failures = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < waiting.length) {
        const payment = waiting[next++] as Waiting;
        const start = performance.now();
        if ((await tellCaptured(shop, payment)).status !== 200) failures += 1;
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  const at = (share: number): number => times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
  return { perSecond: times.length / took, requests: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), failures, took };
}

async function purchases(
  shop: BenchShop,
  customers: readonly Headers[],
  productIds: readonly string[],
  isKeyed: boolean,
): Promise<{ rate: number; cpuMs: number }> {
  await drained(shop.database);
  const spent = (): number => cpuOf(shop.server.pid) + cpuOfFamily(shop.postgresPid);
  const before = spent();
  const result = await tell(customers.length, SECONDS, async (worker, round) => {
    const { status } = await buy(shop, pick(customers, worker), pick(productIds, worker + round), {}, isKeyed ? randomUUID : undefined);
    return status === 201;
  });
  if (result.failures > 0) throw new Error(`${result.failures} purchases failed`);
  const took = spent() - before;
  await drained(shop.database);
  return { rate: result.perSecond, cpuMs: (took * 1000) / result.requests };
}

/** Purchases whose ledger forgets each entry instead of writing it: what it costs is the difference, but for a trigger's call. */
async function withoutLedger<Result>(database: Knex, work: () => Promise<Result>): Promise<Result> {
  await database.raw(`
    create function bench_forget() returns trigger language plpgsql as 'begin return null; end';
    create trigger bench_forget before insert on payment_events for each row execute function bench_forget();
  `);
  try {
    return await work();
  } finally {
    await database.raw('drop trigger bench_forget on payment_events; drop function bench_forget');
  }
}

/** Copies of one order whose provider took the money and never said so: as a crash at the worst moment leaves them. */
async function strand(database: Knex, orderId: string, count: number): Promise<void> {
  const columns = async (table: string): Promise<string[]> => {
    const { rows } = await database.raw<{ rows: { name: string }[] }>(
      `select column_name as name from information_schema.columns where table_name = ? and table_schema = 'public' and is_generated = 'NEVER'`,
      [table],
    );
    return rows.map(({ name }) => name);
  };
  const copy = async (table: string, from: string, changes: Readonly<Record<string, string>>): Promise<void> => {
    const names = await columns(table);
    const values = names.map((name) => changes[name] ?? `t."${name}"`);
    await database.raw(`insert into ${table} ("${names.join('","')}") select ${values.join(', ')} from ${from}`, [orderId]);
  };
  await database.raw(
    'create table bench_stranded as select gen_random_uuid() as order_id, gen_random_uuid() as payment_id from generate_series(1, ?::int)',
    [count],
  );
  const late = `now() - interval '1 minute'`;
  await copy('orders', 'orders t, bench_stranded s where t.id = ?', {
    id: 's.order_id', number: `'P-' || left(s.order_id::text, 18)`, cart_id: 'gen_random_uuid()', status: `'pending'`, pay_by: `now() + interval '1 hour'`, version: '1',
  }); // prettier-ignore
  await copy('order_lines', 'order_lines t, bench_stranded s where t.order_id = ?', { order_id: 's.order_id', id: 'gen_random_uuid()' });
  await copy('payments', 'payments t, bench_stranded s where t.order_id = ?', {
    id: 's.payment_id', order_id: 's.order_id', status: `'pending'`, captured_minor: '0', reference: 'null', updated_at: late, created_at: late, version: '1',
  }); // prettier-ignore
  await copy('fake_gateway_charges', 'fake_gateway_charges t, bench_stranded s where t.payment_id = (select id from payments where order_id = ?)', {
    payment_id: 's.payment_id', reference: `'fake_' || replace(s.payment_id::text, '-', '')`,
  }); // prettier-ignore
  await database.raw(
    `update stock set reserved = reserved + ?::int where variant_id in (select variant_id from order_lines where order_id = ?)`,
    [count, orderId],
  );
  await database.raw(
    `insert into reservations (order_id, variant_id, quantity, until)
     select s.order_id, line.variant_id, line.quantity, now() + interval '1 hour' from order_lines line, bench_stranded s where line.order_id = ?`,
    [orderId],
  );
  await database.raw('analyze');
}

async function sweep(
  shop: BenchShop,
  customers: readonly Headers[],
  productIds: readonly string[],
): Promise<{ seconds: number; p50: number; p99: number }> {
  const { body } = await buy(shop, pick(customers, 0), pick(productIds, 0), {});
  await drained(shop.database);
  await strand(shop.database, (JSON.parse(body) as { id: string }).id, STUCK);
  const began = performance.now();
  let isOver = false;
  const left = async (): Promise<number> => {
    const [row] = await shop.database('payments').whereIn('status', ['pending', 'processing']).count<{ count: string }[]>();
    return Number(row?.count ?? 0);
  };
  const watch = (async () => {
    while ((await left()) > 0 && performance.now() - began < 300_000) await new Promise((resolve) => setTimeout(resolve, 500));
    isOver = true;
    return (performance.now() - began) / 1000;
  })();
  const times: number[] = [];
  while (!isOver) {
    const start = performance.now();
    await buy(shop, pick(customers, 1), pick(productIds, 1), {});
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  times.sort((a, b) => a - b);
  return { seconds: await watch, p50: times[Math.floor(times.length / 2)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}

const shop = await openBenchShop({ FAKE_GATEWAY_SECRET: SECRET, ORDER_EXPIRY_MINUTES: '60' });
try {
  const products = (await fillShop(shop, 100)).map(({ id }) => id);
  const customers = await welcomeCustomers(shop, 32);
  await shop.database.raw('analyze');
  log('… payments that wait for a webhook');
  const waiting = await waitingPayments(shop, customers, products, 1_800);
  await drained(shop.database);
  log('… webhooks');
  const many = await webhooks(shop, waiting.slice(300), 32);
  await drained(shop.database);
  const few = await webhooks(shop, waiting.slice(0, 300), 2);
  log('… purchases without and with a key, and without a ledger');
  const plain = await purchases(shop, customers, products, false);
  const keyed = await purchases(shop, customers, products, true);
  const unrecorded = await withoutLedger(shop.database, () => purchases(shop, customers, products, false));
  log(`… ${STUCK} payments without an answer`);
  const swept = await sweep(shop, customers, products);
  process.stdout.write(
    [
      `- Webhooks, each confirming an order: ${many.perSecond.toFixed(0)}/s at 32 connections (${many.failures} failed); p50 ${few.p50.toFixed(1)} ms at 2`,
      `- A purchase (one add, one checkout) costs ${plain.cpuMs.toFixed(1)} ms of CPU without and ${keyed.cpuMs.toFixed(1)} ms with an Idempotency-Key on both requests (${plain.rate.toFixed(0)}/s and ${keyed.rate.toFixed(0)}/s): ${(100 * (keyed.cpuMs / plain.cpuMs - 1)).toFixed(0)} %`,
      `- The ledger’s two entries cost ${(plain.cpuMs - unrecorded.cpuMs).toFixed(2)} ms of that: ${(100 * (1 - unrecorded.cpuMs / plain.cpuMs)).toFixed(0)} %`,
      `- ${STUCK} payments without an answer were settled in ${swept.seconds.toFixed(0)} s; an add and a checkout meanwhile: p50 ${swept.p50.toFixed(0)} ms, p99 ${swept.p99.toFixed(0)} ms`,
      '',
    ].join('\n'),
  );
} finally {
  await shop.stop();
}
