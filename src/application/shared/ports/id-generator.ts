import type { Id } from '../../../domain/shared/ids.js';

export interface IdGenerator {
  /** A new UUIDv7 (RFC 9562): unique, and later ones sort after earlier ones. */
  next<T extends Id<string>>(): T;
}
