import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { AccessClaims, TokenIssuer } from '../../application/identity/ports/token-issuer.js';
import { id, looksLikeId } from '../../domain/shared/ids.js';

const ALGORITHM = 'HS256';
const ISSUER = 'portico';
const AUDIENCE = 'portico-api';
const PURPOSE = 'access';
const LIFETIME_SECONDS = 900;
const MAX_KNOWN = 5_000;
/** No token of ours is longer; what is need not be looked at. */
const MAX_LENGTH = 1_024;

interface Verified {
  readonly claims: AccessClaims;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** HS256 with the algorithm, issuer, audience and purpose pinned. Checked tokens are remembered by their hash until they are over. */
export class JwtTokenIssuer implements TokenIssuer {
  readonly lifetime = LIFETIME_SECONDS;
  readonly #key: KeyObject;
  /** The one that was used longest ago comes first. */
  readonly #known = new Map<string, Verified>();

  constructor(secret: string) {
    this.#key = createSecretKey(Buffer.from(secret)); // as a string it would be made into a key on each call
  }

  issue({ accountId, sessionId }: AccessClaims, at: Date): string {
    const issuedAt = Math.floor(at.getTime() / 1000);
    return jwt.sign({ sid: sessionId, use: PURPOSE, iat: issuedAt, exp: issuedAt + LIFETIME_SECONDS }, this.#key, {
      algorithm: ALGORITHM,
      issuer: ISSUER,
      audience: AUDIENCE,
      subject: accountId,
    });
  }

  verify(token: string, at: Date): AccessClaims | undefined {
    if (token.length > MAX_LENGTH) return undefined;
    const hash = createHash('sha256').update(token).digest('base64');
    const verified = this.#known.get(hash) ?? this.#check(token);
    if (!verified || at.getTime() >= verified.expiresAt) return undefined;
    this.#remember(hash, verified);
    return verified.claims;
  }

  verifyExpired(token: string): AccessClaims | undefined {
    return token.length > MAX_LENGTH ? undefined : this.#check(token)?.claims;
  }

  /** All but the time, which the caller compares with the shop's clock. */
  #check(token: string): Verified | undefined {
    try {
      const payload = jwt.verify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        ignoreExpiration: true,
      });
      if (typeof payload === 'string') return undefined;
      const { sub, exp, sid, use } = payload as { sub?: unknown; exp?: unknown; sid?: unknown; use?: unknown };
      if (use !== PURPOSE || typeof exp !== 'number' || typeof sub !== 'string' || typeof sid !== 'string') return undefined;
      if (!looksLikeId(sub) || !looksLikeId(sid)) return undefined;
      return { claims: { accountId: id(sub), sessionId: id(sid) }, expiresAt: exp * 1000 };
    } catch {
      return undefined; // whatever is wrong with it, it is no identity
    }
  }

  #remember(hash: string, verified: Verified): void {
    this.#known.delete(hash);
    this.#known.set(hash, verified);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}
