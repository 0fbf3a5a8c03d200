import { tmpdir } from 'node:os';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { FolderMigrations, migrateToLatest, NewerSchema, pendingMigrations } from '../../../src/infrastructure/database/migrator.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { rejection } from '../../support/rejection.js';
import { ShopProcess } from '../../support/shop-process.js';
import { Market } from '../../support/market.js';
import { startShop } from '../../support/shop.js';
import { testDatabase } from '../../support/test-database.js';

const source = new FolderMigrations();
const settings = { migrationSource: source };

/** All that a migration can make, in words; two equal lists are two equal schemas. */
async function schemaOf(knex: Knex): Promise<readonly string[]> {
  const { rows } = await knex.raw<{ rows: { line: string }[] }>(`
    select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then 'not null' end, pg_get_expr(d.adbin, d.adrelid)) as line
      from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'S') and a.attnum > 0 and not a.attisdropped
    union all select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
    union all select format('trigger %s', pg_get_triggerdef(t.oid)) from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    union all select format('function %s', pg_get_functiondef(p.oid)) from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all select format('type %s', typname) from pg_type where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
    order by line`);
  return rows.map(({ line }) => line).filter((line) => !line.includes('knex_migrations'));
}

/** Later ones are upgrades of a shop that has data already; see scripts/check-migrations.mjs. */
const FIRST_RELEASE = '20260101001000';

async function newestIn(knex: Knex): Promise<string | undefined> {
  const row = await knex<{ name: string }>('knex_migrations').orderBy('name', 'desc').first('name');
  return row?.name.slice(0, FIRST_RELEASE.length);
}

/** Every table with its columns, as they are now. */
async function columnsOf(knex: Knex): Promise<readonly (readonly [table: string, columns: string])[]> {
  const { rows } = await knex.raw<{ rows: { name: string; columns: string }[] }>(`
    select table_name as name, string_agg(quote_ident(column_name), ', ' order by column_name) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'knex%' group by 1 order by 1`);
  return rows.map(({ name, columns }) => [name, columns]);
}

/** Every row, in these columns. */
async function contentsOf(knex: Knex, tables: Awaited<ReturnType<typeof columnsOf>>): Promise<readonly (readonly [string, string])[]> {
  const read = async ([table, columns]: readonly [string, string]): Promise<readonly [string, string]> => {
    const { rows } = await knex.raw<{ rows: { all: string }[] }>(
      `select coalesce(jsonb_agg(to_jsonb(row) order by to_jsonb(row)::text), '[]')::text as all from (select ${columns} from ${table}) as row`,
    );
    return [table, rows[0]?.all ?? ''];
  };
  return Promise.all(tables.map(read));
}

describe('Migrations', function () {
  this.timeout(60_000);

  describe('on an empty database', () => {
    const database = testDatabase();

    it('lead to the same schema after going all the way back (OPS-01)', async () => {
      const { knex } = database;
      const first = await schemaOf(knex);
      expect(first.length, 'something was looked at').to.be.greaterThan(150);
      await knex.migrate.rollback(settings, true);
      expect(await schemaOf(knex), 'nothing is left behind').to.deep.equal([]);
      expect(await migrateToLatest(knex)).to.equal((await source.getMigrations()).length);

      expect(await schemaOf(knex)).to.deep.equal(first);
    });

    it('can each be taken back alone (OPS-01)', async () => {
      const { knex } = database;
      await knex.migrate.rollback(settings, true);
      for (const file of await source.getMigrations()) {
        const before = await schemaOf(knex);
        await knex.migrate.up(settings);
        const after = await schemaOf(knex);
        await knex.migrate.down(settings);
        expect(await schemaOf(knex), `${file} leaves nothing behind`).to.deep.equal(before);
        await knex.migrate.up(settings);
        expect(await schemaOf(knex), `${file} comes back`).to.deep.equal(after);
      }
      expect(await pendingMigrations(knex)).to.deep.equal([]);
    });

    it('are applied once when several processes start at the same moment', async () => {
      const { knex, url } = database;
      await knex.migrate.rollback(settings, true);
      const others = [createConnection(url, { poolMax: 3 }), createConnection(url, { poolMax: 3 }), knex];
      const applied = await Promise.all(others.map(migrateToLatest));
      await Promise.all(others.slice(0, 2).map((other) => other.destroy()));

      expect(applied.filter((count) => count > 0)).to.deep.equal([(await source.getMigrations()).length]);
    });

    it('are applied once when several processes are told to', async () => {
      const { knex, url } = database;
      await knex.migrate.rollback(settings, true);
      const processes = [1, 2, 3].map(() => new ShopProcess('cli/main.ts', ['migrate'], { DATABASE_URL: url, DATA_DIR: tmpdir() }));
      const codes = await Promise.all(processes.map((each) => each.ended()));

      expect(codes).to.deep.equal([0, 0, 0]);
      const applied = processes.filter(({ output }) => output.includes(' migrations.'));
      expect(applied.length, processes.map(({ output }) => output).join('')).to.equal(1);
      expect(await pendingMigrations(knex)).to.deep.equal([]);
    });

    it('refuse a database that knows one that they do not', async () => {
      const { knex } = database;
      await knex('knex_migrations').insert({ name: '29990101000000_from_the_future', batch: 9, migration_time: new Date() });

      expect(await rejection(migrateToLatest(knex))).to.be.instanceOf(NewerSchema);
      await knex('knex_migrations').where('name', 'like', '2999%').delete();
    });
  });

  describe('on a shop that has sold something', () => {
    const shop = startShop();

    it('go back and forth over its data too (OPS-01)', async () => {
      const market = new Market(shop);
      const ware = await market.ware();
      const [buyer] = await market.buyers(1);
      if (!buyer) throw new Error('There is no buyer');
      await market.fillCart(buyer, [[ware, 2]]);
      const first = await schemaOf(shop.knex);
      await shop.knex.migrate.rollback(settings, true);
      await migrateToLatest(shop.knex);

      expect(await schemaOf(shop.knex)).to.deep.equal(first);
    });

    it('bring all of it along from the release before (OPS-01)', async () => {
      const { knex } = shop;
      const market = new Market(shop);
      const { client } = await market.shopper([await market.ware(), 2]);
      expect((await client.post('/api/orders/checkout', { gateway: 'fake', payment_token: 'tok_success' })).status).to.equal(201);
      while (((await newestIn(knex)) ?? '') > FIRST_RELEASE) await knex.migrate.down(settings);
      const tables = await columnsOf(knex);
      const before = await contentsOf(knex, tables);
      expect(before.filter(([, rows]) => rows !== '[]').length, 'something was sold').to.be.greaterThan(10);
      await migrateToLatest(knex);

      expect(await contentsOf(knex, tables)).to.deep.equal(before);
    });

    it('lose nothing when there is nothing to do', async () => {
      const products = await new Market(shop).count('products');
      await new Market(shop).ware();
      expect(await migrateToLatest(shop.knex)).to.equal(0);

      expect(await new Market(shop).count('products')).to.equal(products + 1);
    });
  });
});
