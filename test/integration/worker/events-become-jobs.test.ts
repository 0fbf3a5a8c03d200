import { expect } from 'chai';
import type { Knex } from 'knex';
import type { EventHandler, ToldEvent } from '../../../src/application/shared/event-handler.js';
import type { DomainEvent } from '../../../src/domain/shared/domain-event.js';
import { eventJobs } from '../../../src/infrastructure/jobs/event-jobs.js';
import { GraphileEventWorker } from '../../../src/infrastructure/jobs/graphile-event-worker.js';
import { JobDesk } from '../../../src/infrastructure/jobs/job-desk.js';
import { OutboxRelay } from '../../../src/infrastructure/persistence/outbox/outbox-relay.js';
import { Outbox } from '../../../src/infrastructure/persistence/outbox/outbox.js';
import { PoolSql, TransactionSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';
import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/test-database.js';

const ids = new UuidGenerator();
const AT = new Date('2026-01-31T12:00:00.000Z');
const anEvent = (aggregateId: string, type = 'thing.happened'): DomainEvent => ({ type, aggregateId, occurredAt: AT, payload: { n: 1 } });

/** Writes down what it is told, and fails while `isBroken`. */
class Notebook implements EventHandler {
  readonly seen: { readonly event: DomainEvent; readonly eventId: string }[] = [];
  isBroken = false;
  tries = 0;

  constructor(
    readonly name: string,
    readonly on = 'thing.happened',
  ) {}

  handle(event: DomainEvent, eventId: string): Promise<void> {
    this.tries += 1;
    if (this.isBroken) return Promise.reject(new Error(`${this.name} is broken`));
    this.seen.push({ event, eventId });
    return Promise.resolve();
  }

  get subjects(): readonly string[] {
    return this.seen.map(({ event }) => event.aggregateId);
  }
}

describe('From a committed event to its jobs', function () {
  this.timeout(40_000);
  const database = testDatabase();
  const workers: GraphileEventWorker[] = [];

  const relayFor = (...handlers: EventHandler[]) => new OutboxRelay(database.knex, eventJobs(handlers));
  const aWorker = (handlers: EventHandler[], silence = 20) => {
    const worker = new GraphileEventWorker(handlers, new PinoLogger('silent'), { url: database.url, silence, pollMs: 100 });
    workers.push(worker);
    return worker;
  };
  /** In a transaction that the test itself ends. @returns what was written */
  const tellIn = async (trx: Knex.Transaction, ...events: DomainEvent[]) => {
    const sql = await TransactionSql.of(trx);
    const sent: Promise<unknown>[] = [];
    const outbox = new Outbox({ write: (statement, values) => void sent.push(sql.query(statement, values)) }, ids);
    outbox.append(events);
    const written = outbox.flush();
    await Promise.all(sent);
    return written;
  };
  const commit = (...events: DomainEvent[]) => database.knex.transaction((trx) => tellIn(trx, ...events));
  const waitsNoLonger = () => database.knex.raw('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
  const jobsLeft = async () => Number((await database.knex('graphile_worker._private_jobs').count('* as n'))[0]?.['n']);

  before(() => aWorker([]).prepare());
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop(5_000)));
    await database.knex.raw('truncate outbox, graphile_worker._private_jobs, job_workers');
  });

  it('runs each job once, with two relays and two workers at work (OPS-04)', async () => {
    const notebook = new Notebook('notebook');
    const subjects = Array.from({ length: 120 }, (_, index) => `thing-${index}`);
    await Promise.all(subjects.map((subject) => commit(anEvent(subject))));
    for (const worker of [aWorker([notebook]), aWorker([notebook])]) worker.start();
    const relay = relayFor(notebook);
    await Promise.all([relay.relay(), relay.relay(), relay.relay()]);
    await eventually('every event was handled', async () => notebook.seen.length >= subjects.length && (await jobsLeft()) === 0);

    expect([...notebook.subjects].sort()).to.deep.equal([...subjects].sort());
  });

  it('lets what takes long stand behind all others, each event by itself', async () => {
    const [quick, slow] = [new Notebook('quick'), Object.assign(new Notebook('slow'), { isHeavy: true as const })];
    await commit(...Array.from({ length: 5 }, (_, index) => anEvent(`thing-${index}`)));
    await relayFor(slow, quick).relay();
    const jobs: { identifier: string; priority: number }[] = await database
      .knex('graphile_worker.jobs')
      .select('task_identifier as identifier', 'priority');
    expect(jobs.filter(({ identifier }) => identifier === 'quick:many').map(({ priority }) => priority)).to.deep.equal([0]);
    expect(jobs.filter(({ identifier }) => identifier === 'slow').map(({ priority }) => priority)).to.deep.equal(Array(5).fill(10));
    aWorker([quick, slow]).start();
    await eventually('all were handled', () => slow.seen.length === 5 && quick.seen.length === 5);
  });

  it('hands the event over as it was', async () => {
    const notebook = new Notebook('notebook');
    await commit(anEvent('thing-1'));
    await relayFor(notebook).relay();
    aWorker([notebook]).start();
    await eventually('it was handled', () => notebook.seen.length === 1);

    expect(notebook.seen[0]?.event).to.deep.equal(anEvent('thing-1'));
  });

  it('misses no event that is committed late, behind the back of younger ones', async () => {
    const notebook = new Notebook('notebook');
    const relay = relayFor(notebook);
    await database.knex.transaction(async (slow) => {
      await tellIn(slow, anEvent('older'));
      await commit(anEvent('younger'));
      expect(await relay.relay()).to.equal(1);
    });

    expect(await relay.relay()).to.equal(1);
    expect(await relay.relay()).to.equal(0);
  });

  it('hands over nothing of what was rolled back (NTF-02)', async () => {
    await database.knex
      .transaction(async (trx) => {
        await tellIn(trx, anEvent('never'));
        throw new Error('changed my mind');
      })
      .catch(() => undefined);

    expect(await relayFor(new Notebook('notebook')).relay()).to.equal(0);
  });

  it('lets a handler that fails try again, give up, be seen and be repeated; the others go on (OPS-05)', async () => {
    const [broken, fine] = [new Notebook('broken'), new Notebook('fine')];
    broken.isBroken = true;
    const desk = new JobDesk(new PoolSql(database.knex));
    await commit(anEvent('thing-1'));
    await relayFor(broken, fine).relay();
    aWorker([broken, fine]).start();

    await eventually('the other one was done', () => fine.seen.length === 1);
    await eventually('the job waits for its second try', async () => (await desk.list()).length === 1);
    const [failed] = await desk.list();
    expect(failed).to.include({ handler: 'broken', event: 'thing.happened', aggregateId: 'thing-1', tries: 1, hasGivenUp: false });
    expect(failed?.lastError).to.contain('broken is broken');
    expect(failed?.nextTry.getTime(), 'a pause before the next try').to.be.greaterThan(Date.now());

    await eventually('it gave up', async () => {
      await waitsNoLonger();
      return (await desk.list()).some(({ hasGivenUp }) => hasGivenUp);
    });
    expect(broken.tries).to.equal(10);

    broken.isBroken = false;
    expect(await desk.retry(null)).to.equal(1);
    await eventually('it was done after all', () => broken.seen.length === 1);
    await eventually('nothing is left', async () => (await jobsLeft()) === 0);
    expect(fine.seen).to.have.length(1);
  });

  it('lets one of many that fails be tried again by itself, and repeats none of the others (OPS-05)', async () => {
    const notebook = new Notebook('notebook');
    const handle = notebook.handle.bind(notebook);
    let isPoisonous = true;
    notebook.handle = (event, eventId) =>
      event.aggregateId === 'poisoned' && isPoisonous ? Promise.reject(new Error('it is poisoned')) : handle(event, eventId);
    const desk = new JobDesk(new PoolSql(database.knex));
    await commit(anEvent('thing-1'), anEvent('poisoned'), anEvent('thing-2'), anEvent('thing-3'));
    await relayFor(notebook).relay();
    expect(await jobsLeft(), 'all in one').to.equal(1);
    aWorker([notebook]).start();
    await eventually('one has failed', async () => (await desk.list()).length === 1);

    const [failed] = await desk.list();
    expect(failed).to.include({ handler: 'notebook', event: 'thing.happened', aggregateId: 'poisoned', tries: 1, hasGivenUp: false });
    expect(failed?.lastError).to.equal('it is poisoned');
    expect(failed?.nextTry.getTime(), 'a pause before the next try').to.be.greaterThan(Date.now());
    expect([...notebook.subjects].sort()).to.deep.equal(['thing-1', 'thing-2', 'thing-3']);

    await eventually('it gave up', async () => {
      await waitsNoLonger();
      return (await desk.list()).some(({ hasGivenUp }) => hasGivenUp);
    });
    isPoisonous = false;
    expect(await desk.retry(null)).to.equal(1);
    await eventually('nothing is left', async () => (await jobsLeft()) === 0);
    expect([...notebook.subjects].sort(), 'each once').to.deep.equal(['poisoned', 'thing-1', 'thing-2', 'thing-3']);
  });

  it('handles many at once where that is cheaper, and each by itself when that fails (OPS-05)', async () => {
    const counter = new Notebook('counter');
    const batches: number[] = [];
    const handleAll = (told: readonly ToldEvent[]) => {
      batches.push(told.length);
      if (told.some(({ event }) => event.aggregateId === 'poisoned')) return Promise.reject(new Error('one is poisoned'));
      for (const { event, eventId } of told) counter.seen.push({ event, eventId });
      return Promise.resolve();
    };
    const handler = Object.assign(counter, { handleAll });
    const relay = relayFor(handler);
    await commit(...Array.from({ length: 60 }, (_, index) => anEvent(`thing-${index}`)));
    await relay.relay();
    aWorker([handler]).start();
    await eventually('all were handled', () => counter.seen.length === 60);
    expect(batches.sort()).to.deep.equal([10, 50]);
    expect(counter.tries).to.equal(0);

    await commit(anEvent('poisoned'), anEvent('thing-60'));
    await relay.relay();
    await eventually('nothing is left', async () => (await jobsLeft()) === 0);
    expect(counter.subjects.slice(60)).to.have.members(['poisoned', 'thing-60']);
    expect(counter.tries).to.equal(2);
  });

  it('puts what it has not begun of many back when it stops, and nothing is lost (OPS-04)', async () => {
    const slow = new Notebook('notebook');
    const handle = slow.handle.bind(slow);
    slow.handle = async (event, eventId) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await handle(event, eventId);
    };
    const subjects = Array.from({ length: 40 }, (_, index) => `thing-${index}`);
    await commit(...subjects.map((subject) => anEvent(subject)));
    await relayFor(slow).relay();
    const first = aWorker([slow]);
    first.start();
    await eventually('it is at work', () => slow.seen.length > 0);
    await workers.splice(0)[0]?.stop(5_000);
    expect(slow.seen.length, 'it did not wait for all of them').to.be.lessThan(subjects.length);

    aWorker([slow]).start();
    await eventually('all were handled', async () => (await jobsLeft()) === 0);
    expect([...slow.subjects].sort()).to.deep.equal([...subjects].sort());
  });

  it('tells what is in a batch that nobody ended, line by line (OPS-05)', async () => {
    const notebook = new Notebook('notebook');
    const desk = new JobDesk(new PoolSql(database.knex));
    await commit(anEvent('thing-1'), anEvent('thing-2'));
    await relayFor(notebook).relay();
    await database.knex.raw('update graphile_worker._private_jobs set attempts = 10');

    const lines = await desk.list();
    expect(lines.map(({ aggregateId }) => aggregateId)).to.deep.equal(['thing-1', 'thing-2']);
    expect(lines[0]).to.include({ handler: 'notebook', event: 'thing.happened', hasGivenUp: true });
    expect(await desk.retry([lines[0]?.id ?? ''])).to.equal(1);
    aWorker([notebook]).start();
    await eventually('both are done', () => notebook.seen.length === 2);
  });

  it('forgets a job that nobody needs any more (OPS-05)', async () => {
    const broken = new Notebook('broken');
    broken.isBroken = true;
    const desk = new JobDesk(new PoolSql(database.knex));
    await commit(anEvent('thing-1'), anEvent('thing-2'));
    await relayFor(broken).relay();
    aWorker([broken]).start();
    await eventually('both failed', async () => (await desk.list()).length === 2);
    const [first] = await desk.list();

    expect(await desk.drop([first?.id ?? ''])).to.equal(1);
    expect(await desk.drop(null), 'only what gave up is meant by all').to.equal(0);
    expect(await desk.list()).to.have.length(1);
  });

  it('takes over the jobs of a worker that was killed (OPS-04)', async () => {
    const notebook = new Notebook('notebook');
    await commit(anEvent('thing-1'));
    await relayFor(notebook).relay();
    await database.knex.raw(`update graphile_worker._private_jobs set locked_by = 'pool-gone', locked_at = now() - interval '1 minute'`);
    await database.knex.raw(`insert into job_workers values ('pool-gone', now() - interval '1 minute')`);
    aWorker([notebook]).start();

    await eventually('somebody else did it', () => notebook.seen.length === 1);
  });

  it('does a job that its own worker was handed and never heard of, because the line broke on the way (OPS-04)', async () => {
    const notebook = new Notebook('notebook');
    await commit(anEvent('thing-1'));
    await relayFor(notebook).relay();
    await database.knex.raw('update graphile_worker._private_jobs set locked_by = ?, locked_at = now()', ['pool-nobody-yet']);
    aWorker([notebook], 1).start();
    let id: string | undefined;
    await eventually('the worker says that it lives', async () => {
      id = (await database.knex<{ id: string }>('job_workers').first('id'))?.id;
      return id !== undefined;
    });
    await database.knex.raw(`update graphile_worker._private_jobs set locked_by = ?, locked_at = now() - interval '1 minute'`, [id ?? '']);

    await eventually('it was done all the same', () => notebook.seen.length === 1);
  });

  it('leaves a worker that is alive its jobs, however long they take', async () => {
    const slow = new Notebook('notebook');
    let finish: () => void = () => undefined;
    slow.handle = () => {
      slow.tries += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    await commit(anEvent('thing-1'));
    await relayFor(slow).relay();
    aWorker([slow], 0.4).start();
    await eventually('it is at work', () => slow.tries === 1);
    aWorker([slow], 0.4).start();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    finish();
    await eventually('it is done', async () => (await jobsLeft()) === 0);

    expect(slow.tries).to.equal(1);
  });

  it('forgets handed-over events after a week, and no others', async () => {
    const relay = relayFor();
    await commit(anEvent('old'));
    await relay.relay();
    await database.knex.raw(`update outbox set published_at = now() - interval '8 days'`);
    await commit(anEvent('handed over'));
    await relay.relay();
    await commit(anEvent('waiting'));
    await relay.forgetOld();

    expect(await database.knex('outbox').pluck('aggregate_id').orderBy('aggregate_id')).to.deep.equal(['handed over', 'waiting']);
  });

  it('writes nothing when there was nothing to tell', async () => {
    expect(await database.knex.transaction((trx) => tellIn(trx))).to.deep.equal([]);
  });
});
