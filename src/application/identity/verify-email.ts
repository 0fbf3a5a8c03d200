import { InvalidToken } from '../../domain/identity/account-errors.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { MailTokenRepository } from './ports/mail-tokens.js';

export interface VerifyEmailInput {
  readonly token: string;
}

/** Takes a mailed link for what it proves: that the address is the owner's, or that the new one is. Each link works once. */
export class VerifyEmail {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository; mailTokens: MailTokenRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidToken */
  async execute({ token }: VerifyEmailInput): Promise<void> {
    await this.unitOfWork.run(async ({ accounts, mailTokens }) => {
      const now = this.clock.now();
      const owner = await mailTokens.redeem(token, now);
      if (!owner || owner.purpose === 'reset') throw new InvalidToken();
      const account = await accounts.find(owner.accountId);
      if (!account) throw new InvalidToken();
      if (owner.purpose === 'verify') {
        if (account.email !== owner.email) throw new InvalidToken();
        account.verify(now);
      } else {
        if (account.email === owner.email || (await accounts.findByEmail(owner.email))) throw new InvalidToken();
        account.moveTo(owner.email, now);
        // What was mailed to the old address no longer proves anything.
        await mailTokens.revoke(account.id, 'reset');
        await mailTokens.revoke(account.id, 'verify');
      }
      await accounts.save(account);
    });
  }
}
