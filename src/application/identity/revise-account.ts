import { AccountNotFound } from '../../domain/identity/account-errors.js';
import { EmailAddress } from '../../domain/shared/email-address.js';
import type { AccountId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { accountViewOf, type AccountView } from './ports/account-queries.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { MailTokenRepository } from './ports/mail-tokens.js';

/** What is not given stays. */
export interface ReviseAccountInput {
  readonly accountId: AccountId;
  readonly name?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | undefined;
}

/**
 * Changes name and phone at once, the e-mail address only when it has been confirmed on the new one. An address that somebody else has
 * gets no mail, and the caller does not learn it.
 */
export class ReviseAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository; mailTokens: MailTokenRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidEmailAddress */
  async execute({ accountId, name, phone, email }: ReviseAccountInput, claim?: RequestClaim): Promise<AccountView> {
    const newEmail = email === undefined ? undefined : EmailAddress.parse(email).value;
    return this.unitOfWork.run(async ({ accounts, mailTokens }) => {
      const account = await accounts.find(accountId);
      if (!account) throw new AccountNotFound();
      const now = this.clock.now();
      account.revise({ name, phone }, now);
      const isFree = newEmail !== undefined && newEmail !== account.email && !(await accounts.findByEmail(newEmail));
      if (isFree && account.askForEmailChange(newEmail, now)) await mailTokens.revoke(accountId, 'change_email');
      await accounts.save(account);
      return accountViewOf(account);
    }, claim);
  }
}
