import { rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Chance } from './chance.js';
import type { MailSink } from './mail-sink.js';
import type { MixedLoad } from './mixed-load.js';
import type { Server } from './play-payments.js';
import type { UnreliableLine } from './unreliable-line.js';

/** What can be broken. What a stage does not have is skipped, loudly. */
export interface Stage {
  /** Changes while servers come and go: whoever calls looks here each time. */
  readonly apis: Server[];
  /** Past the line. */
  readonly knex: Knex;
  readonly line: UnreliableLine;
  readonly load: MixedLoad;
  readonly worker?: { current: Server };
  /** `kill -9`, and back again. */
  readonly strikeDatabase?: () => Promise<void>;
  readonly mail?: MailSink;
  /** Takes Redis away for so long; what was in it is gone. */
  readonly loseRedis?: (milliseconds: number) => Promise<void>;
  /** A small folder of its own for pictures. */
  readonly media?: string;
  /** SIGTERM, and another one in its place. @returns the exit code of the one that left. */
  readonly relieve?: (place: number) => Promise<number | null>;
  /** One more, whose clock is wrong by so much. */
  readonly startShifted?: (milliseconds: number) => Promise<Server & { leave(): Promise<number | null> }>;
}

export interface Fault {
  readonly name: string;
  readonly what: string;
  /** Why it cannot be played here. */
  missing?(stage: Stage): string | undefined;
  /** Breaks it and mends it. @throws when what was broken behaved as it must not. */
  strike(stage: Stage, chance: Chance): Promise<void>;
}

const STALL_MS = 2_000;
const OUTAGE_MS = 3_000;
/** Longer than the pool's patience, so that who waits for a connection is told. */
const EXHAUSTED_MS = 4_000;
const SLOW_CLIENTS = 150;
const TEN_MINUTES_MS = 600_000;

const needs = (thing: keyof Stage, why: string) => (stage: Stage) => (stage[thing] === undefined ? why : undefined);

const TERMINATE = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name like 'portico%' and pid <> pg_backend_pid() and random() < 0.5`;

/** Clients that begin a request and never end it, and others that say nothing at all. */
async function crawl(bases: readonly string[], milliseconds: number): Promise<void> {
  const sockets: Socket[] = [];
  for (let number = 0; number < SLOW_CLIENTS; number += 1) {
    const { hostname, port } = new URL(bases[number % bases.length] ?? '');
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    if (number % 3 === 0)
      socket.write('POST /api/account/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{');
    else if (number % 3 === 1) socket.write('GET /api/products/ HTTP/1.1\r\nHost: shop\r\n');
    sockets.push(socket);
  }
  for (let passed = 0; passed < milliseconds; passed += 250) {
    for (const [number, socket] of sockets.entries()) if (number % 3 === 1 && socket.writable) socket.write(`X-${passed}: a\r\n`);
    await sleep(250);
  }
  for (const socket of sockets) socket.destroy();
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'kill-api',
    what: '`kill -9` of one of the API processes',
    async strike({ apis }, chance) {
      const victim = Math.floor(chance.next() * apis.length);
      apis[victim] = await (apis[victim] as Server).strike();
    },
  },
  {
    name: 'kill-worker',
    what: '`kill -9` of the worker',
    missing: needs('worker', 'there is no worker process'),
    async strike({ worker }) {
      if (worker) worker.current = await worker.current.strike();
    },
  },
  {
    name: 'kill-database',
    what: '`kill -9` of PostgreSQL, which is started again',
    missing: needs('strikeDatabase', 'the database is not ours'),
    async strike({ strikeDatabase }) {
      await strikeDatabase?.();
    },
  },
  {
    name: 'terminate-sessions',
    what: '`pg_terminate_backend` on every other session, six times in 3 s',
    async strike({ knex }) {
      for (let time = 0; time < 6; time += 1) {
        await knex.raw(TERMINATE);
        await sleep(500);
      }
    },
  },
  {
    name: 'exhausted-pool',
    what: 'all connections wait for one lock for 4 s',
    async strike({ knex }) {
      await knex.transaction(async (trx) => {
        await trx.raw('lock table carts in access exclusive mode');
        await sleep(EXHAUSTED_MS);
      });
    },
  },
  {
    name: 'stall',
    what: 'nothing moves between shop and database for 2 s',
    async strike({ line }) {
      line.stall();
      await sleep(STALL_MS);
      line.mend();
    },
  },
  {
    name: 'cut',
    what: 'all connections to the database are cut, and new ones refused, for 3 s',
    async strike({ line }) {
      line.cut();
      await sleep(OUTAGE_MS);
      line.mend();
    },
  },
  {
    name: 'half-open',
    what: 'all connections to the database are forgotten on the way, and nobody is told; new ones work',
    async strike({ line }) {
      line.forget();
      await sleep(OUTAGE_MS);
    },
  },
  {
    name: 'deaf',
    what: 'the database accepts connections and never answers, for 3 s',
    async strike({ line }) {
      line.goDeaf();
      await sleep(OUTAGE_MS);
      line.mend();
    },
  },
  {
    name: 'bad-provider',
    what: 'the payment provider times out and answers 500 for 5 s',
    async strike({ load }) {
      load.isProviderWell = false;
      await sleep(5_000);
      load.isProviderWell = true;
    },
  },
  {
    name: 'no-mail',
    what: 'the mail server refuses everybody for 5 s',
    missing: needs('mail', 'there is no mail server'),
    async strike({ mail }) {
      if (!mail) return;
      mail.isDown = true;
      await sleep(5_000);
      mail.isDown = false;
    },
  },
  {
    name: 'redis-lost',
    what: '`kill -9` of Redis, which comes back empty after 3 s',
    missing: needs('loseRedis', 'there is no redis-server on this machine'),
    async strike({ loseRedis }) {
      await loseRedis?.(OUTAGE_MS);
    },
  },
  {
    name: 'disk-full',
    what: 'no room for pictures for 4 s',
    missing: needs('media', 'a small file system cannot be mounted here (it takes root)'),
    async strike({ media }) {
      if (media === undefined) return;
      const ballast = join(media, 'ballast');
      try {
        for (let block = 0; ; block += 1) writeFileSync(ballast, Buffer.alloc(4_096), { flag: block === 0 ? 'w' : 'a' });
      } catch {
        await sleep(4_000);
      }
      rmSync(ballast, { force: true });
    },
  },
  {
    name: 'sigterm',
    what: 'SIGTERM to an API process in the middle of checkouts; another one takes its place',
    missing: needs('relieve', 'the processes are not ours'),
    async strike({ relieve, apis }, chance) {
      const code = await relieve?.(Math.floor(chance.next() * apis.length));
      if (code !== 0) throw new Error(`After SIGTERM a server ended with ${String(code)}`);
    },
  },
  {
    name: 'wrong-clock',
    what: 'one more API process whose clock is ten minutes fast, then one that is ten minutes slow',
    missing: needs('startShifted', 'the processes are not ours'),
    async strike({ startShifted, apis }) {
      for (const shift of [TEN_MINUTES_MS, -TEN_MINUTES_MS]) {
        const stranger = await startShifted?.(shift);
        if (!stranger) return;
        apis.push(stranger);
        await sleep(3_000);
        apis.splice(apis.indexOf(stranger), 1);
        await stranger.leave();
      }
    },
  },
  {
    name: 'slow-clients',
    what: '150 clients that begin a request and never end it, or say nothing, for 5 s',
    strike: ({ apis }) =>
      crawl(
        apis.map(({ base }) => base),
        5_000,
      ),
  },
];
