import { expect } from 'chai';
import { FolderMigrations, migrateToLatest } from '../../../src/infrastructure/database/migrator.js';
import { startShop } from '../../support/shop.js';

describe('Readiness', () => {
  const shop = startShop();

  it('says no while a migration is pending, and yes as soon as it is there', async () => {
    await shop.knex.migrate.down({ migrationSource: new FolderMigrations() });
    const pending = await shop.anyone.get('/health/ready');
    expect(pending.status).to.equal(503);
    expect(pending.body).to.deep.include({ status: 'failing' });
    expect((pending.body as { checks: object }).checks).to.include({ database: 'ok', migrations: 'failing' });
    expect((await shop.anyone.get('/health/live')).status, 'restarting would not help').to.equal(200);

    await migrateToLatest(shop.knex);
    expect((await shop.anyone.get('/health/ready')).status).to.equal(200);
  });
});
