import type { Role } from '../../domain/identity/account-state.js';
import { EmailAddress } from '../../domain/shared/email-address.js';
import type { AccountId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { SessionStandings } from './ports/session-standings.js';

export interface GrantRoleInput {
  readonly email: string;
  readonly role: Role;
}

/** Gives a role to whoever has this address, beside those they have. Safe to repeat. */
export class GrantRole {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository }>,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns undefined when nobody has this address.
   * @throws InvalidEmailAddress
   */
  async execute({ email: given, role }: GrantRoleInput): Promise<AccountId | undefined> {
    const email = EmailAddress.parse(given).value;
    const accountId = await this.unitOfWork.run(async ({ accounts }) => {
      const account = await accounts.findByEmail(email);
      if (!account) return undefined;
      account.assignRoles([...account.toState().roles, role], true, this.clock.now());
      await accounts.save(account);
      return account.id;
    });
    if (accountId !== undefined) this.standings.forget(accountId);
    return accountId;
  }
}
