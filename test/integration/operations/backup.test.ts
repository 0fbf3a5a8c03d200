import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../../support/eventually.js';
import { ShopProcess } from '../../support/shop-process.js';

const INVARIANTS = `select
  (select count(*)::int from accounts) as accounts,
  (select count(*)::int from products) as products,
  (select count(*)::int from outbox) as events,
  (select count(*)::int from stock where on_hand <> (select coalesce(sum(delta), 0) from stock_movements m where m.variant_id = stock.variant_id)) as off,
  (select count(*)::int from knex_migrations) as migrations`;

describe('A backup', function () {
  this.timeout(180_000);

  let folder: string;
  const started: ShopProcess[] = [];
  const at = (name: string): string => join(folder, name);
  const start = (dataDir: string, entry: string, ...args: string[]): ShopProcess => {
    const made = new ShopProcess(entry, args, { DATA_DIR: at(dataDir), JWT_SECRET: '', DEMO: 'off' });
    started.push(made);
    return made;
  };
  const command = async (dataDir: string, ...args: string[]): Promise<{ code: number | null; output: string }> => {
    const made = start(dataDir, 'cli/main.ts', ...args);
    return { code: await made.ended(), output: made.output };
  };
  const query = async <Row extends object>(dataDir: string, sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: readFileSync(join(at(dataDir), 'postgres', 'url'), 'utf8').trim() });
    await client.connect();
    return client
      .query<Row>(sql)
      .then(
        ({ rows }) => rows,
        (error: unknown) => Promise.reject(error as Error),
      )
      .finally(() => client.end());
  };
  const backups = (): string[] => (existsSync(at('backups')) ? readdirSync(at('backups')) : []);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-backup-'));
    chmodSync(folder, 0o755);
  });
  after(async () => {
    await Promise.all(started.map((made) => made.kill()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is made while the shop is written to, and restored elsewhere has all that was committed before its end', async () => {
    const shop = start('first', 'main.ts');
    await shop.open();
    await query('first', 'create table drill (n bigint primary key, filler text)');
    const writer = new pg.Client({ connectionString: readFileSync(join(at('first'), 'postgres', 'url'), 'utf8').trim() });
    await writer.connect();
    let written = 0;
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        await writer.query('insert into drill select $1::bigint, repeat(md5($1::bigint::text), 20)', [written + 1]);
        written += 1;
      }
    })();
    await eventually('something is being written', () => written > 50);
    const atStart = written;
    const made = await command('first', 'backup', at('backups'));
    isOver = true;
    await writing;
    await writer.end();
    expect(made.code, made.output).to.equal(0);
    const [name = ''] = backups();
    expect(name).to.match(/^portico-\d{4}-\d\d-\d\dT\d{6}Z$/);
    const [before] = await query('first', INVARIANTS);
    shop.signal('SIGTERM');
    expect(await shop.ended()).to.equal(0);

    const restored = await command('second', 'restore', join(at('backups'), name));
    expect(restored.code, restored.output).to.equal(0);
    const second = start('second', 'main.ts');
    await second.open();
    const [after] = await query('second', INVARIANTS);
    expect(after).to.deep.equal(before);
    const [rows] = await query<{ n: number; top: number }>('second', 'select count(*)::int as n, max(n)::int as top from drill');
    expect(rows?.n, 'without gaps').to.equal(rows?.top);
    expect(rows?.n).to.be.within(atStart, written);
    expect(readFileSync(join(at('second'), 'jwt-secret'), 'utf8'), 'tokens stay valid').to.equal(
      readFileSync(join(at('first'), 'jwt-secret'), 'utf8'),
    );
    second.signal('SIGTERM');
    await second.ended();
  });

  it('is not put over a shop without being told to, and sets aside what was there when it is', async () => {
    const source = join(at('backups'), backups()[0] ?? '');
    const refused = await command('second', 'restore', source);
    expect(refused.code).to.equal(1);
    expect(refused.output).to.include('--force');

    const forced = await command('second', 'restore', source, '--force');
    expect(forced.code, forced.output).to.equal(0);
    expect(readdirSync(join(at('second'), 'postgres')).some((name) => name.startsWith('data.before-'))).to.equal(true);
  });

  it('is not put under a shop that runs', async () => {
    const shop = start('second', 'worker/main.ts');
    await shop.open();
    const refused = await command('second', 'restore', join(at('backups'), backups()[0] ?? ''), '--force');

    expect(refused.code).to.equal(1);
    expect(refused.output).to.include('The shop is running: stop it first');
    shop.signal('SIGTERM');
    await shop.ended();
  });

  it('is refused when a byte of it has changed, or it is only half there', async () => {
    const source = join(at('backups'), backups()[0] ?? '');
    writeFileSync(join(source, 'postgres', 'password'), 'another');
    const changed = await command('third', 'restore', source);
    expect(changed.code).to.equal(1);
    expect(changed.output).to.include('postgres/password is not as it was when it was made');

    rmSync(join(source, 'manifest.json'));
    const half = await command('third', 'restore', source);
    expect(half.output).to.include('This is no backup that can be restored');
    expect(existsSync(join(at('third'), 'postgres', 'data')), 'nothing was begun').to.equal(false);
  });

  it('of a server of one’s own is somebody else’s work', async () => {
    const shop = new ShopProcess('cli/main.ts', ['backup'], {
      DATA_DIR: at('fourth'),
      DATABASE_URL: 'postgres://shop:hunter2@127.0.0.1:1/shop',
    });
    started.push(shop);
    expect(await shop.ended()).to.equal(1);
    expect(shop.output).to.include('pg_dump').and.to.not.include('hunter2');
  });
});
