import { createHash } from 'node:crypto';
import type { Digest } from '../../application/shared/ports/digest.js';

export class NodeDigest implements Digest {
  of(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}
