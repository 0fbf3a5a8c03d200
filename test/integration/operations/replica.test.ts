import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Knex } from 'knex';
import type { ChangeFeed } from '../../../src/application/shared/ports/change-feed.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { ReplicaSql } from '../../../src/infrastructure/persistence/shared/replica-sql.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { eventually } from '../../support/eventually.js';
import { Postgres15, POSTGRES_15 } from '../../support/postgres-15.js';
import { areInstalled } from '../../support/programs.js';
import { ShopProcess } from '../../support/shop-process.js';

const MAX_LAG_MS = 1_000;
const WHO = { name: 'test.who', text: 'select pg_is_in_recovery() as is_replica, (select max(n) from numbers) as n' };
const BOSS = { email: 'boss@example.com', password: 'blue-kettle-42-horizon' };

describe('A streaming replica', function () {
  this.timeout(180_000);
  let primaryServer: Postgres15 | undefined;
  let replicaServer: Postgres15 | undefined;
  let primary: Knex;
  let replica: Knex;

  before(async function () {
    if (!areInstalled(this, ...POSTGRES_15)) return this.skip();
    primaryServer = await Postgres15.primary();
    replicaServer = await Postgres15.replicaOf(primaryServer);
    primary = createConnection(primaryServer.url);
    replica = createConnection(replicaServer.url);
    await primary.raw('create table numbers (n int)');
    await primary.raw('insert into numbers values (0)');
  });
  after(async () => {
    await Promise.all([primary?.destroy(), replica?.destroy()]);
    await replicaServer?.end();
    await primaryServer?.end();
  });

  describe('is read', () => {
    const logged: string[] = [];
    const log = (message: string): void => void logged.push(message);
    const logger = { debug: log, info: log, warn: log, error: log };
    let hear: () => void = () => undefined;
    let isHearing = true;
    const feed: ChangeFeed = { subscribe: (heard) => (hear = () => heard('anything')), isCurrent: () => isHearing };
    let sql: ReplicaSql;
    let written = 0;

    const ask = async (): Promise<{ is_replica: boolean; n: number }> => {
      const [row] = await sql.query<{ is_replica: boolean; n: number }>(WHO);
      return row ?? { is_replica: false, n: -1 };
    };
    /** A change, as it is heard: after its commit. */
    const write = async (): Promise<number> => {
      written += 1;
      await primary('numbers').insert({ n: written });
      hear();
      return written;
    };
    const isReadAgain = (): Promise<void> => eventually('the replica is read', async () => (await ask()).is_replica);

    before(() => {
      sql = new ReplicaSql(new PoolSql(primary), new PoolSql(replica), feed, logger, MAX_LAG_MS);
      sql.start();
    });
    after(() => sql?.stop());

    it('when it has all that was written', async () => {
      await isReadAgain();
      expect(logged.filter((line) => line.includes('not read'))).to.deep.equal([]);
    });

    it('but not before it has what a change wrote: whoever wrote reads it, every time', async () => {
      let reads = 0;
      for (let round = 0; round < 60; round += 1) {
        const n = await write();
        for (let look = 0; look < 5; look += 1) {
          const answer = await ask();
          expect(answer.n).to.equal(n);
          reads += answer.is_replica ? 1 : 0;
          await sleep(round % 15);
        }
      }
      expect(reads).to.be.greaterThan(0);
    });

    it('not while it does not move on, which is said once', async () => {
      await isReadAgain();
      logged.length = 0;
      await replica.raw('select pg_wal_replay_pause()');
      const n = await write();
      for (let look = 0; look < 15; look += 1) {
        expect(await ask()).to.deep.equal({ is_replica: false, n });
        await sleep(100);
      }
      expect(logged.filter((line) => line.includes('not read'))).to.have.length(1);

      await replica.raw('select pg_wal_replay_resume()');
      await isReadAgain();
      expect(await ask()).to.deep.equal({ is_replica: true, n });
      expect(logged.at(-1)).to.include('caught up');
    });

    it('not when it has been behind for too long, though no change was heard', async () => {
      await replica.raw('select pg_wal_replay_pause()');
      await primary('numbers').insert({ n: 1 });
      await eventually('the replica is left alone', async () => !(await ask()).is_replica, 5_000);
      await replica.raw('select pg_wal_replay_resume()');
      await isReadAgain();
    });

    it('not while changes cannot be heard', async () => {
      isHearing = false;
      expect((await ask()).is_replica).to.equal(false);
      isHearing = true;
      expect((await ask()).is_replica).to.equal(true);
    });

    it('and when it dies nobody notices but the log', async () => {
      logged.length = 0;
      let answers = 0;
      let isOver = false;
      const readers = Array.from({ length: 8 }, async () => {
        while (!isOver) {
          expect((await ask()).n).to.equal(written);
          answers += 1;
        }
      });
      await replicaServer?.stop();
      await sleep(1_500);
      isOver = true;
      await Promise.all(readers);

      expect(answers).to.be.greaterThan(50);
      expect(logged.filter((line) => line.includes('not read'))).to.have.length(1);
      await replicaServer?.started();
      await isReadAgain();
    });
  });

  it('shows a shop every new price at once, with ready answers and while the replica stands still', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-replica-'));
    const shop = new ShopProcess('http/main.ts', [], {
      DATABASE_URL: primaryServer?.url ?? '',
      DATABASE_REPLICA_URL: replicaServer?.url ?? '',
      DATA_DIR: dataDir,
      ADMIN_EMAIL: BOSS.email,
      ADMIN_PASSWORD: BOSS.password,
    });
    try {
      const api = `${await shop.open()}/api`;
      const ask = async (path: string, method = 'GET', body?: unknown, token = ''): Promise<Readonly<Record<string, unknown>>> => {
        const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
        const answer = await fetch(api + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
        return (await answer.json()) as Readonly<Record<string, unknown>>;
      };
      const token = (await ask('/account/login', 'POST', BOSS))['access_token'] as string;
      const id = (await ask('/products', 'POST', { title: 'Kettle', price: 1, stock_quantity: 5 }, token))['id'] as string;
      const priceInList = async (): Promise<unknown> => ((await ask('/products')) as { items: { price: number }[] }).items[0]?.price;
      const readsOfReplica = async (): Promise<number> => {
        const { rows } = await primary.raw<{ rows: unknown[] }>('select 1');
        const seen = await replica.raw<{ rows: { n: string }[] }>(
          "select count(*) as n from pg_stat_activity where application_name = 'portico-reader' and query like '%product%'",
        );
        return rows.length === 1 ? Number(seen.rows[0]?.n) : 0;
      };

      await eventually('the replica is read', async () => {
        await ask(`/products?q=${Math.random()}`);
        return (await readsOfReplica()) > 0;
      });
      for (let price = 2; price < 30; price += 1) {
        if (price === 10) await replica.raw('select pg_wal_replay_pause()');
        if (price === 20) await replica.raw('select pg_wal_replay_resume()');
        await ask(`/products/${id}`, 'PATCH', { price }, token);
        expect(await priceInList()).to.equal(price);
        await sleep(price % 3 === 0 ? 60 : 0);
        expect([await priceInList(), (await ask(`/products/${id}`))['price']]).to.deep.equal([price, price]);
      }
    } finally {
      await shop.kill();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
