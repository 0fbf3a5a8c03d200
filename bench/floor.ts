/**
 * The floor under a purchase: the rows that the shop writes for two adds and a checkout, written by plain `pg` and nothing else, prepared,
 * each transaction sent in one piece, with the same durability and in as many transactions (two adds, the order placed, the test bank's own
 * record, the order confirmed). What is written is copied from an order that the shop itself made a moment before, column by column, so the
 * floor follows the schema. The domain, HTTP, and every decision are missing: this is what the machine's PostgreSQL gives at the very most.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { send, type Measured } from './load.js';
import { cpuOfFamily } from './processes.js';
import type { World } from './scenarios.js';

type Row = Readonly<Record<string, unknown>>;

interface Template {
  readonly orderId: string;
  readonly cartId: string;
  readonly paymentId: string;
  readonly cart: Row;
  readonly items: readonly Row[];
  readonly order: Row;
  readonly lines: readonly Row[];
  readonly payment: Row;
  readonly ledger: readonly Row[];
  readonly history: readonly Row[];
  readonly reservations: readonly Row[];
  readonly events: readonly Row[];
  readonly charge: Row;
  /** Columns that PostgreSQL fills by itself. */
  readonly generated: ReadonlySet<string>;
}

const SESSIONS = 8; // more only queue: SPEED of the pool is the same from 8 on

/** Types as the server sends them: a jsonb or a timestamp goes back as the text it came as. */
const asText = { getTypeParser: () => (text: string) => text };

async function placeOne({ shop, customers, products }: World): Promise<string> {
  const headers = customers[0] ?? {};
  for (const product of products.slice(0, 2))
    await send(shop.base, { method: 'POST', path: '/api/carts/add', headers, body: { product_id: product.id } });
  const answer = await send(shop.base, { method: 'POST', path: '/api/orders/checkout', headers, body: {} });
  if (answer.status !== 201) throw new Error(`The pattern could not be bought: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as { id: string }).id;
}

async function templateOf(url: string, orderId: string): Promise<Template> {
  const client = new pg.Client({ connectionString: url, types: asText });
  await client.connect();
  const rows = async (text: string, value: unknown): Promise<Row[]> => (await client.query<Row>(text, [value])).rows;
  const one = async (text: string, value: unknown): Promise<Row> => {
    const [row] = await rows(text, value);
    if (!row) throw new Error(`The pattern lacks a row: ${text}`);
    return row;
  };
  try {
    const order = await one('select * from orders where id = $1', orderId);
    const payment = await one('select * from payments where order_id = $1', orderId);
    const generated = await rows(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = $1 and (is_generated = 'ALWAYS' or identity_generation = 'ALWAYS')`,
      'public',
    );
    return {
      orderId,
      cartId: String(order['cart_id']),
      paymentId: String(payment['id']),
      order,
      payment,
      cart: await one('select * from carts where id = $1', order['cart_id']),
      items: await rows('select * from cart_items where cart_id = $1', order['cart_id']),
      lines: await rows('select * from order_lines where order_id = $1', orderId),
      ledger: await rows('select * from payment_events where payment_id = $1', payment['id']),
      history: await rows('select * from order_history where order_id = $1', orderId),
      reservations: await rows('select * from reservations where order_id = $1', orderId),
      events: await rows(
        'select * from outbox where aggregate_id in ($1::text, (select id::text from payments where order_id = $1::uuid))',
        orderId,
      ),
      charge: await one('select * from fake_gateway_charges where payment_id = $1', payment['id']),
      generated: new Set(generated.map(({ name }) => String(name))),
    };
  } finally {
    await client.end();
  }
}

/** One purchase on one session; every statement of a transaction is sent without waiting for the one before. */
async function buy(client: pg.Client, template: Template, customerId: string): Promise<void> {
  const [orderId, cartId, paymentId] = [randomUUID(), randomUUID(), randomUUID()];
  const renamed = new Map<unknown, unknown>([
    [template.orderId, orderId],
    [template.cartId, cartId],
    [template.paymentId, paymentId],
    [template.cart['customer_id'], customerId],
    [template.order['number'], orderId.slice(0, 18)],
  ]);
  const run = (text: string, values: unknown[] = []): Promise<unknown> => client.query({ name: text.slice(0, 60), text, values });
  const insert = (table: string, row: Row, changed: Row = {}): Promise<unknown> => {
    const columns = Object.keys(row).filter((column) => !template.generated.has(`${table}.${column}`));
    const values = columns.map((column) => changed[column] ?? renamed.get(row[column]) ?? row[column]);
    const text = `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`;
    return client.query({ name: `floor.${table}`, text, values });
  };
  const together = async (...statements: readonly (() => Promise<unknown>)[]): Promise<void> => {
    await Promise.all([run('begin'), ...statements.map((statement) => statement()), run('commit')]);
  };
  const [first, second] = template.items.map((item) => () => insert('cart_items', item, { id: randomUUID() }));
  if (!first || !second) throw new Error('The pattern has no two lines');
  await together(() => insert('carts', template.cart, { status: 'active' }), first);
  await together(second, () => run('update carts set version = version + 1, updated_at = now() where id = $1', [cartId]));
  const half = Math.ceil(template.events.length / 2);
  const publish = (event: Row) => (): Promise<unknown> =>
    insert('outbox', event, { id: randomUUID(), aggregate_id: orderId, published_at: '2026-01-01T00:00:00Z' });
  await together(
    () => run('select version from carts where id = $1 for update', [cartId]),
    () => run(`update carts set status = 'checked_out', version = version + 1 where id = $1`, [cartId]),
    ...template.lines.map(
      (line) => () =>
        run('update stock set reserved = reserved + 1 where variant_id = $1 and on_hand - reserved >= 1', [line['variant_id']]),
    ),
    () => insert('orders', template.order),
    ...template.lines.map((line) => () => insert('order_lines', line, { id: randomUUID() })),
    ...template.reservations.map((reservation) => () => insert('reservations', reservation)),
    () => insert('payments', template.payment),
    ...template.history.slice(0, 1).map((entry) => () => insert('order_history', entry)),
    ...template.ledger.slice(0, 1).map((entry) => () => insert('payment_events', entry)),
    ...template.events.slice(0, half).map(publish),
  );
  await insert('fake_gateway_charges', template.charge);
  await together(
    () => run('select version from orders where id = $1 for update', [orderId]),
    () => run('select version from payments where id = $1 for update', [paymentId]),
    () => run('update orders set version = version + 1, updated_at = now() where id = $1', [orderId]),
    () => run('update payments set version = version + 1, updated_at = now() where id = $1', [paymentId]),
    ...template.history.slice(1).map((entry) => () => insert('order_history', entry)),
    ...template.ledger.slice(1).map((entry) => () => insert('payment_events', entry)),
    ...template.events.slice(half).map(publish),
  );
}

/** As many purchases as plain `pg` manages with at most eight sessions. */
export async function purchasesOnPlainPg(
  world: World,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Measured & { readonly postgresSeconds: number }> {
  const { database, databaseUrl, postgresPid } = world.shop;
  const template = await templateOf(databaseUrl, await placeOne(world));
  const customers = await database<{ id: string }>('accounts').select('id').where('email', 'like', 'bench-%').limit(SESSIONS);
  await database('carts').where({ status: 'active' }).update({ status: template.cart['status'] });
  const clients = await Promise.all(
    Array.from({ length: Math.min(connections, SESSIONS) }, async () => {
      const options = { connectionString: databaseUrl, pipeline: true, options: '-c plan_cache_mode=force_generic_plan -c jit=off' };
      const client = new pg.Client(options);
      await client.connect();
      return client;
    }),
  );
  const times: number[] = [];
  let failures = 0;
  const busyBefore = cpuOfFamily(postgresPid);
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    clients.map(async (client, index) => {
      while (performance.now() < end) {
        const start = performance.now();
        await buy(client, template, customers[index]?.id ?? '').catch(() => (failures += 1));
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  const postgresSeconds = cpuOfFamily(postgresPid) - busyBefore; // before the sessions end: what a child used goes with it
  await Promise.all(clients.map((client) => client.end()));
  const sorted = times.sort((left, right) => left - right);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    perSecond: times.length / took,
    requests: times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    failures,
    took,
    postgresSeconds,
  };
}
