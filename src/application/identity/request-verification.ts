import { AccountNotFound } from '../../domain/identity/account-errors.js';
import type { AccountId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { MailTokenRepository } from './ports/mail-tokens.js';

export interface RequestVerificationInput {
  readonly accountId: AccountId;
}

/** Has the link mailed again with which the owner shows that the address is theirs; older links stop working. */
export class RequestVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository; mailTokens: MailTokenRepository }>,
    private readonly clock: Clock,
  ) {}

  async execute({ accountId }: RequestVerificationInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ accounts, mailTokens }) => {
      const account = await accounts.find(accountId);
      if (!account) throw new AccountNotFound();
      if (!account.askForVerification(this.clock.now())) return;
      await mailTokens.revoke(accountId, 'verify');
      await accounts.save(account);
    }, claim);
  }
}
