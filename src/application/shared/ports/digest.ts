export interface Digest {
  /** SHA-256 as lower-case hex. */
  of(text: string): string;
}
