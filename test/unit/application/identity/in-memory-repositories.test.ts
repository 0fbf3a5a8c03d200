import { accountRepositoryContract } from '../../../contract/account-repository.contract.js';
import { mailTokenRepositoryContract } from '../../../contract/mail-token-repository.contract.js';
import { sessionRepositoryContract } from '../../../contract/session-repository.contract.js';
import { InMemoryAccountRepository } from '../../../support/fakes/in-memory-account-repository.js';
import { InMemoryMailTokenRepository } from '../../../support/fakes/in-memory-mail-token-repository.js';
import { InMemorySessionRepository } from '../../../support/fakes/in-memory-session-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('Accounts and sessions in memory', () => {
  const create = () =>
    new InMemoryUnitOfWork((trx) => ({
      accounts: new InMemoryAccountRepository(trx),
      sessions: new InMemorySessionRepository(trx),
      mailTokens: new InMemoryMailTokenRepository(trx),
    }));

  accountRepositoryContract(create);
  sessionRepositoryContract(create);
  mailTokenRepositoryContract(create);
});
