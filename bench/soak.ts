/**
 * `npm run soak`: a mixed load for half an hour (`--minutes=n`) at one server of API and jobs, its memory looked at every ten seconds,
 * and a verdict: flat, or growing. `--write` keeps the page, the figures and the chart in `docs/`.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Caller, Person } from '../scripts/chaos/caller.js';
import { Chance } from '../scripts/chaos/chance.js';
import { MixedLoad } from '../scripts/chaos/mixed-load.js';
import { ADMIN, openOwnStage } from '../scripts/chaos/own-stage.js';
import { ShopServer } from '../scripts/chaos/shop-server.js';
import { memoryOf } from './processes.js';

interface Sample {
  /** Since the load began. */
  readonly minutes: number;
  readonly megabytes: number;
  readonly requests: number;
}

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const MINUTES = Number(flags.minutes);
const SEED = Number(flags.seed);
const BUYERS = 16;
const LOOK_EVERY_MS = 10_000;
/** Of growth in half an hour: what a heap does that is collected now and then. */
const FLAT_MB = 15;

const log = (text: string): void => void process.stderr.write(`${text}\n`);
const average = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);

/** The line through the points that fits best. @returns how steep it is. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const [midX, midY] = [average(points.map(([x]) => x)), average(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - midX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - midX) * (y - midY), 0) / spread;
}

function chartOf(samples: readonly Sample[]): string {
  const [width, height, left, bottom] = [720, 260, 48, 28];
  const highest = Math.max(50, ...samples.map(({ megabytes }) => megabytes)) * 1.1;
  const last = Math.max(1, samples.at(-1)?.minutes ?? 1);
  const x = (minutes: number): string => (left + (minutes / last) * (width - left - 12)).toFixed(1);
  const y = (megabytes: number): string => (height - bottom - (megabytes / highest) * (height - bottom - 12)).toFixed(1);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(highest * share);
    return `<line x1="${left}" x2="${width - 12}" y1="${at}" y2="${at}" stroke="#ddd"/><text x="${left - 6}" y="${at}" text-anchor="end" dy="4">${Math.round(highest * share)}</text>`;
  });
  const points = samples.map(({ minutes, megabytes }) => `${x(minutes)},${y(megabytes)}`).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#444">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...grid,
    `<polyline points="${points}" fill="none" stroke="#2563eb" stroke-width="2"/>`,
    `<text x="${width - 12}" y="${height - 8}" text-anchor="end">${last.toFixed(0)} minutes; resident memory of the server in MB</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const own = await openOwnStage();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void own.close().finally(() => process.exit(130)));
try {
  const server = await ShopServer.start('all', { ...own.settings, DATABASE_URL: own.databaseUrl });
  const caller = new Caller([server], new Chance(SEED));
  const load = new MixedLoad(caller, new Chance(SEED + 1), `soak-${SEED}`);
  await load.open(new Person(caller, ADMIN.email, ADMIN.password), BUYERS);
  const began = Date.now();
  load.start();
  const samples: Sample[] = [];
  let requests = 0;
  while (Date.now() - began < MINUTES * 60_000) {
    await sleep(LOOK_EVERY_MS);
    requests += caller.heard.splice(0).length; // the diary of half an hour would be memory of its own
    const sample = { minutes: (Date.now() - began) / 60_000, megabytes: memoryOf(server.pid), requests };
    samples.push(sample);
    log(`${sample.minutes.toFixed(1)} min: ${sample.megabytes.toFixed(0)} MB, ${requests} requests`);
  }
  await load.stop();
  const settled = samples.slice(Math.floor(samples.length / 3));
  const growth = slopeOf(settled.map(({ minutes, megabytes }) => [minutes, megabytes])) * 30;
  const isFlat = growth < FLAT_MB;
  const highest = Math.max(...samples.map(({ megabytes }) => megabytes));
  const text = [
    `${MINUTES} minutes, ${requests} requests, ${load.told.length} of them checkouts; ${load.oddities.length} answers that make no sense.`,
    `Resident memory: ${average(settled.map(({ megabytes }) => megabytes)).toFixed(0)} MB on average over the last two thirds, ${highest.toFixed(0)} MB at the most.`,
    `The line through the last two thirds grows by ${growth.toFixed(1)} MB in half an hour: ${isFlat ? 'flat' : '**it grows**'} (up to ${FLAT_MB} MB count as flat).`,
  ].join('\n');
  process.stdout.write(`\n${text}\n`);
  if (!isFlat || load.oddities.length > 0) process.exitCode = 1;
  if (flags.write) {
    writeFileSync(
      'docs/soak.json',
      `${JSON.stringify({ minutes: MINUTES, seed: SEED, growthMbInHalfAnHour: growth, samples }, null, 1)}\n`,
    );
    writeFileSync('docs/soak.svg', chartOf(samples));
    writeFileSync(
      'docs/soak.md',
      `# Soak\n\n\`npm run soak\`: a mixed load, and the memory of the server.\n\n${text}\n\n![Memory](soak.svg)\n`,
    );
  }
} finally {
  await own.close();
}
