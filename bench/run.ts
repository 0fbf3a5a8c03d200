/**
 * `npm run bench`: every heart route and the whole purchase at 1, 8, 32 and 128 connections, beside bare Koa and beside plain `pg`, in one
 * run, so that the ratios hold on any machine. `--write` keeps the report in docs/, `--only=list,detail` measures some, `--connections=32`
 * and `--seconds=3` make it shorter.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { purchasesOnPlainPg } from './floor.js';
import { perform, send } from './load.js';
import { measured } from './measured.js';
import { cpuOf, memoryOf, startProgram } from './processes.js';
import { chart, markdown, worsened, type Found, type Goal, type Line } from './report.js';
import { pick, SCENARIOS, type World } from './scenarios.js';
import { drained, freePort, openBenchShop, resetStatements, startAgain, statementsSince, type BenchShop } from './shop.js';
import { fillShop, welcomeCustomers } from './stock.js';

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    connections: { type: 'string', default: '1,8,32,128' },
    seconds: { type: 'string', default: '5' },
    products: { type: 'string', default: '2000' },
  },
});
const SECONDS = Number(flags.seconds);
const PRODUCTS = Number(flags.products);
const WIDTHS = flags.connections.split(',').map(Number);
const ONLY = flags.only === '' ? null : flags.only.split(',');

const log = (text: string): void => void process.stderr.write(`${text}\n`);
const wanted = (key: string): boolean => ONLY === null || ONLY.includes(key);

async function bareKoa(object: string, how: 'serialise' | 'bytes'): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bare-'));
  const file = join(folder, 'object.json');
  writeFileSync(file, object);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const program = await startProgram(
    ['--import', 'tsx', 'bench/bare-koa.ts', String(port), file, how],
    { NODE_ENV: 'production' },
    async () => (await send(base, { path: '/' })).status === 200,
  );
  const what = how === 'bytes' ? 'bare Koa, the list as ready bytes' : 'bare Koa, the list serialised each time';
  const lines: Line[] = [];
  await perform(base, { connections: 32, seconds: 2 }, () => [{ path: '/' }]); // warm
  for (const connections of WIDTHS) {
    log(`… ${what}, ${connections} connections`);
    const before = cpuOf(program.pid);
    const result = await perform(base, { connections, seconds: SECONDS }, () => [{ path: '/' }]);
    const serverCpu = ((cpuOf(program.pid) - before) * 1000) / result.requests;
    lines.push({ ...result, what, key: `bare-${how}`, connections, serverCpu, postgresCpu: 0, statements: null, memoryMb: null });
  }
  await program.stop();
  rmSync(folder, { recursive: true });
  return lines;
}

/** The same rows, with the same durability, by plain `pg` and nothing else: what the machine's PostgreSQL could do at most. */
async function floor(world: World): Promise<Line[]> {
  const lines: Line[] = [];
  for (const connections of WIDTHS) {
    const what = 'floor: a purchase in plain pg';
    log(`… ${what}, ${connections} at once`);
    const before = process.cpuUsage();
    const { postgresSeconds, ...result } = await purchasesOnPlainPg(world, { connections, seconds: SECONDS });
    const own = process.cpuUsage(before);
    lines.push({
      ...result,
      what,
      key: 'floor',
      connections,
      serverCpu: (own.user + own.system) / 1000 / Math.max(1, result.requests),
      postgresCpu: (postgresSeconds * 1000) / Math.max(1, result.requests),
      statements: null,
      memoryMb: null,
    });
  }
  return lines;
}

function before(): Found | null {
  if (!existsSync('docs/bench.json')) return null;
  const kept = JSON.parse(readFileSync('docs/bench.json', 'utf8')) as Partial<Found>;
  return kept.ratios ? (kept as Found) : null;
}

async function run(): Promise<void> {
  const shop = await openBenchShop();
  try {
    log(`${PRODUCTS} products …`);
    const products = await fillShop(shop, PRODUCTS);
    const customers = await welcomeCustomers(shop, Math.max(...WIDTHS));
    await shop.database.raw('analyze');
    const world: World = { shop, products, customers };
    const firstPage = await send(shop.base, { path: '/api/products/?page=1&limit=20' });

    const lines: Line[] = [];
    if (wanted('bare')) lines.push(...(await bareKoa(firstPage.body, 'bytes')), ...(await bareKoa(firstPage.body, 'serialise')));
    if (wanted('floor')) lines.push(...(await floor(world)));
    let backlog = 0;
    for (const scenario of SCENARIOS) {
      if (!wanted(scenario.key)) continue;
      await scenario.prepare?.(world);
      await scenario.load(world, { connections: 32, seconds: 1 }); // warm
      for (const connections of WIDTHS) {
        const at = { what: scenario.name, key: scenario.key, connections };
        log(`… ${scenario.name}, ${connections} connections`);
        lines.push(await measured(shop, at, () => scenario.load(world, { connections, seconds: SECONDS })));
        if (!scenario.key.startsWith('purchase')) continue;
        const took = await drained(shop.database); // the next line must not pay for these orders' mails
        if (connections === 32) backlog = Math.max(backlog, took);
      }
    }
    const loadedMb = memoryOf(shop.server.pid);
    const facts: string[] = [];
    const extra: Goal[] = [];
    if (ONLY === null) {
      const alone = await checkoutStatements(shop, pick(customers, 0), products);
      const guesses = await guessing(shop);
      const again = await startAgain(shop);
      const seen = await priceSeenElsewhere(shop, products[0]?.id ?? '', products[0]?.slug ?? '');
      facts.push(
        `Memory of the process: ${again.idleMb.toFixed(0)} MB idle after a start, ${loadedMb.toFixed(0)} MB after all of this`,
        `One checkout alone: ${alone} statements (BEGIN and COMMIT not counted)`,
        `Jobs of the orders (mail, shipment, sales) left when 32 buyers stopped were done after ${backlog.toFixed(1)} s`,
        `A wrong password takes ${guesses.known.toFixed(0)} ms for an account that is there and ${guesses.unknown.toFixed(0)} ms for one that is not (medians)`,
        `Start on an empty folder, database made and migrated: ${(shop.coldStartMs / 1000).toFixed(1)} s; built and migrated, beside a running database: ${again.readyMs.toFixed(0)} ms`,
        `A price changed in one process is seen in another after ${seen.median.toFixed(0)} ms (median of 30, slowest ${seen.slowest.toFixed(0)} ms)`,
      );
      extra.push(
        { what: 'idle memory', is: again.idleMb, goal: 110, unit: 'MB', smallerIsBetter: true },
        { what: 'start, built and migrated', is: again.readyMs, goal: 400, unit: 'ms', smallerIsBetter: true },
        { what: 'a changed price seen in another process, slowest of 30', is: seen.slowest, goal: 100, unit: 'ms', smallerIsBetter: true },
      );
    }
    extra.push({ what: 'memory under load', is: loadedMb, goal: 250, unit: 'MB', smallerIsBetter: true });
    const found = judged(lines, facts, extra);
    const last = before();
    process.stdout.write(`\n${markdown(found, last)}\n`);
    if (flags.write) {
      writeFileSync('docs/bench.md', markdown(found, last));
      writeFileSync('docs/bench.json', `${JSON.stringify(found, null, 2)}\n`);
      writeFileSync('docs/bench.svg', chart(found));
    }
    for (const line of worsened(last, found)) log(`worse: ${line}`);
    if (lines.some(({ failures }) => failures > 0)) process.exitCode = 1;
  } finally {
    await shop.stop();
  }
}

/** The goals of what was measured, and each scenario as a share of the yardstick of this same run. */
function judged(lines: readonly Line[], facts: readonly string[], extra: readonly Goal[]): Found {
  const at32 = (key: string): Line | undefined => lines.find((line) => line.key === key && line.connections === 32);
  const bytes = at32('bare-bytes');
  const serialised = at32('bare-serialise');
  const plain = at32('floor');
  const goals: Goal[] = [];
  const ratios: Record<string, number> = {};
  for (const scenario of SCENARIOS) {
    const line = at32(scenario.key);
    if (!line) continue;
    const yardstick = scenario.key.startsWith('purchase') ? plain : serialised;
    if (yardstick) ratios[scenario.key] = line.perSecond / yardstick.perSecond;
    if (['list', 'detail'].includes(scenario.key) && serialised && bytes)
      goals.push(
        { what: `${scenario.key} to bare Koa serialising`, is: line.perSecond / serialised.perSecond, goal: 1.2, unit: '×' },
        { what: `${scenario.key} to bare Koa sending bytes`, is: line.perSecond / bytes.perSecond, goal: 0.35, unit: '×' },
      );
    if (scenario.key === 'purchase' && plain)
      goals.push({ what: 'purchase to plain pg', is: line.perSecond / plain.perSecond, goal: 0.5, unit: '×' });
    if (scenario.goal !== null) goals.push({ what: scenario.name, is: line.perSecond, goal: scenario.goal, unit: '/s' });
    if (scenario.p99Goal !== undefined)
      goals.push({ what: `${scenario.name}, p99`, is: line.p99, goal: scenario.p99Goal, unit: 'ms', smallerIsBetter: true });
  }
  return {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`,
    node: process.version,
    products: PRODUCTS,
    seconds: SECONDS,
    lines,
    goals: [...goals, ...extra],
    facts,
    ratios,
  };
}

const median = (values: readonly number[]): number => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

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
  return { known: median(times.known), unknown: median(times.unknown) };
}

/** How long after an admin's change in one process another one shows it: 30 prices, one after another. */
async function priceSeenElsewhere(shop: BenchShop, productId: string, slug: string): Promise<{ median: number; slowest: number }> {
  const other = await startAgain(shop, { keep: true });
  const times: number[] = [];
  try {
    for (let round = 0; round < 30; round += 1) {
      const price = 100 + round;
      const show = async (): Promise<number> =>
        (JSON.parse((await send(other.base, { path: `/api/products/${slug}` })).body) as { price: number }).price;
      await show();
      const answer = await send(shop.base, { method: 'PATCH', path: `/api/products/${productId}`, headers: shop.admin, body: { price } });
      if (answer.status !== 200) throw new Error(`The price was not changed: ${answer.status} ${answer.body}`);
      const began = performance.now();
      while ((await show()) !== price)
        if (performance.now() - began > 5000) throw new Error('The other process never showed the new price');
      times.push(performance.now() - began);
    }
  } finally {
    await other.stop();
  }
  return { median: median(times), slowest: Math.max(...times) };
}

/** What one checkout costs by itself, outbox relay and jobs left out. */
async function checkoutStatements(
  shop: BenchShop,
  headers: Readonly<Record<string, string>>,
  products: readonly { id: string }[],
): Promise<number> {
  for (const index of [1, 2, 3])
    await send(shop.base, { method: 'POST', path: '/api/carts/add', headers, body: { product_id: pick(products, index).id } });
  await drained(shop.database);
  await resetStatements(shop.database);
  const answer = await send(shop.base, { method: 'POST', path: '/api/orders/checkout', headers, body: {} });
  if (answer.status !== 201) throw new Error(`Checkout failed: ${answer.status} ${answer.body}`);
  return statementsSince(shop.database);
}

await run();
