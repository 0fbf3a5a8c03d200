export interface MediaFile {
  readonly bytes: number;
  /** Nothing is opened before this is called. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** A place for files under plain names, each written once and never changed. */
export interface MediaFiles {
  /** Whole or not at all; written twice, it is the later one. @throws ImagesUnavailable */
  write(name: string, content: Uint8Array): Promise<void>;

  /** @throws ImagesUnavailable */
  find(name: string): Promise<MediaFile | undefined>;

  /** One that is not there is fine. @throws ImagesUnavailable */
  remove(name: string): Promise<void>;

  /** The names of those that were written before that moment, some at a time; drafts of that age are removed. @throws ImagesUnavailable */
  olderThan(moment: Date): AsyncIterable<readonly string[]>;

  /**
   * Whether the place can be used, asked once at the start.
   * @throws MediaPlaceRefused when it will not get better by itself
   * @throws ImagesUnavailable when it does not answer now
   */
  check(): Promise<void>;
}

/** The place for pictures is not ours to use, or is not there: somebody has to change the settings. */
export class MediaPlaceRefused extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MediaPlaceRefused';
  }
}
