export interface Tally {
  readonly failures: number;
  /** How long ago the last one was. */
  readonly msAgo: number;
}

/** How often each key has failed of late; an hour without a failure and it is forgotten. */
export interface FailureTallies {
  /** In the order of the keys; nothing known is no failure. */
  read(keys: readonly string[]): Promise<readonly Tally[]>;
  /** One more failure for each of them, now. */
  add(keys: readonly string[]): Promise<void>;
  /** As if so many had never been; when the last one was stays. */
  takeBack(key: string, failures: number): Promise<void>;
  forget(keys: readonly string[]): Promise<void>;
}

export const FORGOTTEN_AFTER_MS = 3_600_000;
export const NO_FAILURES: Tally = { failures: 0, msAgo: FORGOTTEN_AFTER_MS };
