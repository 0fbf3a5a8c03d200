import { expect } from 'chai';
import { CountingRateLimiter } from '../../../src/infrastructure/limits/counting-rate-limiter.js';
import { hiddenKeys } from '../../../src/infrastructure/limits/hidden-keys.js';
import { PostgresCounts } from '../../../src/infrastructure/limits/postgres-counts.js';
import { PostgresTallies } from '../../../src/infrastructure/limits/postgres-tallies.js';
import { RedisCounts } from '../../../src/infrastructure/limits/redis-counts.js';
import { RedisLine } from '../../../src/infrastructure/limits/redis-line.js';
import { RedisTallies } from '../../../src/infrastructure/limits/redis-tallies.js';
import { PoolSql } from '../../../src/infrastructure/persistence/shared/sql.js';
import { SystemClock } from '../../../src/infrastructure/system/system-clock.js';
import { failureTalliesContract } from '../../contract/failure-tallies.contract.js';
import { rateLimiterContract } from '../../contract/rate-limiter.contract.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { testDatabase } from '../../support/test-database.js';

const hide = hiddenKeys('a secret that processes share');
const clock = new SystemClock();

describe('What processes count together in PostgreSQL', () => {
  const database = testDatabase();
  const counts = () => new PostgresCounts(new PoolSql(database.knex), hide);

  rateLimiterContract((quotas) => ({
    here: new CountingRateLimiter(quotas, clock, counts()),
    there: new CountingRateLimiter(quotas, clock, counts()),
  }));
  failureTalliesContract(() => new PostgresTallies(new PoolSql(database.knex)));

  it('names nobody', async () => {
    await new CountingRateLimiter({ login: { points: 9, seconds: 60, isExact: true } }, clock, counts()).take('login', '203.0.113.77');
    const keys = (await database.knex('rate_counts').select<{ key: string }[]>('key')).map(({ key }) => key);
    expect(keys.length).to.be.greaterThan(0);
    expect(keys.join(' ')).to.not.contain('203.0.113');
  });

  it('begins anew when its window is over, and is swept away', async () => {
    const store = counts();
    const take = async (key: string) => (await store.add([{ key, points: 3, windowMs: 60_000 }]))[0]?.points;
    expect([await take('again'), await take('again'), await take('gone')]).to.deep.equal([3, 6, 3]);
    await database.knex('rate_counts').update({ ends_at: database.knex.raw(`now() - interval '1 second'`) });
    expect(await take('again')).to.equal(3);
    await counts().add([{ key: 'somebody else', points: 1, windowMs: 60_000 }]);
    await eventually('only living windows are left', async () => (await database.knex('rate_counts').select('key')).length === 2);
  });

  it('is forgotten after an hour without a failure (ACC-11)', async () => {
    const tallies = new PostgresTallies(new PoolSql(database.knex));
    await tallies.add(['late']);
    await tallies.add(['late']);
    await database.knex('login_failures').update({ last_at: database.knex.raw(`now() - interval '61 minutes'`) });
    expect((await tallies.read(['late']))[0]?.failures).to.equal(0);
    await new PostgresTallies(new PoolSql(database.knex)).add(['late']);
    expect((await tallies.read(['late']))[0]?.failures).to.equal(1);
  });
});

describe('What processes count together in Redis', () => {
  const redis = RedisServer.forThisSuite();
  const lines: RedisLine[] = [];
  const line = (): RedisLine => {
    const made = new RedisLine(redis.url);
    lines.push(made);
    return made;
  };
  after(() => lines.forEach((made) => made.close()));

  rateLimiterContract((quotas) => ({
    here: new CountingRateLimiter(quotas, clock, new RedisCounts(line(), hide)),
    there: new CountingRateLimiter(quotas, clock, new RedisCounts(line(), hide)),
  }));
  failureTalliesContract(() => new RedisTallies(line()));
});
