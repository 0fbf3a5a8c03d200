import type { AccountId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { SessionStandings } from './ports/session-standings.js';

export interface SignOutEverywhereInput {
  readonly accountId: AccountId;
}

/** Ends every session of the account, the one that asks included. */
export class SignOutEverywhere {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ sessions: SessionRepository }>,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId }: SignOutEverywhereInput): Promise<void> {
    await this.unitOfWork.run(({ sessions }) => sessions.endAllOf(accountId, this.clock.now()));
    this.standings.forget(accountId);
  }
}
