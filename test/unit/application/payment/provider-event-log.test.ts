import { providerEventLogContract } from '../../../contract/provider-event-log.contract.js';
import { InMemoryProviderEventLog } from '../../../support/fakes/in-memory-provider-event-log.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The log of provider events in memory', () => {
  providerEventLogContract(() => new InMemoryUnitOfWork((transaction) => ({ providerEvents: new InMemoryProviderEventLog(transaction) })));
});
