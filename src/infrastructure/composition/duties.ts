/** The relay and the jobs of one process. */
export interface BackgroundWork {
  start(): Promise<void>;
  /** Lets running jobs end, for as long as `limitMs`; what takes longer is left to the next worker. */
  stop(limitMs: number): Promise<void>;
}

/** What has to be there before the shop opens: an admin, and on a new embedded database the demo shop. */
export interface FirstSteps {
  /** @returns lines for the banner: accounts that were made, with passwords that are shown this once. */
  take(database: { readonly isEmbedded: boolean }): Promise<readonly string[]>;
}
