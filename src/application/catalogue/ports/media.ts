/** A picture that is kept, for reading once. */
export interface KeptPicture {
  readonly contentType: string;
  readonly bytes: number;
  /** Nothing is opened before this is called. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** What the image store keeps, for everybody to look at. */
export interface Media {
  /** The picture at this address, which may be any text; undefined when there is none. The placeholder is always there. */
  find(url: string): Promise<KeptPicture | undefined>;
}
