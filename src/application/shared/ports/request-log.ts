/** A caller's wish that a request takes effect once, however often it is sent. */
export interface RequestClaim {
  /** Whose key it is: an account or an anonymous scope. Keys of different callers never meet. */
  readonly caller: string;
  /** The `Idempotency-Key`, 1–255 visible ASCII characters. */
  readonly key: string;
  /** A digest of method, path and body: the same key with another fingerprint is refused. */
  readonly fingerprint: string;
}

/** What is known of a claim. `output` is the use case's own plain answer, kept to be presented again. */
export type ClaimState =
  | { readonly state: 'new' }
  | { readonly state: 'running'; readonly resourceId: string | null; readonly claimedAt: Date }
  | { readonly state: 'answered'; readonly output: unknown };

/** Remembers keyed requests for 24 hours, in the transaction of their effect. */
export interface RequestLog {
  /**
   * Claims the key for this unit of work; a claim that is older than 24 h counts as new.
   * Of several at once exactly one gets `new`; the others wait for its commit and then see it running or answered.
   * @throws IdempotencyKeyReused when the key was claimed with another fingerprint.
   */
  claim(claim: RequestClaim, resourceId: string): Promise<ClaimState>;

  /** Stores the answer to whichever claim names this resource; without such a claim, nothing happens. The first answer stays. */
  answer(resourceId: string, output: object): Promise<void>;

  /** Forgets claims older than 24 h. @returns how many. */
  forgetOld(): Promise<number>;
}
