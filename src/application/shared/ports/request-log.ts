/** Whether what was asked for happened now, or had happened before and is only told again. */
export type RequestFate = 'done' | 'replayed';

/** A caller's wish that a request takes effect once, however often it is sent. */
export interface RequestClaim {
  /** Whose key it is: an account or an anonymous scope. Keys of different callers never meet. */
  readonly caller: string;
  /** The `Idempotency-Key`, 1–255 visible ASCII characters. */
  readonly key: string;
  /** A digest of method, path and body: the same key with another fingerprint is refused. */
  readonly fingerprint: string;
  /** Hears, after the commit, what became of it. */
  readonly told?: (fate: RequestFate) => void;
}

/**
 * What is known of a claim. `output` is the use case's own plain answer, kept to be presented again; `reply` is what was made of it
 * for the caller, once that is known.
 */
export type ClaimState =
  | { readonly state: 'new' }
  | { readonly state: 'running'; readonly resourceId: string | null; readonly claimedAt: Date }
  | { readonly state: 'answered'; readonly output: unknown; readonly reply: string | null };

/** Remembers keyed requests for 24 hours, in the transaction of their effect. */
export interface RequestLog {
  /**
   * Claims the key for this unit of work; a claim that is older than 24 h counts as new.
   * Of several at once exactly one gets `new`; the others wait for its commit and then see it running or answered.
   * @param resourceId by which somebody else may answer, when that takes more than this unit of work.
   * @throws IdempotencyKeyReused when the key was claimed with another fingerprint.
   * @throws IdempotencyInProgress when the one that claims it this moment takes too long.
   */
  claim(claim: RequestClaim, resourceId: string | null): Promise<ClaimState>;

  /** Stores what came of a claim of this unit of work: data, dates and money; undefined is kept as null. */
  keepOutput(claim: RequestClaim, output: unknown): Promise<void>;

  /** Stores the answer to whichever claims name one of these resources; without such a claim, nothing happens. The first answer stays. */
  answer(resourceIds: readonly string[], output: object): Promise<void>;

  /** Stores how an answered claim's output was told to the caller, in the caller's own writing. The first reply stays. */
  keepReply(claim: RequestClaim, reply: string): Promise<void>;

  /** Forgets claims older than 24 h. @returns how many. */
  forgetOld(): Promise<number>;
}
