import type { Role } from '../../domain/identity/account-state.js';
import type { Clock } from '../shared/ports/clock.js';
import type { SessionStandings } from './ports/session-standings.js';
import type { AccessClaims, TokenIssuer } from './ports/token-issuer.js';

export interface IdentifyCallerOutput extends AccessClaims {
  readonly roles: readonly Role[];
}

/** Tells whose access token it is and what they may do now. A token of a session that is over, or of a disabled account, is nobody's. */
export class IdentifyCaller {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  async execute(accessToken: string): Promise<IdentifyCallerOutput | undefined> {
    const now = this.clock.now();
    const claims = this.issuer.verify(accessToken, now);
    if (!claims) return undefined;
    const standing = await this.standings.of(claims, now);
    return standing && { ...claims, roles: standing.roles };
  }
}
