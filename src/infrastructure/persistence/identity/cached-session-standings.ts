import type { SessionStandings, Standing } from '../../../application/identity/ports/session-standings.js';
import type { AccessClaims } from '../../../application/identity/ports/token-issuer.js';
import type { Role } from '../../../domain/identity/account-state.js';
import type { AccountId, SessionId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

const STANDING = {
  name: 'sessions.standing',
  text: `select account.roles from sessions session join accounts account on account.id = session.account_id
    where session.id = $1 and account.id = $2 and session.ended_at is null and session.expires_at > $3 and account.is_active`,
};

/** How old an answer may be: what another process changes has to work within a second. */
const FRESH_MS = 500;
const MAX_ACCOUNTS = 10_000;
/** Of one account; more are looked through for old ones. */
const MAX_SESSIONS = 50;

interface Known {
  readonly standing: Promise<Standing | undefined>;
  readonly askedAt: number;
}

/** Asks the database once for all who ask at the same moment, and not again for half a second. */
export class CachedSessionStandings implements SessionStandings {
  /** The account that was asked for longest ago comes first. */
  readonly #accounts = new Map<AccountId, Map<SessionId, Known>>();

  /** @param now milliseconds that only go forward; not the shop's clock, which a test may move. */
  constructor(
    private readonly sql: Sql,
    private readonly now: () => number = () => performance.now(),
  ) {}

  of({ accountId, sessionId }: AccessClaims, at: Date): Promise<Standing | undefined> {
    const sessions = this.#sessionsOf(accountId);
    const known = sessions.get(sessionId);
    const now = this.now();
    if (known && now - known.askedAt < FRESH_MS) return known.standing;
    const standing = this.#ask(accountId, sessionId, at);
    if (sessions.size >= MAX_SESSIONS) for (const [other, { askedAt }] of sessions) if (now - askedAt >= FRESH_MS) sessions.delete(other);
    sessions.set(sessionId, { standing, askedAt: now });
    standing.catch(() => sessions.delete(sessionId));
    return standing;
  }

  forget(accountId: AccountId): void {
    this.#accounts.delete(accountId);
  }

  async #ask(accountId: AccountId, sessionId: SessionId, at: Date): Promise<Standing | undefined> {
    const [row] = await this.sql.query<{ roles: readonly Role[] }>(STANDING, [sessionId, accountId, at]);
    return row && { roles: row.roles };
  }

  #sessionsOf(accountId: AccountId): Map<SessionId, Known> {
    const sessions = this.#accounts.get(accountId) ?? new Map<SessionId, Known>();
    this.#accounts.delete(accountId);
    this.#accounts.set(accountId, sessions);
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > MAX_ACCOUNTS && oldest !== undefined) this.#accounts.delete(oldest);
    return sessions;
  }
}
