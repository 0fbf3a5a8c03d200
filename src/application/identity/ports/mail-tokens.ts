import type { AccountId } from '../../../domain/shared/ids.js';

/** What whoever has the token proves: that the address is theirs, or that they may set a new password. */
export type MailTokenPurpose = 'verify' | 'reset' | 'change_email';

export interface MailTokenOwner {
  readonly accountId: AccountId;
  readonly purpose: MailTokenPurpose;
  /** The address the token was sent to. */
  readonly email: string;
}

/** Makes the secrets that go into mails, when the mail is written: no event and no queue ever holds one. */
export interface MailTokens {
  /**
   * A new token, of which only a hash is kept; older unused ones of the purpose stop working. `verify` and `change_email` work for
   * 24 h, `reset` for 30 min.
   * @param email the address it is sent to; the account's own when it is not said.
   * @returns undefined when there is no such account.
   */
  issue(accountId: AccountId, purpose: MailTokenPurpose, at: Date, email?: string): Promise<string | undefined>;
}

/** The same, inside a unit of work. */
export interface MailTokenRepository extends MailTokens {
  /** Whose token it is, if it still works; it goes on working. */
  ownerOf(token: string, at: Date): Promise<MailTokenOwner | undefined>;
  /** Uses the token up. Of several at once exactly one is told whose it is. */
  redeem(token: string, at: Date): Promise<MailTokenOwner | undefined>;
  /** Makes what is unused worthless. */
  revoke(accountId: AccountId, purpose: MailTokenPurpose): Promise<void>;
}
