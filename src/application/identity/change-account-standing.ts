import { AccountNotFound } from '../../domain/identity/account-errors.js';
import type { Role } from '../../domain/identity/account-state.js';
import type { AccountId } from '../../domain/shared/ids.js';
import { PreconditionFailed } from '../shared/errors.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { accountViewOf, type AccountView } from './ports/account-queries.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { SessionStandings } from './ports/session-standings.js';

/** What is not given stays. */
export interface ChangeAccountStandingInput {
  readonly accountId: AccountId;
  readonly roles?: readonly Role[] | undefined;
  readonly isActive?: boolean | undefined;
  /** The versions the caller has seen; absent: whatever it is by now. */
  readonly seenVersions?: readonly number[] | undefined;
}

/** Gives and takes roles, disables and enables; it works within a second everywhere. The last active admin stays one. */
export class ChangeAccountStanding {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository; sessions: SessionRepository }>,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws AccountNotFound
   * @throws LastAdminStays
   * @throws PreconditionFailed
   */
  async execute({ accountId, roles, isActive, seenVersions }: ChangeAccountStandingInput, claim?: RequestClaim): Promise<AccountView> {
    const view = await this.unitOfWork.run(async ({ accounts, sessions }) => {
      const othersAct = await accounts.othersAct(accountId);
      const account = await accounts.find(accountId);
      if (!account) throw new AccountNotFound();
      if (seenVersions && !seenVersions.includes(account.version)) throw new PreconditionFailed('account', account.version);
      const now = this.clock.now();
      if (isActive === true) account.restore(now);
      if (roles !== undefined) account.assignRoles(roles, othersAct, now);
      if (isActive === false) {
        account.suspend(othersAct, now);
        await sessions.endAllOf(accountId, now);
      }
      await accounts.save(account);
      return accountViewOf(account);
    }, claim);
    this.standings.forget(accountId);
    return view;
  }
}
