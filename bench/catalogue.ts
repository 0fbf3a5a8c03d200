/**
 * `npm run bench:catalogue -- --sizes=2000,100000`: what shoppers ask of the catalogue, at each size, at 32 connections (4 at a million),
 * questions that everybody asks and questions that nobody asked before apart. `--write` keeps the report in docs/, `--only=list,facets`
 * measures some, `--seconds=3` makes it shorter, `--keep=<folder>` leaves the databases there for the next time.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeBigCatalogue } from './big-catalogue.js';
import { QUESTIONS, stockOf, type Question, type Stock } from './catalogue-questions.js';
import { catalogueMarkdown, type CatalogueFound, type SizedLine } from './catalogue-report.js';
import { perform, send, type Measured, type Shot } from './load.js';
import { measured } from './measured.js';
import { memoryOf } from './processes.js';
import { openBenchShop, resetStatements, statementsSince, type BenchShop } from './shop.js';

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '2000,100000' },
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '5' },
    keep: { type: 'string' },
  },
});
const SIZES = flags.sizes.split(',').map(Number);
const SECONDS = Number(flags.seconds);
const ONLY = flags.only === '' ? null : flags.only.split(',');
const HUGE = 1_000_000;
const connectionsAt = (products: number): number => (products >= HUGE ? 4 : 32);

const log = (text: string): void => void process.stderr.write(`${text}\n`);

/** More than one connection gets through. */
const COLD_EACH = 1_500;

const again = (shots: readonly Shot[], connection: number): readonly Shot[] => {
  const from = (connection * 7) % shots.length;
  return [...shots.slice(from), ...shots.slice(0, from)];
};

/** Goes on counting over all loads of a question, so that none of them is asked twice. */
class Unasked {
  #next = 0;

  constructor(
    private readonly question: Question,
    private readonly stock: Stock,
  ) {}

  async load(base: string, { connections, seconds }: { connections: number; seconds: number }): Promise<Measured> {
    const left = (this.question.different?.(this.stock) ?? Infinity) - this.#next;
    const each = Math.min(COLD_EACH, Math.floor(left / connections));
    const first = this.#next;
    const shots = (connection: number): Shot[] =>
      Array.from({ length: each }, (_, round) => this.question.cold(this.stock, first + round * connections + connection));
    // Few may be used up before the time is over.
    const amount = each < COLD_EACH ? { amount: each * connections } : {};
    const result = await perform(base, { connections, seconds, ...amount }, shots);
    this.#next += each * connections;
    return result;
  }

  /** The first of them, one after another: everything is in memory then, and no answer to a question to come. */
  async warm(base: string): Promise<void> {
    for (let round = 0; round < 64; round += 1) await send(base, this.question.cold(this.stock, this.#next++));
  }
}

/** A load before it may have been more than the shop takes (503): it needs a moment then. */
async function rested({ base }: BenchShop, question: Question, stock: Stock): Promise<void> {
  for (let patience = 20; ; patience -= 1) {
    const answer = await send(base, question.warm(stock)[0] ?? { path: '/' });
    if (answer.status === 200) return;
    if (answer.status !== 503 || patience === 0) throw new Error(`${question.name}: ${answer.status} ${answer.body}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** A large catalogue is read into memory once it is asked for: what is measured is the shop after that. */
async function settled(shop: BenchShop, stock: Stock): Promise<void> {
  for (const question of QUESTIONS.slice(0, 3)) await rested(shop, question, stock);
  for (let patience = 60; patience > 0; patience -= 1) {
    await resetStatements(shop.database);
    await new Promise((done) => setTimeout(done, 1_000));
    const { rows } = await shop.database.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    if (rows.length === 0 && (await statementsSince(shop.database)) === 0) return;
  }
}

async function linesOf(shop: BenchShop, products: number, question: Question, stock: Stock): Promise<SizedLine[]> {
  const connections = connectionsAt(products);
  const label = { what: question.name, key: question.key, connections };
  log(`… ${question.name}, ${products} products`);
  const unasked = new Unasked(question, stock);
  await rested(shop, question, stock);
  await unasked.warm(shop.base);
  const cold = await measured(shop, label, () => unasked.load(shop.base, { connections, seconds: SECONDS }));
  await rested(shop, question, stock);
  const shots = question.warm(stock);
  const ask = (seconds: number): Promise<Measured> =>
    perform(shop.base, { connections, seconds }, (connection) => again(shots, connection));
  await ask(1);
  const warm = await measured(shop, label, () => ask(SECONDS));
  return [
    { ...cold, products, cold: true },
    { ...warm, products, cold: false },
  ];
}

const inShort = ({ cold, perSecond, p95, serverCpu, postgresCpu, statements, failures }: SizedLine): string =>
  `  ${cold ? 'never twice' : 'again'}: ${perSecond.toFixed(0)}/s, p95 ${p95.toFixed(0)} ms, CPU ${serverCpu.toFixed(2)} + ${postgresCpu.toFixed(2)} ms, ${statements?.toFixed(2)} statements, ${failures} failures`;

async function run(): Promise<void> {
  const lines: SizedLine[] = [];
  const facts: string[] = [];
  for (const products of SIZES) {
    const shop = await openBenchShop({}, flags.keep === undefined ? undefined : join(resolve(flags.keep), `catalogue-${products}`));
    try {
      const began = performance.now();
      const { made } = await makeBigCatalogue(shop.database, { products, lanes: 2, told: (count) => log(`${count} products made`) });
      const took = (performance.now() - began) / 1000;
      if (made > 0) facts.push(`${made.toLocaleString('en')} products were made in ${took.toFixed(0)} s`);
      await shop.database.raw('vacuum analyze products, product_faces, variants, stock, product_categories, product_tags');
      const stock = await stockOf(shop);
      await settled(shop, stock);
      for (const question of QUESTIONS)
        if (ONLY === null || ONLY.includes(question.key)) {
          const found = await linesOf(shop, products, question, stock);
          for (const line of found) log(inShort(line));
          lines.push(...found);
        }
      facts.push(
        `Memory of the process after all of this at ${products.toLocaleString('en')} products: ${memoryOf(shop.server.pid).toFixed(0)} MB`,
      );
    } finally {
      await shop.stop();
    }
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`;
  const found: CatalogueFound = { at: new Date().toISOString(), machine, node: process.version, seconds: SECONDS, lines, facts };
  process.stdout.write(`\n${catalogueMarkdown(found)}\n`);
  if (flags.write) {
    writeFileSync('docs/bench-catalogue.md', catalogueMarkdown(found));
    writeFileSync('docs/bench-catalogue.json', `${JSON.stringify(found, null, 2)}\n`);
  }
  if (lines.some(({ failures }) => failures > 0)) process.exitCode = 1;
}

await run();
