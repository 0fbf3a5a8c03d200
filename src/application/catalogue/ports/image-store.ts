/** A picture as it came: a file on disk that somebody else removes, or bytes. */
export type Picture = { readonly path: string } | { readonly bytes: Uint8Array };

/** Where product pictures are kept. What is kept is never what was sent: it is decoded, measured and encoded anew, without metadata. */
export interface ImageStore {
  /**
   * Keeps a picture under a random name.
   * @returns its address, relative and without a leading slash (`media/….webp`).
   * @throws UnsupportedImage (415) when it is no picture we read, whatever its name or type says
   * @throws ImageTooLarge (413) when it has too many bytes or pixels
   */
  keep(picture: Picture): Promise<string>;

  /** Forgets a picture; one that is gone already, or was never ours, is fine. */
  discard(url: string): Promise<void>;
}
