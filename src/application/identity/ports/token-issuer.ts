import type { AccountId, SessionId } from '../../../domain/shared/ids.js';

export interface AccessClaims {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
}

/** Makes and checks access tokens: signed, for a quarter of an hour, and for nothing else. */
export interface TokenIssuer {
  /** Seconds. */
  readonly lifetime: number;
  issue(claims: AccessClaims, at: Date): string;
  /** Undefined when it is not ours, not an access token, or over at `at`. */
  verify(token: string, at: Date): AccessClaims | undefined;
  /** The same for one that may be over: whoever logs out need not have a fresh one. */
  verifyExpired(token: string): AccessClaims | undefined;
}
