/** Something that is kept in memory and has changed, by a short name: `product:<id>`, `stock:<variant id>`, `shelves`. */
export type Change = string;

/** Tells what was changed, so that what is kept of it in memory can be thrown away. */
export interface ChangeFeed {
  /**
   * `heard` is told each change after its commit: one of this process before whoever made it is answered, one of another process within
   * a tenth of a second. Told `'anything'` it has to assume that anything may have changed.
   */
  subscribe(heard: (changes: Iterable<Change> | 'anything') => void): void;

  /**
   * Whether everything that others committed up to a second ago has been told. While it is false, nothing that was kept before may be
   * shown: ask the database.
   */
  isCurrent(): boolean;
}
