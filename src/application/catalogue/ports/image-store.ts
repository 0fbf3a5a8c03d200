/** A picture as it came: a file on disk that somebody else removes, or bytes. */
export type Picture = { readonly path: string } | { readonly bytes: Uint8Array };

/** Where product pictures are kept. What is kept is never what was sent: it is decoded, measured and encoded anew, without metadata. */
export interface ImageStore {
  /**
   * Keeps a picture under a random name, whole or not at all.
   * @returns its address, relative and without a leading slash (`media/….webp`), which tells the sizes it will be there in.
   * @throws UnsupportedImage (415) when it is no picture we read, whatever its name or type says
   * @throws ImageTooLarge (413) when it has too many bytes or pixels
   * @throws ImagesUnavailable (503) when there is no keeping it now
   */
  keep(picture: Picture): Promise<string>;

  /**
   * Makes the smaller copies that the address of a kept picture tells of; those that are there stay. Safe to repeat, also at the same
   * moment; of a picture that is gone there is nothing to make.
   * @throws ImagesUnavailable
   */
  makeSizes(url: string): Promise<void>;

  /** Forgets a picture in all sizes; one that is gone already, or was never ours, is fine. @throws ImagesUnavailable */
  discard(url: string): Promise<void>;

  /**
   * The addresses of the pictures that were kept before that moment, some at a time, also of those whose copies alone are left. What a
   * writer that died left half written before then is removed on the way.
   * @throws ImagesUnavailable
   */
  keptBefore(moment: Date): AsyncIterable<readonly string[]>;
}
