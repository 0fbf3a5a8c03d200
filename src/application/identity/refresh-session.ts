import { SessionOver } from '../../domain/identity/account-errors.js';
import type { Clock } from '../shared/ports/clock.js';
import type { SecretTokens } from '../shared/ports/secret-tokens.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { SessionStandings } from './ports/session-standings.js';
import type { TokenIssuer } from './ports/token-issuer.js';
import { grantTo, type SessionGrant } from './session-grant.js';

export interface RefreshSessionInput {
  readonly refreshToken: string;
}

/** Hands out a new pair for a refresh token, which is spent by it; a spent one that comes back ends the session. */
export class RefreshSession {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ sessions: SessionRepository }>,
    private readonly secrets: SecretTokens,
    private readonly issuer: TokenIssuer,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  /** @throws SessionOver */
  async execute({ refreshToken: presented }: RefreshSessionInput): Promise<SessionGrant> {
    const presentedHash = this.secrets.hashOf(presented);
    const { token: refreshToken, hash } = this.secrets.issue();
    const found = await this.unitOfWork.run(async ({ sessions }) => {
      const session = await sessions.findByToken(presentedHash);
      if (!session) return undefined;
      const now = this.clock.now();
      const isRotated = session.rotate(presentedHash, hash, now);
      await sessions.save(session); // one that ended over it has to stay ended
      return { session, isRotated, now };
    });
    if (!found) throw new SessionOver();
    const { session, isRotated, now } = found;
    if (!isRotated) {
      this.standings.forget(session.accountId);
      throw new SessionOver();
    }
    return grantTo({ accountId: session.accountId, sessionId: session.id, refreshToken }, this.issuer, now);
  }
}
