import { AggregateRoot } from '../shared/aggregate-root.js';
import type { AccountId, SessionId } from '../shared/ids.js';
import type { RefreshToken, SessionState } from './session-state.js';

const DAY_MS = 86_400_000;
/** A session that nobody uses for so long is over. */
const IDLE_MS = 30 * DAY_MS;
/** However busy it is, then a password is asked for again. */
const LONGEST_MS = 180 * DAY_MS;
/** Real pages fire two refreshes at once with the same secret. */
const GRACE_MS = 10_000;

export interface NewSession {
  readonly id: SessionId;
  readonly accountId: AccountId;
  readonly tokenHash: string;
}

/**
 * One place where somebody is logged in, kept alive by refresh tokens of which each works once. One that is used a second time is in
 * the wrong hands, and ends the session for all who hold a token of it.
 */
export class Session extends AggregateRoot<never> {
  #state: SessionState;

  private constructor(state: SessionState, version: number) {
    super(version);
    this.#state = state;
  }

  static start({ id, accountId, tokenHash }: NewSession, at: Date): Session {
    const expiresAt = new Date(at.getTime() + IDLE_MS);
    const token = { hash: tokenHash, predecessor: null, generation: 1, issuedAt: at, spentAt: null };
    return new Session({ id, accountId, generation: 1, startedAt: at, expiresAt, endedAt: null, tokens: [token] }, 0);
  }

  /** From storage: no rules are checked again. */
  static reconstitute(state: SessionState, version: number): Session {
    return new Session(state, version);
  }

  get id(): SessionId {
    return this.#state.id;
  }

  get accountId(): AccountId {
    return this.#state.accountId;
  }

  /**
   * Spends the presented token and issues the next. A spent one gets a sibling of its successor within ten seconds, while no
   * successor has been used: then both callers stay logged in. Later it ends the session.
   * @returns whether the next token was issued.
   */
  rotate(presentedHash: string, nextHash: string, at: Date): boolean {
    const presented = this.#state.tokens.find(({ hash }) => hash === presentedHash);
    if (!presented || presented.generation < this.#state.generation || !this.isAlive(at)) return false;
    if (presented.spentAt !== null && !this.#isForgiven(presented, presented.spentAt, at)) {
      this.end(at);
      return false;
    }
    const spent = this.#state.tokens.map((token) => (token === presented ? { ...token, spentAt: token.spentAt ?? at } : token));
    const next = { hash: nextHash, predecessor: presentedHash, generation: presented.generation, issuedAt: at, spentAt: null };
    const latest = Math.min(at.getTime() + IDLE_MS, this.#state.startedAt.getTime() + LONGEST_MS);
    this.#state = { ...this.#state, expiresAt: new Date(latest), tokens: [...spent, next] };
    return true;
  }

  /** Makes every token worthless and issues one: whoever holds an old one is out, whoever asked stays. */
  startAnew(tokenHash: string, at: Date): void {
    const generation = this.#state.generation + 1;
    const token = { hash: tokenHash, predecessor: null, generation, issuedAt: at, spentAt: null };
    this.#state = { ...this.#state, generation, tokens: [...this.#state.tokens, token] };
  }

  /** Once over, it stays over. */
  end(at: Date): void {
    this.#state = { ...this.#state, endedAt: this.#state.endedAt ?? at };
  }

  isAlive(at: Date): boolean {
    return this.#state.endedAt === null && at < this.#state.expiresAt;
  }

  toState(): SessionState {
    return this.#state;
  }

  #isForgiven({ hash }: RefreshToken, spentAt: Date, at: Date): boolean {
    const isRecent = at.getTime() - spentAt.getTime() < GRACE_MS;
    return isRecent && !this.#state.tokens.some((token) => token.predecessor === hash && token.spentAt !== null);
  }
}
