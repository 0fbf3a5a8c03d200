export interface Taken {
  readonly key: string;
  readonly points: number;
  /** How long the key's window lasts, should this be the first of it. */
  readonly windowMs: number;
}

export interface Count {
  /** All that was taken in the window, by every process. */
  readonly points: number;
  /** Until the window ends. */
  readonly msLeft: number;
}

/** Where processes add up what each of them has counted. */
export interface CountStore {
  /** Adds, and says what there is then: one count for each that was taken, in the same order. No key is named twice. */
  add(taken: readonly Taken[]): Promise<readonly Count[]>;
}
