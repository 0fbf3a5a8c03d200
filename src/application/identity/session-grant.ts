import type { SessionId, AccountId } from '../../domain/shared/ids.js';
import type { TokenIssuer } from './ports/token-issuer.js';

/** What somebody is handed who may come in: a short-lived token to show, and a secret that gets the next one. */
export interface SessionGrant {
  readonly accountId: AccountId;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token is over. */
  readonly expiresIn: number;
}

interface Holder {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
  readonly refreshToken: string;
}

export const grantTo = ({ accountId, sessionId, refreshToken }: Holder, issuer: TokenIssuer, at: Date): SessionGrant => ({
  accountId,
  accessToken: issuer.issue({ accountId, sessionId }, at),
  refreshToken,
  expiresIn: issuer.lifetime,
});
