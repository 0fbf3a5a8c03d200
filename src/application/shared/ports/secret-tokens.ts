/** Secrets that are handed out once and only remembered as a hash. */
export interface SecretTokens {
  /** A new 256-bit random secret as URL-safe text, and the hash to store. */
  issue(): { readonly token: string; readonly hash: string };
  /** The hash under which a presented token would be stored. */
  hashOf(token: string): string;
}
