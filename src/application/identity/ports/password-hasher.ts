/** Keeps passwords so that nobody can read them, and says whether one is right. Every character counts, however long the password. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Does the same work without a hash to compare with, and says no: nobody can tell by the time whether there is an account. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether the hash was made in an older way, or at another cost, than `hash` makes them now. */
  isOutdated(hash: string): boolean;
}
