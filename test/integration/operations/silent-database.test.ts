import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { eventually } from '../../support/eventually.js';
import { UnreliableLine } from '../../../scripts/chaos/unreliable-line.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { isOutage } from '../../../src/infrastructure/persistence/shared/database-faults.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { testDatabase } from '../../support/test-database.js';

/** Long enough that three at once need three connections. */
const NUMBERS = { name: 'silence.numbers', text: 'select $1::int as number from pg_sleep(0.2)' };
const SLOW = { name: 'silence.slow', text: 'select pg_sleep(4)' };
/** Far below the quarter of an hour that the kernel would wait, however slow the machine is. */
const SOON_MS = 20_000;

describe('A database that falls silent', function () {
  this.timeout(60_000);
  const database = testDatabase();
  let line: UnreliableLine;
  let knex: Knex;
  let sql: PoolSql;

  before(async () => {
    line = await UnreliableLine.to(database.url);
    knex = createConnection(line.url, { poolMax: 3 });
    sql = new PoolSql(knex);
  });
  after(async () => {
    await knex.destroy();
    await line.close();
  });

  /** Connections of the pool that are not known to be broken. */
  const open = (): number =>
    (knex.client as { pool: { free: { resource: { __knex__disposed?: unknown } }[] } }).pool.free.filter(
      ({ resource }) => resource.__knex__disposed === undefined,
    ).length;
  /** Three at once, so that every connection of the pool is in it. */
  const three = () => Promise.allSettled([1, 2, 3].map((number) => sql.query<{ number: number }>(NUMBERS, [number])));
  const inTime = async <Value>(promise: Promise<Value>): Promise<Value> => {
    const late = sleep(SOON_MS, undefined, { ref: false }).then(() => Promise.reject(new Error('It still waits')));
    return Promise.race([promise, late]);
  };
  const expectOutage = (outcomes: readonly PromiseSettledResult<unknown>[]): void => {
    for (const outcome of outcomes) {
      expect(outcome.status).to.equal('rejected');
      expect(isOutage((outcome as PromiseRejectedResult).reason), String((outcome as PromiseRejectedResult).reason)).to.equal(true);
    }
  };
  const expectAnswers = async (): Promise<void> => {
    const outcomes = await inTime(three());
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value[0]?.number : String(outcome.reason)))).to.deep.equal([
      1, 2, 3,
    ]);
  };

  it('and never answers is given up, also by who comes later, and heard again when it speaks (OPS-03)', async () => {
    await expectAnswers();
    line.goDeaf();
    expectOutage(await inTime(three()));
    expectOutage(await inTime(three()));
    line.mend();
    await expectAnswers();
  });

  it('on lines that somebody forgot is given up there, while new lines serve (OPS-03)', async () => {
    await expectAnswers();
    line.forget();
    expectOutage(await inTime(three()));
    await expectAnswers();
  });

  it('on a line that somebody uses is noticed on those that nobody uses (OPS-03)', async () => {
    await expectAnswers();
    line.forget();
    expectOutage(await inTime(Promise.allSettled([sql.query(NUMBERS, [1])])));
    await eventually('none of the three is kept', () => open() === 0);
    await expectAnswers();
  });

  it('in the middle of a transaction fails it, and nothing of it is there afterwards (ORD-03)', async () => {
    await database.knex.schema.createTable('silence', (table) => table.integer('number'));
    const work = knex.transaction(async (trx) => {
      await trx('silence').insert({ number: 1 });
      line.forget();
      await trx('silence').insert({ number: 2 });
    });
    expectOutage(await inTime(Promise.allSettled([work])));
    expect(await database.knex('silence').select('number')).to.deep.equal([]);
  });

  it('for a statement that only takes its time is waited for', async () => {
    await eventually('the lines of before are given up', async () => (await three()).every(({ status }) => status === 'fulfilled'));
    expect(await inTime(sql.query(SLOW))).to.have.length(1);
  });

  it('for two seconds and then speaks has lost nothing', async () => {
    await expectAnswers();
    line.stall();
    const asked = three();
    await sleep(2_000);
    line.mend();
    expect((await inTime(asked)).map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled', 'fulfilled']);
  });
});
