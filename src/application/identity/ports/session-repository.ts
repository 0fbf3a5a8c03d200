import type { Session } from '../../../domain/identity/session.js';
import type { AccountId, SessionId } from '../../../domain/shared/ids.js';

/** Where people are logged in. Whoever finds a session holds it until the unit of work ends. */
export interface SessionRepository {
  find(sessionId: SessionId): Promise<Session | undefined>;
  /** The session that issued this refresh token, spent or not; it knows that token and its successors. */
  findByToken(tokenHash: string): Promise<Session | undefined>;
  /** @throws ConcurrencyConflict when it was changed since it was found. */
  save(session: Session): Promise<void>;
  /** Ends every session of the account that is not over, but for the one that is kept. */
  endAllOf(accountId: AccountId, at: Date, kept?: SessionId): Promise<void>;
}
