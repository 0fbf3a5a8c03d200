import { expect } from 'chai';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { providerEventLogContract } from '../../../contract/provider-event-log.contract.js';
import { testDatabase } from '../../../support/test-database.js';

describe('The log of provider events in PostgreSQL', () => {
  const database = testDatabase();
  const store = () => new KnexUnitOfWork(database.knex, new UuidGenerator());

  providerEventLogContract(async () => {
    await database.knex('provider_events').delete();
    return store();
  });

  it('counts what was not signed', async () => {
    for (const at of [new Date(1), new Date(2)]) await store().run(({ providerEvents }) => providerEvents.countRefusal('fake', at));
    expect(await database.knex('webhook_refusals')).to.deep.equal([{ gateway: 'fake', refused: 2, last_at: new Date(2) }]);
  });
});
