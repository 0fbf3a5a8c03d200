import type { AccountId, SessionId } from '../shared/ids.js';

/** What is remembered of a refresh token: never the token. */
export interface RefreshToken {
  readonly hash: string;
  /** The token that was presented for it; null for the first. */
  readonly predecessor: string | null;
  readonly generation: number;
  readonly issuedAt: Date;
  readonly spentAt: Date | null;
}

export interface SessionState {
  readonly id: SessionId;
  readonly accountId: AccountId;
  readonly startedAt: Date;
  /** Rises when it starts anew: tokens of a lower one are worthless. */
  readonly generation: number;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** Those that matter for what is asked: when it was found by a token, that token and its successors. */
  readonly tokens: readonly RefreshToken[];
}
