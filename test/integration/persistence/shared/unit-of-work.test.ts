import { expect } from 'chai';
import { ConcurrencyConflict, IdempotencyInProgress } from '../../../../src/application/shared/errors.js';
import { id } from '../../../../src/domain/shared/ids.js';
import { createConnection } from '../../../../src/infrastructure/database/connection.js';
import { SqlRequestLog } from '../../../../src/infrastructure/persistence/requests/sql-request-log.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { TransactionSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { keyedWorkContract } from '../../../contract/keyed-work.contract.js';
import { requestLogContract } from '../../../contract/request-log.contract.js';
import { anOrder } from '../../../support/builders/an-order.js';
import { rejection } from '../../../support/rejection.js';
import { testDatabase } from '../../../support/test-database.js';

describe('The unit of work on PostgreSQL', () => {
  const database = testDatabase();
  const unitOfWork = () => new KnexUnitOfWork(database.knex, new UuidGenerator());
  const claim = (key: string) => ({ caller: 'ann', key, fingerprint: 'f' });

  const create = () => ({
    store: unitOfWork(),
    age: async (hours: number) => {
      await database.knex('request_claims').update({ claimed_at: database.knex.raw("claimed_at - ? * interval '1 hour'", [hours]) });
    },
  });

  requestLogContract(create);
  keyedWorkContract(create);

  it('works once for 20 at once, who are all told the same (IDM-01)', async () => {
    let times = 0;
    const work = () => Promise.resolve({ n: (times += 1) });

    const results = await Promise.all(Array.from({ length: 20 }, () => unitOfWork().run(work, claim('parallel work'))));

    expect(times).to.equal(1);
    expect(results).to.deep.equal(Array.from({ length: 20 }, () => ({ n: 1 })));
  });

  it('does not wait longer than a lock may take for whoever has the key, but says that it is in progress (IDM-01)', async () => {
    const impatient = createConnection(database.url, { poolMax: 2 });
    let finish = (): void => undefined;
    let begin = (): void => undefined;
    const hasBegun = new Promise<void>((resolve) => (begin = resolve));
    const slowly = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
        begin();
      });
    const first = unitOfWork().run(slowly, claim('slow'));
    try {
      await hasBegun;
      const refusal = await rejection(
        impatient.transaction(async (trx) => {
          await trx.raw("set local lock_timeout = '10ms'");
          const sql = Object.assign(await TransactionSql.of(trx), { write: () => undefined });
          await new SqlRequestLog({ sql }).claim(claim('slow'), null);
        }),
      );
      expect(refusal).to.be.instanceOf(IdempotencyInProgress);
    } finally {
      finish();
      await first;
      await impatient.destroy();
    }
  });

  it('gives a key to exactly one of 20 at once (IDM-01)', async () => {
    const states = await Promise.all(
      Array.from({ length: 20 }, () => unitOfWork().run(({ requests }) => requests.claim(claim('parallel'), 'r'))),
    );

    expect(states.filter(({ state }) => state === 'new')).to.have.length(1);
    expect(states.filter(({ state }) => state === 'running')).to.have.length(19);
  });

  it('runs the whole work again after a conflict, three times in all', async () => {
    let attempts = 0;
    const refusal = await rejection(
      unitOfWork().run(() => {
        attempts += 1;
        return Promise.reject(new ConcurrencyConflict('cart', 'c-1'));
      }),
    );

    expect(refusal).to.be.instanceOf(ConcurrencyConflict);
    expect(attempts).to.equal(3);
  });

  it('does not repeat what no repetition can help', async () => {
    let attempts = 0;
    await rejection(
      unitOfWork().run(() => {
        attempts += 1;
        return Promise.reject(new Error('a bug'));
      }),
    );

    expect(attempts).to.equal(1);
  });

  it('keeps nothing when its events cannot be written, though the commit is sent right behind them', async () => {
    const announced: string[] = [];
    const store = new KnexUnitOfWork(database.knex, new UuidGenerator(), () => announced.push('news'));
    const order = anOrder({
      id: id('01900000-0000-7000-8000-00000000aaaa'),
      number: 'P-NEWS',
      cartId: id('01900000-0000-7000-8000-00000000aaab'),
    });
    const refusal = await rejection(
      store.run(async ({ orders }) => {
        const { pullEvents } = order;
        order.pullEvents = () => pullEvents.call(order).map((event) => ({ ...event, type: null as never }));
        await orders.save(order);
      }),
    );

    expect(String(refusal)).to.contain('null value in column "type"');
    expect(await store.run(({ orders }) => orders.find(order.id))).to.equal(undefined);
    expect(announced).to.deep.equal([]);
  });

  it('ends a deadlock by running the loser again', async () => {
    const { knex } = database;
    await knex.raw('create table accounts_for_deadlock (id int primary key, n int not null)');
    await knex.raw('insert into accounts_for_deadlock values (1, 0), (2, 0)');
    const step = (name: string) => ({ name: `deadlock.${name}`, text: 'update accounts_for_deadlock set n = n + 1 where id = $1' });
    const transfer = (first: number, second: number) =>
      knex.transaction(async (trx) => {
        await trx.raw(step('a').text.replace('$1', '?'), [first]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await trx.raw(step('b').text.replace('$1', '?'), [second]);
      });
    const { asksForRepetition } = await import('../../../../src/infrastructure/persistence/shared/database-faults.js');

    const outcomes = await Promise.allSettled([transfer(1, 2), transfer(2, 1)]);

    const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(losers).to.have.length(1);
    expect(asksForRepetition(losers[0]?.reason)).to.equal(true);
  });
});
