import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const FILE = '29990101000000_try_something.ts';

/** What would disturb the processes of the release before, and what has to be said for it to pass. */
const PLANTED: readonly (readonly [sql: string, marker: string])[] = [
  ['drop table orders', 'contract(orders): since 0.4.0'],
  ['alter table orders drop column note', 'contract(orders.note): unused since 0.4.0'],
  ['alter table orders drop note, add column b text', 'contract(orders.note): unused since 0.4.0'],
  ['alter table orders rename to purchases', 'contract(orders): since 0.4.0'],
  ['alter table orders rename column note to remark', 'contract(orders.note): since 0.4.0'],
  ['alter table orders alter column note type varchar(5)', 'contract(orders.note): since 0.4.0'],
  ['alter table orders alter note set not null', 'contract(orders.note): always written since 0.4.0'],
  ['alter table orders add column a text, add column note text not null check (note in (1, 2))', 'contract(orders.note): since 0.4.0'],
  ['create index orders_by_note on orders (note)', 'locks(orders_by_note): a row for each day'],
  ['create unique index orders_by_note on orders (note)', 'locks(orders_by_note): a row for each day'],
  ['alter table orders add constraint noted check (note is not null)', 'locks(noted): a row for each day'],
];

const HARMLESS: readonly string[] = [
  'create table notes (id uuid primary key, note text not null); create index notes_by_note on notes (note); alter table notes alter note type varchar',
  "alter table orders add column note text, add column kind text not null default 'a, b'",
  'create index concurrently orders_by_note on orders (note)',
  'alter table orders add constraint noted check (note is not null) not valid',
  'alter table orders drop constraint noted',
  'create function f() returns trigger language plpgsql as $$ begin drop table orders; end $$',
  '-- drop table orders\n select 1',
];

describe('The gate for migrations', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'portico-migrations-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const judged = (sql: string, comment = ''): { readonly code: number | null; readonly output: string } => {
    const up = `export async function up(knex) {\n  await knex.raw(\`${sql}\`);\n}`;
    writeFileSync(
      join(folder, FILE),
      `${comment}\n${up}\n\nexport async function down(knex) {\n  await knex.raw('drop table orders');\n}\n`,
    );
    const { status, stderr } = spawnSync(process.execPath, ['scripts/check-migrations.mjs', folder], { encoding: 'utf8' });
    return { code: status, output: stderr };
  };

  for (const [sql, marker] of PLANTED) {
    it(`stops "${sql}" until it is said why it is harmless`, () => {
      const { code, output } = judged(sql);
      expect(code).to.equal(1);
      expect(output)
        .to.include(FILE)
        .and.to.include(`// ${marker.slice(0, marker.indexOf(':'))}`);

      expect(judged(sql, `// ${marker}`)).to.deep.equal({ code: 0, output: '' });
    });
  }

  for (const sql of HARMLESS) {
    it(`lets "${sql.slice(0, 60)}" pass`, () => {
      expect(judged(sql)).to.deep.equal({ code: 0, output: '' });
    });
  }

  it('wants the release since which nobody uses what is taken away', () => {
    expect(judged('drop table orders', '// contract(orders): nobody needs it').output).to.include('has to name the release');
  });

  it('wants SQL, which it can read', () => {
    writeFileSync(join(folder, FILE), `export async function up(knex) {\n  await knex.schema.dropTable('orders');\n}\n`);
    const { status, stderr } = spawnSync(process.execPath, ['scripts/check-migrations.mjs', folder], { encoding: 'utf8' });

    expect(status).to.equal(1);
    expect(stderr).to.include('as SQL');
  });

  it('says so when it looked at nothing', () => {
    expect(spawnSync(process.execPath, ['scripts/check-migrations.mjs', folder], { encoding: 'utf8' }).stderr).to.include(
      'nothing to look at',
    );
  });
});
