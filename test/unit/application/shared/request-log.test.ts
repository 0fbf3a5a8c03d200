import { keyedWorkContract } from '../../../contract/keyed-work.contract.js';
import { requestLogContract } from '../../../contract/request-log.contract.js';
import { InMemoryRequestLog } from '../../../support/fakes/in-memory-request-log.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The request log in memory', () => {
  const create = () => {
    let ahead = 0;
    const clock = { now: () => new Date(Date.now() + ahead) };
    return {
      store: new InMemoryUnitOfWork((transaction) => ({ requests: new InMemoryRequestLog(transaction, clock) }), clock),
      age: (hours: number) => {
        ahead += hours * 3_600_000;
        return Promise.resolve();
      },
    };
  };

  requestLogContract(create);
  keyedWorkContract(create);
});
