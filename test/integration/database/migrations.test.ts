import { expect } from 'chai';
import type { Knex } from 'knex';
import { FolderMigrations, migrateToLatest, NewerSchema, pendingMigrations } from '../../../src/infrastructure/database/migrator.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { rejection } from '../../support/rejection.js';
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

    it('lose nothing when there is nothing to do', async () => {
      await new Market(shop).ware();
      expect(await migrateToLatest(shop.knex)).to.equal(0);

      expect(await new Market(shop).count('products')).to.equal(1);
    });
  });
});
