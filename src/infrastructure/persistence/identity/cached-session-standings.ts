import type { SessionStandings, Standing } from '../../../application/identity/ports/session-standings.js';
import type { AccessClaims } from '../../../application/identity/ports/token-issuer.js';
import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import type { Role } from '../../../domain/identity/account-state.js';
import { id, type AccountId, type SessionId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

const STANDING = {
  name: 'sessions.standing',
  text: `select account.roles, session.expires_at from sessions session join accounts account on account.id = session.account_id
    where session.id = $1 and account.id = $2 and session.ended_at is null and session.expires_at > $3 and account.is_active`,
};

/** How old an answer may be while nobody tells what others change: that has to work within a second. */
const FRESH_MS = 500;
/** And while every change is told: only so that a mistake does not last. */
const KEPT_MS = 60_000;
const CHANGE = /^account:(.+)$/;
const MAX_ACCOUNTS = 10_000;
/** Of one account; more are looked through for old ones. */
const MAX_SESSIONS = 50;

interface TimedStanding extends Standing {
  readonly expiresAt: Date;
}

interface Known {
  readonly standing: Promise<TimedStanding | undefined>;
  readonly askedAt: number;
}

/**
 * Asks the database once for all who ask at the same moment, and then not again: whatever ends a session or changes what an account may
 * do is told, by a trigger at its commit. While that cannot be heard, an answer is believed for half a second.
 */
export class CachedSessionStandings implements SessionStandings {
  /** The account that was asked for longest ago comes first. */
  readonly #accounts = new Map<AccountId, Map<SessionId, Known>>();

  /** @param now milliseconds that only go forward; not the shop's clock, which a test may move. */
  constructor(
    private readonly sql: Sql,
    private readonly feed: ChangeFeed,
    private readonly now: () => number = () => performance.now(),
  ) {
    feed.subscribe((changes) => {
      if (changes === 'anything') return this.#accounts.clear();
      for (const change of changes) {
        const [, accountId] = CHANGE.exec(change) ?? [];
        if (accountId !== undefined) this.forget(id(accountId));
      }
    });
  }

  async of(claims: AccessClaims, at: Date): Promise<Standing | undefined> {
    const lasts = (standing: TimedStanding | undefined) => standing === undefined || at < standing.expiresAt;
    let standing = await this.#latest(claims, at);
    if (!lasts(standing)) {
      this.#accounts.get(claims.accountId)?.delete(claims.sessionId); // over, or prolonged meanwhile: nobody tells of either
      standing = await this.#latest(claims, at);
    }
    return standing && lasts(standing) ? { roles: standing.roles } : undefined;
  }

  #latest({ accountId, sessionId }: AccessClaims, at: Date): Promise<TimedStanding | undefined> {
    const sessions = this.#sessionsOf(accountId);
    const known = sessions.get(sessionId);
    const now = this.now();
    const isOld = ({ askedAt }: Known): boolean => now - askedAt >= (this.feed.isCurrent() ? KEPT_MS : FRESH_MS);
    if (known && !isOld(known)) return known.standing;
    const standing = this.#ask(accountId, sessionId, at);
    if (sessions.size >= MAX_SESSIONS) for (const [other, each] of sessions) if (isOld(each)) sessions.delete(other);
    sessions.set(sessionId, { standing, askedAt: now });
    standing.catch(() => sessions.delete(sessionId));
    return standing;
  }

  forget(accountId: AccountId): void {
    this.#accounts.delete(accountId);
  }

  async #ask(accountId: AccountId, sessionId: SessionId, at: Date): Promise<TimedStanding | undefined> {
    const [row] = await this.sql.query<{ roles: readonly Role[]; expires_at: Date }>(STANDING, [sessionId, accountId, at]);
    return row && { roles: row.roles, expiresAt: row.expires_at };
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
