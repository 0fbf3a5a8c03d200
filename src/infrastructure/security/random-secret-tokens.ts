import { createHash, randomBytes } from 'node:crypto';
import type { SecretTokens } from '../../application/shared/ports/secret-tokens.js';

const BYTES = 32;

/** 256 random bits need no salt and no slow hash: SHA-256 is enough. */
export class RandomSecretTokens implements SecretTokens {
  issue(): { token: string; hash: string } {
    const token = randomBytes(BYTES).toString('base64url');
    return { token, hash: this.hashOf(token) };
  }

  hashOf(token: string): string {
    return createHash('sha256').update(token).digest('hex');
  }
}
