import { expect } from 'chai';
import sinon from 'sinon';
import { ConcurrencyConflict, IdempotencyInProgress } from '../../../../src/application/shared/errors.js';
import { id } from '../../../../src/domain/shared/ids.js';
import { createConnection } from '../../../../src/infrastructure/database/connection.js';
import { SqlRequestLog } from '../../../../src/infrastructure/persistence/requests/sql-request-log.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { LazyTransaction } from '../../../../src/infrastructure/persistence/shared/lazy-transaction.js';
import { refusalOf } from '../../../../src/infrastructure/persistence/shared/database-faults.js';
import { TransactionSql, type ConnectionSource } from '../../../../src/infrastructure/persistence/shared/sql.js';
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

  describe('sends', () => {
    const READ = { name: 'lazy.read', text: 'select 1 as n', isRead: true } as const;
    const NOTE = { name: 'lazy.note', text: 'insert into lazy_notes values ($1)' };
    const REFUSE = { name: 'lazy.refuse', text: `select refuse('no', 'because')` };
    const openOne = async () => {
      const connection = await (database.knex.client as unknown as ConnectionSource).acquireConnection();
      const spy = sinon.spy(connection, 'query');
      return {
        transaction: new LazyTransaction(connection),
        sent: () =>
          (spy.args as unknown as [string | { name: string }][]).map(([asked]) => (typeof asked === 'string' ? asked : asked.name)),
        close: async () => {
          spy.restore();
          await (database.knex.client as unknown as ConnectionSource).releaseConnection(connection);
        },
      };
    };
    const notes = () => database.knex('lazy_notes').pluck('note').orderBy('note');

    before(() => database.knex.raw('create table lazy_notes (note text primary key)'));
    beforeEach(() => database.knex.raw('truncate lazy_notes'));

    it('reads and one write without a transaction, and several writes in one piece with it', async () => {
      const { transaction, sent, close } = await openOne();
      await transaction.query(READ);
      transaction.write(NOTE, ['one']);
      await transaction.commit();
      expect(sent()).to.deep.equal(['lazy.read', 'lazy.note']);

      transaction.write(NOTE, ['two']);
      transaction.write(NOTE, ['three']);
      expect(sent(), 'nothing before the end').to.have.length(2);
      await transaction.commit();
      expect(sent().slice(2)).to.deep.equal(['begin', 'lazy.note', 'lazy.note', 'commit']);
      await close();
      expect(await notes()).to.deep.equal(['one', 'three', 'two']);
    });

    it('nothing that stays when a write refuses itself, and says why', async () => {
      const { transaction, close } = await openOne();
      transaction.write(NOTE, ['one']);
      transaction.write(REFUSE, [], (error) => new Error(`refused ${refusalOf(error)?.detail}`));
      transaction.write(NOTE, ['two']);
      const refusal = await rejection(transaction.commit());
      await transaction.abandon(refusal);
      await close();
      expect(String(refusal)).to.equal('Error: refused because');
      expect(await notes()).to.deep.equal([]);
    });

    it('what was written before what is asked, and lets nothing of it stay when it is abandoned', async () => {
      const { transaction, sent, close } = await openOne();
      transaction.write(NOTE, ['one']);
      await transaction.query(READ);
      expect(sent()).to.deep.equal(['begin', 'lazy.note', 'lazy.read']);
      await transaction.abandon(new Error('changed my mind'));
      expect(sent().at(-1)).to.equal('rollback');
      await close();
      expect(await notes()).to.deep.equal([]);
    });

    it('no commit for what had failed unheard', async () => {
      const { transaction, close } = await openOne();
      transaction.begin();
      await transaction.query({ name: 'lazy.broken', text: 'select 1 / 0' }).catch(() => undefined);
      expect(String(await rejection(transaction.commit()))).to.contain('had failed before its commit');
      await close();
    });
  });
});
