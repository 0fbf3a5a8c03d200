import { createHash } from 'node:crypto';
import type { AccessClaims, TokenIssuer } from '../../src/application/identity/ports/token-issuer.js';
import type { LoginAttempt } from '../../src/application/identity/ports/login-guard.js';
import { accountViewOf, type AccountQueries } from '../../src/application/identity/ports/account-queries.js';
import type { AccountState } from '../../src/domain/identity/account-state.js';
import { Account } from '../../src/domain/identity/account.js';
import type { AccountId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { NOON } from './builders/an-order.js';
import { InMemoryAccountRepository } from './fakes/in-memory-account-repository.js';
import { InMemoryMailTokenRepository } from './fakes/in-memory-mail-token-repository.js';
import { InMemorySessionRepository } from './fakes/in-memory-session-repository.js';
import { InMemoryUnitOfWork } from './fakes/in-memory-unit-of-work.js';
import type { Row } from './fakes/table.js';

/** All that the use cases of identity stand on, in memory: no hash costs time, and what was done can be seen. */
export function identityWorld() {
  const ids = new UuidGenerator();
  let now = NOON.getTime();
  let secrets = 0;
  const store = new InMemoryUnitOfWork((trx) => ({
    accounts: new InMemoryAccountRepository(trx),
    sessions: new InMemorySessionRepository(trx),
    mailTokens: new InMemoryMailTokenRepository(trx),
  }));
  const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
  const compared: { password: string; hash: string | undefined }[] = [];
  const hasher = {
    version: 1,
    hash: async (password: string) => `v${hasher.version}:${password}`,
    verify: async (password: string, hash: string | undefined) => {
      compared.push({ password, hash });
      return hash?.slice(hash.indexOf(':') + 1) === password;
    },
    isOutdated: (hash: string) => !hash.startsWith(`v${hasher.version}:`),
  };
  const issuer: TokenIssuer = {
    lifetime: 900,
    issue: (claims, at) => JSON.stringify({ ...claims, at: at.getTime() }),
    verify: (token) => issuer.verifyExpired(token),
    verifyExpired: (token) => (token.startsWith('{') ? (JSON.parse(token) as AccessClaims) : undefined),
  };
  const rowsOf = () => store.read((trx) => [...trx.rows<Row<AccountState>>('accounts').values()]);
  const accounts: AccountQueries = {
    detailsOf: async (accountId) => {
      const row = rowsOf().find(({ state }) => state.id === accountId);
      return row && accountViewOf(Account.reconstitute(row.state, row.version - 1));
    },
    search: async () => ({ items: [], total: 0 }),
    credentialsOf: async (email) => {
      const row = rowsOf().find(({ state }) => state.email === email);
      return row && { accountId: row.state.id, passwordHash: row.state.passwordHash, isActive: row.state.isActive };
    },
  };
  const forgotten: AccountId[] = [];
  const attempts: LoginAttempt[] = [];
  const forgiven: string[] = [];
  const levelled = { count: 0 };
  return {
    store,
    ids,
    accounts,
    hasher,
    issuer,
    clock: { now: () => new Date(now) },
    advance: (milliseconds: number) => (now += milliseconds),
    secrets: {
      issue: () => {
        const token = `secret-${(secrets += 1)}`;
        return { token, hash: hashOf(token) };
      },
      hashOf,
    },
    judge: { isCommon: (password: string) => password === 'password' },
    guard: {
      attempt: async (attempt: LoginAttempt, isRight: () => Promise<boolean>) => {
        attempts.push(attempt);
        return isRight();
      },
      forgive: async (email: string) => void forgiven.push(email),
    },
    standings: { of: async () => undefined, forget: (accountId: AccountId) => void forgotten.push(accountId) },
    answerTime: {
      level: async <Result>(work: () => Promise<Result>) => {
        levelled.count += 1;
        return work();
      },
    },
    /** What the use cases were seen doing. */
    seen: { compared, forgotten, attempts, forgiven, levelled },
    find: (accountId: AccountId) => store.run((scope) => scope.accounts.find(accountId)),
    save: (account: Account) => store.run((scope) => scope.accounts.save(account)),
  };
}
