import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Container } from 'inversify';
import type { Knex } from 'knex';
import supertest from 'supertest';
import { createContainer } from '../../../src/infrastructure/composition/container.js';
import { httpAppOf } from '../../../src/infrastructure/composition/http-app.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { readConfig } from '../../../src/infrastructure/config/config.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/test-database.js';
import { UnreliableLine } from '../../../scripts/chaos/unreliable-line.js';

/** How long whoever began to send a mail keeps others from it. */
const CLAIMED_MS = 60_000;
const LOGIN = { email: 'ann@example.com', password: 'correct horse battery' };

describe('While the database is away', function () {
  this.timeout(150_000);
  const database = testDatabase();
  let line: UnreliableLine;
  let dataDir: string;
  let knex: Knex;
  let container: Container;
  let server: Server;

  before(async () => {
    line = await UnreliableLine.to(database.url);
    dataDir = await mkdtemp(join(tmpdir(), 'portico-outage-'));
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: line.url, DATA_DIR: dataDir, BCRYPT_COST: '4', RATE_LIMIT: 'off' });
    knex = createConnection(line.url);
    container = createContainer({ config, knex, logger: new PinoLogger('silent') });
    const handle = httpAppOf(container).callback();
    server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await container.get(TOKENS.worker).start();
    await supertest(server).post('/api/account/register').send(LOGIN).expect(202);
    await supertest(server).get('/health/ready').expect(200);
  });
  after(async () => {
    await container.get(TOKENS.worker).stop(5_000);
    await new Promise((resolve) => server.close(resolve));
    await knex.destroy();
    await line.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const statusOf = async (path: string): Promise<number> => (await supertest(server).get(path)).status;

  it('is live and not ready, refuses requests with 503, and works again as soon as the database does (OPS-03)', async () => {
    line.cut();
    const answers = await Promise.all([
      supertest(server).post('/api/account/login').send(LOGIN),
      supertest(server).get('/api/products/?page=2'),
      supertest(server).get('/api/categories/'),
    ]);

    for (const { status, body } of answers.slice(0, 2)) {
      expect(status).to.equal(503);
      expect(body).to.include({ code: 'server.unavailable' });
    }
    expect(await statusOf('/health/live')).to.equal(200);
    expect(await statusOf('/health/ready')).to.equal(503);

    line.mend();
    await eventually('it is ready again', async () => (await statusOf('/health/ready')) === 200);
    await supertest(server).post('/api/account/login').send(LOGIN).expect(200);
  });

  it('goes on with its jobs afterwards: nothing that was committed is lost', async () => {
    line.cut();
    line.mend();
    await eventually('somebody could register', async () => {
      const { status } = await supertest(server).post('/api/account/register').send({ email: 'bob@example.com', password: LOGIN.password });
      return status === 202;
    });
    // Bob may have registered twice, if the line broke behind the first commit. A mail that was cut off waits out its minute.
    await eventually(
      'the mails were sent',
      async () => (await database.knex('sent_mails').whereNotNull('sent_at').select('key')).length >= 2,
      CLAIMED_MS + 60_000,
    );
    await eventually('nothing waits any more', async () => (await database.knex('outbox').whereNull('published_at')).length === 0);
  });
});
