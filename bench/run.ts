import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fire, send, tell, type Measured, type Shot } from './load.js';
import { cpuOf, cpuOfFamily, memoryOf, startProgram } from './processes.js';
import { drained, freePort, openBenchShop, resetStatements, statementsSince, type BenchShop } from './shop.js';
import { fillShop, welcomeCustomers } from './stock.js';

const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 32);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const PRODUCTS = Number(process.env['BENCH_PRODUCTS'] ?? 2000);

interface Line extends Measured {
  readonly what: string;
  /** Milliseconds a request (a purchase: three). */
  readonly serverCpu: number;
  readonly postgresCpu: number;
  readonly statements: number | null;
  readonly goal: number | null;
}

const log = (text: string): void => void process.stderr.write(`${text}\n`);

async function measured(shop: BenchShop, what: string, goal: number, load: () => Promise<Measured>): Promise<Line> {
  log(`… ${what}`);
  await resetStatements(shop.database);
  const before = { server: cpuOf(shop.server.pid), postgres: cpuOfFamily(shop.postgresPid) };
  const result = await load();
  const spent = { server: cpuOf(shop.server.pid) - before.server, postgres: cpuOfFamily(shop.postgresPid) - before.postgres };
  const statements = await statementsSince(shop.database);
  const each = (seconds: number) => (seconds * 1000) / Math.max(1, result.requests);
  return {
    ...result,
    what,
    goal,
    serverCpu: each(spent.server),
    postgresCpu: each(spent.postgres),
    statements: statements / Math.max(1, result.requests),
  };
}

async function bareKoa(object: string): Promise<Line> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bare-'));
  const file = join(folder, 'object.json');
  writeFileSync(file, object);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const program = await startProgram(
    ['--import', 'tsx', 'bench/bare-koa.ts', String(port), file],
    { NODE_ENV: 'production' },
    async () => (await send(base, { path: '/' })).status === 200,
  );
  const before = cpuOf(program.pid);
  const result = await fire(base, [{ path: '/' }], { connections: CONNECTIONS, seconds: SECONDS });
  const serverCpu = ((cpuOf(program.pid) - before) * 1000) / result.requests;
  await program.stop();
  rmSync(folder, { recursive: true });
  return { ...result, what: 'bare Koa, the list object serialised each time', goal: null, serverCpu, postgresCpu: 0, statements: null };
}

function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    line.perSecond.toFixed(0),
    line.goal === null ? '' : `≥ ${line.goal}`,
    line.p50.toFixed(1),
    line.p95.toFixed(1),
    line.p99.toFixed(1),
    line.serverCpu.toFixed(2),
    line.postgresCpu.toFixed(2),
    line.statements === null ? '' : line.statements.toFixed(1),
    String(line.failures),
  ]);
  const head = ['what', 'per second', 'goal', 'p50 ms', 'p95 ms', 'p99 ms', 'server CPU ms', 'PostgreSQL CPU ms', 'statements', 'failures'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

async function run(): Promise<void> {
  const shop = await openBenchShop();
  try {
    const idleMb = memoryOf(shop.server.pid);
    log(`${PRODUCTS} products …`);
    const products = await fillShop(shop, PRODUCTS);
    const customers = await welcomeCustomers(shop, CONNECTIONS);
    await shop.database.raw('analyze');
    const options = { connections: CONNECTIONS, seconds: SECONDS };
    const gets = (paths: readonly string[]): Shot[] => paths.map((path) => ({ path }));
    const listPaths = Array.from({ length: 40 }, (_, index) => `/api/products/?page=${index + 1}&limit=20`);
    const detailPaths = products.slice(0, 200).map(({ slug }) => `/api/products/${slug}`);
    const searchPaths = ['amber lamp', 'cobalt mug', 'lnen chair', 'tent', 'ember notebook', 'slate kettle'].map(
      (q) => `/api/products/search?q=${encodeURIComponent(q)}`,
    );
    const firstPage = await send(shop.base, { path: '/api/products/?page=1&limit=20' });

    const lines: Line[] = [];
    await fire(shop.base, gets(listPaths), { connections: CONNECTIONS, seconds: 2 }); // warm
    lines.push(await measured(shop, 'list, pages of 20', 1500, () => fire(shop.base, gets(listPaths), options)));
    lines.push(await measured(shop, 'detail', 4000, () => fire(shop.base, gets(detailPaths), options)));
    lines.push(await measured(shop, 'search', 1000, () => fire(shop.base, gets(searchPaths), options)));

    for (const [index, headers] of customers.entries()) {
      for (const offset of [0, 1])
        await send(shop.base, { method: 'POST', path: '/api/carts/add', headers, body: { product_id: pick(products, index + offset).id } });
    }
    lines.push(
      await measured(shop, 'cart view, 2 lines', 2000, () =>
        tell(
          CONNECTIONS,
          SECONDS,
          async (worker) => (await send(shop.base, { path: '/api/carts/', headers: pick(customers, worker) })).status === 200,
        ),
      ),
    );
    lines.push(
      await measured(shop, 'cart change', 1000, () =>
        tell(CONNECTIONS, SECONDS, async (worker, round) => {
          const step = round % 2 === 0 ? 'increase' : 'decrease';
          return (
            (
              await send(shop.base, {
                method: 'PATCH',
                path: `/api/carts/${step}/${pick(products, worker).id}`,
                headers: pick(customers, worker),
              })
            ).status === 200
          );
        }),
      ),
    );
    const purchase = async (headers: Readonly<Record<string, string>>, first: string, second: string): Promise<boolean> => {
      await send(shop.base, { method: 'POST', path: '/api/carts/add', headers, body: { product_id: first } });
      await send(shop.base, { method: 'POST', path: '/api/carts/add', headers, body: { product_id: second } });
      return (await send(shop.base, { method: 'POST', path: '/api/orders/checkout', headers, body: {} })).status === 201;
    };
    const any = (worker: number, round: number) => pick(products, worker * 61 + round * 7).id;
    await tell(CONNECTIONS, 1, (worker, round) => purchase(pick(customers, worker), any(worker, round), any(worker, round + 1)));
    lines.push(
      await measured(shop, 'purchase: two adds and a checkout', 200, () =>
        tell(CONNECTIONS, SECONDS, (worker, round) => purchase(pick(customers, worker), any(worker, round), any(worker, round + 1))),
      ),
    );
    lines.push(
      await measured(shop, 'purchase, everybody the same two products', 0, () =>
        tell(CONNECTIONS, SECONDS, (worker) => purchase(pick(customers, worker), pick(products, 0).id, pick(products, 1).id)),
      ),
    );
    const loadedMb = memoryOf(shop.server.pid);
    log('… until the jobs of all these orders are done');
    const backlog = await drained(shop.database);
    const guesses = await guessing(shop);
    const checkoutOnly = await checkoutStatements(shop, pick(customers, 0), products);
    lines.unshift(await bareKoa(firstPage.body));

    const report = [
      `# Bench, ${new Date().toISOString()}`,
      '',
      `One process, ${CONNECTIONS} connections, ${PRODUCTS} products, ${SECONDS} s each, Node ${process.version}, embedded PostgreSQL with durable commits; the load generator runs on the same machine. For list, detail and search "p95" is the 97.5th percentile.`,
      '',
      table(lines),
      '',
      `- Statements of one checkout alone (BEGIN and COMMIT not counted): ${checkoutOnly.statements}`,
      `- Jobs of the orders (mail, shipment, sales) that were left when the load ended were done after ${backlog.toFixed(1)} s`,
      `- A wrong password takes ${guesses.known.toFixed(0)} ms for an account that is there and ${guesses.unknown.toFixed(0)} ms for one that is not (medians, bcrypt cost 10)`,
      `- Memory: ${idleMb.toFixed(0)} MB idle, ${loadedMb.toFixed(0)} MB after the load`,
      `- Start on an empty folder, database made and migrated: ${(shop.coldStartMs / 1000).toFixed(1)} s`,
      '',
    ].join('\n');
    process.stdout.write(`\n${report}\n`);
    if (process.argv.includes('--write')) {
      writeFileSync('docs/bench.md', report);
      writeFileSync(
        'docs/bench.json',
        `${JSON.stringify({ at: new Date().toISOString(), connections: CONNECTIONS, products: PRODUCTS, idleMb, loadedMb, checkoutStatements: checkoutOnly.statements, lines }, null, 2)}\n`,
      );
    }
    if (lines.some(({ failures }) => failures > 0)) process.exitCode = 1;
  } finally {
    await shop.stop();
  }
}

/** Whether the time of an answer tells who has an account (ACC-02): medians of 25 wrong passwords each, one after another. */
async function guessing(shop: BenchShop): Promise<{ readonly known: number; readonly unknown: number }> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 25; round += 1) {
    for (const [who, email] of [
      ['known', 'bench-1@portico.example'],
      ['unknown', `nobody-${round}@portico.example`],
    ] as const) {
      const began = performance.now();
      await send(shop.base, { method: 'POST', path: '/api/account/login', body: { email, password: 'not-the-password-4711' } });
      times[who].push(performance.now() - began);
    }
  }
  const median = (values: number[]): number => values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
  return { known: median(times.known), unknown: median(times.unknown) };
}

/** What one checkout costs by itself, outbox relay and jobs left out. */
async function checkoutStatements(
  shop: BenchShop,
  headers: Readonly<Record<string, string>>,
  products: readonly { id: string }[],
): Promise<{ statements: number }> {
  for (const index of [1, 2, 3])
    await send(shop.base, { method: 'POST', path: '/api/carts/add', headers, body: { product_id: pick(products, index).id } });
  await drained(shop.database);
  await resetStatements(shop.database);
  const answer = await send(shop.base, { method: 'POST', path: '/api/orders/checkout', headers, body: {} });
  if (answer.status !== 201) throw new Error(`Checkout failed: ${answer.status} ${answer.body}`);
  return { statements: await statementsSince(shop.database) };
}

await run();
