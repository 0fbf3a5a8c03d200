import type { Picture } from './image-store.js';

/** What a picture looks like, as a vector of length 1: of two that look alike the product of all the numbers is near 1. */
export type PictureVector = Float32Array;

/** Turns pictures into vectors, by arithmetic of its own or by asking a learned model. */
export interface ImageEmbedder {
  /** Another one whenever the same picture gets another vector: vectors of different versions are never compared. */
  readonly version: string;
  /** The length of every vector. */
  readonly dimensions: number;

  /**
   * The same picture always gets the same vectors. Whoever tells a picture from its mirror image gives that of both.
   * @throws UnsupportedImage (415) when it is no picture we read, whatever its name or type says
   * @throws ImageTooLarge (413) when it has too many bytes or pixels
   * Anything else means that it is out of order.
   */
  embed(picture: Picture): Promise<{ readonly asItIs: PictureVector; readonly mirrored: PictureVector }>;
}
