/**
 * `npm run chaos`: a shop of two API processes and a worker under a mixed load, while one thing after another is broken, and then two
 * at once. After each: nothing that was promised is lost, nothing is there twice, and the shop is back within 5 s.
 *
 * `--seed=n` repeats a run, `--rounds=n` plays every fault n times, `--only=a,b` plays these, `--write` keeps the page in `docs/`.
 * `--races` plays the races of buyers against one another instead; `--long` 10,000 keyed checkouts under 100 kills of servers and 20 of
 * PostgreSQL (`--checkouts`, `--kills`, `--database-kills`).
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Caller, Person } from './caller.js';
import { Chance } from './chance.js';
import { FAULTS, type Fault, type Stage } from './faults.js';
import { keepPage } from './page.js';
import { MixedLoad } from './mixed-load.js';
import { checkMoney, isBroken, type Check } from './money-checks.js';
import { ADMIN, openOwnStage, type OwnStage } from './own-stage.js';
import { isSurvived, strike, type Strike } from './play-faults.js';
import { playPayments, type Server } from './play-payments.js';
import { playRaces } from './play-races.js';
import { checkTable, raceTable, strikeTable, toldOf } from './tables.js';
import { ShopServer } from './shop-server.js';

const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    races: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    checkouts: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '100' },
    'database-kills': { type: 'string', default: '20' },
  },
});

const SEED = Number(flags.seed ?? Math.floor(Math.random() * 1_000_000));
const BUYERS = 10;
const PAIRS = 5;
/** Longer than an unpaid order may wait and the sweeper's patience, together, by a clock that was ten minutes fast. */
const REST_MS = 900_000;
const LOOKS_PER_WORD = 10;

const log = (text: string): void => void process.stderr.write(`${text}\n`);

/** @returns the books when they are in order, or as they are when that takes too long. */
async function atRest({ knex }: OwnStage): Promise<Check[]> {
  log('Everything comes to rest …');
  const deadline = Date.now() + REST_MS;
  for (let look = 0; ; look += 1) {
    const books = await checkMoney(knex);
    const open = books.filter(isBroken);
    if (open.length === 0 || Date.now() > deadline) return books;
    if (look % LOOKS_PER_WORD === LOOKS_PER_WORD - 1) log(open.map(({ what, broken }) => `    not yet (${broken}): ${what}`).join('\n'));
    await sleep(2_000);
  }
}

async function playFaults(own: OwnStage): Promise<string> {
  const chosen = flags.only?.split(',');
  const faults = FAULTS.filter(({ name }) => chosen?.includes(name) ?? true);
  const chance = new Chance(SEED);
  const apis: Server[] = [await ShopServer.start('api', own.settings), await ShopServer.start('api', own.settings)];
  const worker: { current: Server } = { current: await ShopServer.start('worker', own.settings) };
  const caller = new Caller(apis, new Chance(SEED + 1));
  const load = new MixedLoad(caller, new Chance(SEED + 2), `chaos-${SEED}`);
  await load.open(new Person(caller, ADMIN.email, ADMIN.password), BUYERS);
  const { redis, media } = own;
  const stage: Stage = {
    apis,
    worker,
    load,
    knex: own.knex,
    line: own.line,
    mail: own.mail,
    strikeDatabase: own.strikeDatabase,
    ...(redis ? { loseRedis: (milliseconds: number) => redis.lose(milliseconds) } : {}),
    ...(media ? { media } : {}),
    relieve: async (place) => {
      const leaving = apis[place] as ShopServer;
      const next = await ShopServer.start('api', own.settings);
      apis[place] = next;
      return leaving.leave();
    },
    startShifted: (milliseconds) =>
      ShopServer.start('api', {
        ...own.settings,
        NODE_OPTIONS: `--import=${new URL('./clock-shim.mjs', import.meta.url).href}`,
        CHAOS_CLOCK_MS: String(milliseconds),
      }),
  };
  load.start();

  const strikes: Strike[] = [];
  const play = async (...together: readonly Fault[]): Promise<void> => {
    const seen = await strike(together, stage, caller, chance);
    strikes.push(seen);
    log(seen.skipped === undefined ? `${isSurvived(seen) ? '✔' : '✘'} ${seen.fault}` : `– ${seen.fault}: SKIPPED, ${seen.skipped}`);
    for (const each of seen.unexcused.slice(0, 5)) log(`    ${each}`);
    for (const { what, broken } of seen.broken) log(`    ${broken} × not so: ${what}`);
  };
  for (let round = 0; round < Number(flags.rounds ?? 1); round += 1) {
    for (const fault of faults) await play(fault);
    const playable = faults.filter((fault) => fault.missing?.(stage) === undefined);
    for (const pair of pairsOf(playable, chance)) await play(...pair);
  }

  await load.stop();
  const promises = await load.check(own.knex);
  for (const oddity of load.oddities.slice(0, 10)) log(`    ${oddity}`);
  const checks = [...promises, ...(await atRest(own))];
  if (!strikes.every((seen) => seen.skipped !== undefined || isSurvived(seen)) || checks.some(isBroken)) process.exitCode = 1;
  const mails = `${own.mail.taken.size} mails were sent, ${own.mail.repeated} of them twice (a kill between sending and noting it; both copies carry one Message-ID).`;
  const facts = `Seed ${SEED}: ${caller.heard.length} requests, ${load.told.length} checkouts (${toldOf(load.told)}). ${mails}`;
  return `${facts}\n\n${strikeTable(strikes)}\n\n${checkTable(checks)}`;
}

/** A few pairs, each fault in one of them at the most. */
function pairsOf(faults: readonly Fault[], chance: Chance): [Fault, Fault][] {
  const shuffled = faults.map((fault) => ({ fault, place: chance.next() })).sort((one, other) => one.place - other.place);
  const pairs: [Fault, Fault][] = [];
  for (let place = 0; place + 1 < shuffled.length && pairs.length < PAIRS; place += 2) {
    const [one, other] = shuffled.slice(place, place + 2);
    if (one && other) pairs.push([one.fault, other.fault]);
  }
  return pairs;
}

async function playLong(own: OwnStage): Promise<string> {
  const [checkouts, kills, databaseKills] = [Number(flags.checkouts), Number(flags.kills), Number(flags['database-kills'])];
  const settings = { ...own.settings, DATABASE_URL: own.databaseUrl };
  const servers: Server[] = [await ShopServer.start('all', settings), await ShopServer.start('all', settings)];
  const database = { kills: databaseKills, strike: own.strikeDatabase };
  const told = await playPayments({ seed: SEED, checkouts, buyers: 16, kills, database, admin: ADMIN, servers, log });
  const known = new Set((await own.knex<{ id: string }>('orders').select('id')).map(({ id }) => id));
  const checks: Check[] = [
    { what: 'what a buyer was told of is there', broken: told.filter(({ orderId }) => !known.has(orderId)).length },
    { what: 'each key made one order', broken: told.length - new Set(told.map(({ orderId }) => orderId)).size },
    ...(await atRest(own)),
  ];
  if (checks.some(isBroken)) process.exitCode = 1;
  const facts = `${checkouts} keyed checkouts (${toldOf(told)}) at two servers, ${kills} kills of servers, ${databaseKills} of PostgreSQL.`;
  return `Seed ${SEED}: ${facts}\n\n${checkTable(checks)}`;
}

async function playAllRaces(own: OwnStage): Promise<string> {
  const settings = { ...own.settings, DATABASE_URL: own.databaseUrl };
  const servers = [await ShopServer.start('all', settings), await ShopServer.start('all', settings)];
  const rounds = Number(flags.rounds ?? 1_000);
  const races = await playRaces({ seed: SEED, rounds, servers, admin: ADMIN, only: flags.only?.split(','), log });
  const checks = await atRest(own);
  if (races.some(({ won }) => won > 0) || checks.some(isBroken)) process.exitCode = 1;
  return `Seed ${SEED}\n\n${raceTable(races)}\n\n${checkTable(checks)}`;
}

const own = await openOwnStage();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void own.close().finally(() => process.exit(130)));
const [part, play] = flags.long
  ? (['long', playLong] as const)
  : flags.races
    ? (['races', playAllRaces] as const)
    : (['faults', playFaults] as const);
try {
  log(`Seed ${SEED}`);
  const text = await play(own);
  process.stdout.write(`\n${text}\n`);
  if (flags.write) writeFileSync('docs/chaos.md', keepPage('docs/chaos.md', part, text));
} finally {
  await own.close();
}
