import type { Role } from '../../../domain/identity/account-state.js';
import type { AccountId } from '../../../domain/shared/ids.js';
import type { AccessClaims } from './token-issuer.js';

export interface Standing {
  readonly roles: readonly Role[];
}

/** Whether a session still stands, and what its account may do now, not when the token was made. */
export interface SessionStandings {
  /** Undefined when the session is over or the account disabled. What another process changed is known within a second. */
  of(claims: AccessClaims, at: Date): Promise<Standing | undefined>;
  /** What was known of the account is asked anew: call it after every change. */
  forget(accountId: AccountId): void;
}
