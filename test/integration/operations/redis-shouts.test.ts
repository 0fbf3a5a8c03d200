import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Change } from '../../../src/application/shared/ports/change-feed.js';
import { DatabaseEar } from '../../../src/infrastructure/database/database-ear.js';
import { ChangeSignals } from '../../../src/infrastructure/persistence/shared/change-signals.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { RedisShouts } from '../../../src/infrastructure/signals/redis-shouts.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { testDatabase } from '../../support/test-database.js';

describe('Changes called out by Redis', function () {
  this.timeout(60_000);
  const database = testDatabase();
  const redis = RedisServer.forThisSuite();
  const logged: string[] = [];
  const log = (message: string): void => void logged.push(message);
  const logger = { debug: log, info: log, warn: log, error: log };

  /** What a process has for hearing of changes. */
  class Process {
    readonly shouts = new RedisShouts(redis.url, logger);
    readonly ear = new DatabaseEar(database.directUrl, logger);
    readonly signals: ChangeSignals;
    readonly heard: Change[] = [];

    /** @param hearsDatabase whether it hears NOTIFY too. */
    constructor(readonly hearsDatabase: boolean) {
      this.signals = new ChangeSignals(this.ear, new PoolSql(database.knex), this.shouts);
      this.signals.subscribe((changes) => this.heard.push(...(changes === 'anything' ? [] : changes)));
      this.shouts.start();
      if (hearsDatabase) this.ear.start();
    }

    async stop(): Promise<void> {
      this.shouts.stop();
      await this.ear.stop();
    }
  }
  const processes: Process[] = [];
  const aProcess = (hearsDatabase = true): Process => {
    const process = new Process(hearsDatabase);
    processes.push(process);
    return process;
  };
  let round = 0;
  const change = (): Change => `product:${(round += 1)}`;
  /** Calls out again and again until it is heard: a new listener may not be there yet. */
  const isHeard = (from: Process, by: Process): Promise<void> =>
    eventually('a change is heard', async () => {
      const said = change();
      from.signals.announce(new Set([said]));
      await sleep(30);
      return by.heard.includes(said);
    });

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.stop()));
    logged.length = 0;
  });

  it('are heard by whoever hears nothing of the database, and told once at home', async () => {
    const [here, there] = [aProcess(false), aProcess(false)];
    await isHeard(here, there);

    const said = change();
    here.signals.announce(new Set([said, 'stock:1']));
    await eventually('it is heard', () => there.heard.includes(said));

    expect(there.heard).to.include('stock:1');
    await sleep(50);
    expect(here.heard.filter((heard) => heard === said)).to.have.length(1);
  });

  it('are heard by the database while Redis is away, at once and without a gap; and again by Redis when it is back', async () => {
    const [here, there] = [aProcess(), aProcess()];
    const deaf = aProcess(false);
    await isHeard(here, there);
    await isHeard(here, deaf);

    await redis.stop();
    const said = Array.from({ length: 20 }, change);
    for (const one of said) {
      here.signals.announce(new Set([one]));
      await sleep(10);
    }
    await eventually('all of it is heard', () => said.every((one) => there.heard.includes(one)), 1_000);
    expect(there.signals.isCurrent()).to.equal(true);
    expect(logged.some((line) => line.includes('by the database alone'))).to.equal(true);

    await redis.start();
    await isHeard(here, deaf);
    await eventually('it is said', () => logged.some((line) => line.includes('again')));
  });
});
