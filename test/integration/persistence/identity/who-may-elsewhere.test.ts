import { expect } from 'chai';
import { id, type SessionId } from '../../../../src/domain/shared/ids.js';
import { DatabaseEar } from '../../../../src/infrastructure/database/database-ear.js';
import { CachedSessionStandings } from '../../../../src/infrastructure/persistence/identity/cached-session-standings.js';
import { ChangeSignals } from '../../../../src/infrastructure/persistence/shared/change-signals.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aStoredAccount } from '../../../support/builders/a-stored-account.js';
import { eventually } from '../../../support/eventually.js';
import { testDatabase } from '../../../support/test-database.js';

describe('What another process changes of who may do what', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  let ear: DatabaseEar;
  let standings: CachedSessionStandings;

  beforeEach(async () => {
    ear = new DatabaseEar(database.directUrl, { info: () => undefined, warn: () => undefined, error: () => undefined });
    const sql = new PoolSql(database.knex);
    standings = new CachedSessionStandings(sql, new ChangeSignals(ear, sql));
    ear.start();
    await eventually('changes are heard', () => ear.isCurrent());
  });
  afterEach(() => ear.stop());

  const aSession = async () => {
    const [accountId, sessionId, at] = [id<never>(await aStoredAccount(database.knex)), ids.next<SessionId>(), new Date()];
    const expires_at = new Date(at.getTime() + 3_600_000);
    await database.knex('sessions').insert({ id: sessionId, account_id: accountId, started_at: at, generation: 1, expires_at, version: 1 });
    const isAdmitted = async () => (await standings.of({ accountId, sessionId }, new Date())) !== undefined;
    expect(await isAdmitted()).to.equal(true);
    return { accountId, sessionId, isAdmitted };
  };
  const noLonger = (isAdmitted: () => Promise<boolean>) => eventually('it is refused', async () => !(await isAdmitted()));

  it('works here at its commit: a session that was ended, an account that was disabled (ACC-05, ACC-09)', async () => {
    const [signedOut, disabled] = [await aSession(), await aSession()];
    await database.knex('sessions').where({ id: signedOut.sessionId }).update({ ended_at: new Date() });
    await noLonger(signedOut.isAdmitted);
    expect(await disabled.isAdmitted()).to.equal(true);

    await database.knex('accounts').where({ id: disabled.accountId }).update({ is_active: false });
    await noLonger(disabled.isAdmitted);
  });

  it('works here within a second when nothing can be heard (ACC-05, ACC-09)', async () => {
    const { sessionId, isAdmitted } = await aSession();
    await ear.stop();
    await database.knex('sessions').where({ id: sessionId }).update({ ended_at: new Date() });
    await noLonger(isAdmitted);
  });
});
