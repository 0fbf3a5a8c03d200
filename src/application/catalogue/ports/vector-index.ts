import type { ProductId } from '../../../domain/shared/ids.js';
import type { PictureVector } from './image-embedder.js';

/** A product, and how much the picture of it that is nearest looks like what was asked for: from 0, not at all, to 1. */
export interface SimilarProduct {
  readonly productId: ProductId;
  readonly score: number;
}

/** Knows the vectors of the pictures that products show. */
export interface VectorIndex {
  /**
   * Keeps the vector of a picture in place of any it had; null: there is none to be made of it by this version. A picture that no
   * product shows is not kept. Safe to repeat, also at the same moment.
   */
  put(url: string, version: string, vector: PictureVector | null): Promise<void>;

  /** Forgets a picture, unless a product shows it; one that is gone already is fine. */
  remove(url: string): Promise<void>;

  /**
   * The published products whose pictures are nearest to one of these vectors of that version, each once, the nearest first. Among very
   * many pictures one that is only remotely like it may be missed; one that is nearly the same is not.
   */
  nearest(vectors: readonly PictureVector[], version: string, count: number): Promise<readonly SimilarProduct[]>;

  /** Pictures that products show and of which it knows nothing by this version, in any order. */
  unknown(version: string, count: number): Promise<readonly string[]>;

  /** Forgets all pictures that no product shows. */
  forgetUnshown(): Promise<void>;
}
