import { expect } from 'chai';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { accountRepositoryContract } from '../../../contract/account-repository.contract.js';
import { mailTokenRepositoryContract } from '../../../contract/mail-token-repository.contract.js';
import { sessionRepositoryContract } from '../../../contract/session-repository.contract.js';
import { anAccount } from '../../../support/builders/an-account.js';
import { NOON } from '../../../support/builders/an-order.js';
import { testDatabase } from '../../../support/test-database.js';

describe('Accounts and sessions in PostgreSQL', () => {
  const database = testDatabase();
  const store = () => new KnexUnitOfWork(database.knex, new UuidGenerator());

  beforeEach(() => database.knex.raw('truncate accounts, sessions, refresh_tokens, mail_tokens cascade'));
  accountRepositoryContract(store);
  sessionRepositoryContract(store);
  mailTokenRepositoryContract(store);

  it('stores no secret that a mail holds (ACC-04)', async () => {
    const account = anAccount();
    const token = await store().run(async ({ accounts, mailTokens }) => {
      await accounts.save(account);
      return mailTokens.issue(account.id, 'reset', NOON);
    });
    const { rows } = await database.knex.raw<{ rows: { kept: string }[] }>('select mail_tokens::text as kept from mail_tokens');
    expect(rows).to.have.lengthOf(1);
    expect(rows[0]!.kept).not.to.contain(token);
  });
});
