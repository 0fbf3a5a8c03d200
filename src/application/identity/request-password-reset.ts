import { EmailAddress } from '../../domain/shared/email-address.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { AnswerTime } from './ports/answer-time.js';
import type { MailTokenRepository } from './ports/mail-tokens.js';

export interface RequestPasswordResetInput {
  readonly email: string;
}

/** Has a link mailed with which a forgotten password can be replaced, if there is such an account; nobody can tell by the answer or its time. */
export class RequestPasswordReset {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository; mailTokens: MailTokenRepository }>,
    private readonly answerTime: AnswerTime,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidEmailAddress */
  async execute({ email: given }: RequestPasswordResetInput, claim?: RequestClaim): Promise<void> {
    const email = EmailAddress.parse(given).value;
    await this.answerTime.level(() =>
      this.unitOfWork.run(async ({ accounts, mailTokens }) => {
        const account = await accounts.findByEmail(email);
        if (!account?.askForPasswordReset(this.clock.now())) return;
        await mailTokens.revoke(account.id, 'reset');
        await accounts.save(account);
      }, claim),
    );
  }
}
