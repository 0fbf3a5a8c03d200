import { addressBookRepositoryContract } from '../../../contract/address-book-repository.contract.js';
import { shipmentRepositoryContract } from '../../../contract/shipment-repository.contract.js';
import { InMemoryAddressBookRepository } from '../../../support/fakes/in-memory-address-book-repository.js';
import { InMemoryShipmentRepository } from '../../../support/fakes/in-memory-shipment-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The address books in memory', () => {
  addressBookRepositoryContract(() => new InMemoryUnitOfWork((trx) => ({ addressBooks: new InMemoryAddressBookRepository(trx) })));
});

describe('The shipments in memory', () => {
  shipmentRepositoryContract(() => new InMemoryUnitOfWork((trx) => ({ shipments: new InMemoryShipmentRepository(trx) })));
});
