import { SessionOver } from '../../domain/identity/account-errors.js';
import type { Clock } from '../shared/ports/clock.js';
import type { SecretTokens } from '../shared/ports/secret-tokens.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { SessionStandings } from './ports/session-standings.js';
import type { TokenIssuer } from './ports/token-issuer.js';

/** One of the two is enough, and it may be over. */
export interface SignOutInput {
  readonly accessToken: string | undefined;
  readonly refreshToken: string | undefined;
}

/** Ends a session with all its tokens. Safe to repeat. */
export class SignOut {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ sessions: SessionRepository }>,
    private readonly secrets: SecretTokens,
    private readonly issuer: TokenIssuer,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  /** @throws SessionOver when neither token was ever ours. */
  async execute({ accessToken, refreshToken }: SignOutInput): Promise<void> {
    const claims = accessToken === undefined ? undefined : this.issuer.verifyExpired(accessToken);
    const accountId = await this.unitOfWork.run(async ({ sessions }) => {
      const byToken = refreshToken === undefined ? undefined : await sessions.findByToken(this.secrets.hashOf(refreshToken));
      const session = byToken ?? (claims && (await sessions.find(claims.sessionId)));
      if (!session) return undefined;
      session.end(this.clock.now());
      await sessions.save(session);
      return session.accountId;
    });
    if (accountId === undefined) throw new SessionOver();
    this.standings.forget(accountId);
  }
}
