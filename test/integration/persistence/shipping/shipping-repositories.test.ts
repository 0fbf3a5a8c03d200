import { expect } from 'chai';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { addressBookRepositoryContract } from '../../../contract/address-book-repository.contract.js';
import { shipmentRepositoryContract } from '../../../contract/shipment-repository.contract.js';
import { aShipment } from '../../../support/builders/a-shipment.js';
import { rejection } from '../../../support/rejection.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Shipping in PostgreSQL', () => {
  const database = testDatabase();
  const store = () => new KnexUnitOfWork(database.knex, new UuidGenerator());

  addressBookRepositoryContract(store);
  shipmentRepositoryContract(store);

  it('never rewrites what happened to a shipment', async () => {
    await store().run(({ shipments }) => shipments.save(aShipment()));

    const forgery = database.knex.raw(`update shipment_history set to_status = 'delivered'`);
    expect(String(await rejection(Promise.resolve(forgery)))).to.contain('never rewritten');
  });
});
