import { createHash } from 'node:crypto';
import type { Bytes } from '../../application/catalogue/ports/product-file.js';

/** The same bytes; when they have been read to their end, their SHA-256 is known. */
export function checksumming(bytes: Bytes): { readonly bytes: Bytes; readonly checksum: () => string } {
  const hash = createHash('sha256');
  return {
    async *bytes() {
      for await (const chunk of bytes()) {
        hash.update(chunk);
        yield chunk;
      }
    },
    checksum: () => hash.digest('hex'),
  };
}
