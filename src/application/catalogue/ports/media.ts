/** A picture that is kept, for reading once. */
export interface KeptPicture {
  readonly contentType: string;
  readonly bytes: number;
  /** Whose content it is: that of the picture itself where it was asked for in a size that is not made yet. */
  readonly url: string;
  /** Nothing is opened before this is called. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** What the image store keeps, for everybody to look at. */
export interface Media {
  /**
   * The picture at this address, which may be any text; undefined when there is none. The placeholder is always there.
   * @throws ImagesUnavailable (503) when the store does not answer
   */
  find(url: string): Promise<KeptPicture | undefined>;
}
