import type { AccountId } from '../shared/ids.js';

export const ROLES = ['customer', 'vendor', 'admin'] as const;

/** What an account may be besides itself; it may be several at once. */
export type Role = (typeof ROLES)[number];

/** Mails that somebody can make us send by asking. */
export type MailKind = 'registered_again' | 'verification' | 'password_reset' | 'email_change';

export interface MailRequest {
  readonly kind: MailKind;
  readonly at: Date;
}

export interface AccountState {
  readonly id: AccountId;
  /** Trimmed and in lower case; one address is one account. */
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  readonly isActive: boolean;
  /** When the owner showed that the address is theirs. */
  readonly verifiedAt: Date | null;
  /** Those of the last hour, the oldest first. */
  readonly recentMails: readonly MailRequest[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
