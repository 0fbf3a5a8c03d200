import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/infrastructure/database/embedded-postgres.js';
import { eventually } from '../../support/eventually.js';

describe('The embedded PostgreSQL', function () {
  this.timeout(60_000);
  let dataDir: string;
  const users: EmbeddedPostgres[] = [];
  const log: string[] = [];

  const open = async (revives = false): Promise<EmbeddedPostgres> => {
    const user = await startEmbeddedPostgres({ dataDir, revives, log: (message) => log.push(message), settings: { fsync: 'off' } });
    users.push(user);
    return user;
  };
  /** 0 while there is none. */
  const postmaster = (): number => {
    const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    return existsSync(file) ? parseInt(readFileSync(file, 'utf8'), 10) : 0;
  };
  const answer = async (url: string): Promise<unknown> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<{ sum: number }>('select 1 + 1 as sum')).rows[0]?.sum;
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'portico-embedded-'));
    chmodSync(dataDir, 0o755);
  });
  after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  afterEach(async () => {
    for (const user of users.splice(0)) await user.stop();
  });

  it('is started by the first and joined by the second, at the same address', async () => {
    const [first, second] = [await open(), await open()];

    expect(second.url).to.equal(first.url);
    expect(await answer(first.url)).to.equal(2);
  });

  it('comes back where it was', async () => {
    const first = await open();
    await first.stop();
    users.splice(0);

    expect(await answer(first.url)).to.equal(undefined);
    expect((await open()).url).to.equal(first.url);
  });

  it('is started again, at the same address, when it is killed while somebody uses it (OPS-03)', async () => {
    const { url } = await open(true);
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    await eventually('it answers again', async () => postmaster() !== killed && (await answer(url)) === 2);

    expect(log.at(-1)).to.include('started again');
  });

  it('is cleared of the traces of a killed one by the next start', async () => {
    await open();
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    await eventually('it can be started', async () => {
      const { url } = await open().catch(() => ({ url: '' }));
      return url !== '' && (await answer(url)) === 2;
    });

    expect(postmaster()).to.not.equal(killed);
  });
});
