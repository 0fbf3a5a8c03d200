import { ImageTooLarge, UnsupportedImage } from '../../domain/catalogue/image-errors.js';
import type { ImageEmbedder, PictureVector } from './ports/image-embedder.js';
import type { KeptPicture, Media } from './ports/media.js';
import type { VectorIndex } from './ports/vector-index.js';

export interface PictureIndexing {
  readonly media: Media;
  readonly embedder: ImageEmbedder;
  readonly index: VectorIndex;
}

/** Makes a kept picture one that can be found by its looks. Of one that cannot be read it is noted that there is nothing to find. */
export async function indexPicture(url: string, { media, embedder, index }: PictureIndexing): Promise<void> {
  const kept = await media.find(url);
  await index.put(url, embedder.version, kept ? await vectorOf(kept, embedder) : null);
}

async function vectorOf(kept: KeptPicture, embedder: ImageEmbedder): Promise<PictureVector | null> {
  try {
    return (await embedder.embed({ bytes: await bytesOf(kept) })).asItIs;
  } catch (error) {
    if (error instanceof UnsupportedImage || error instanceof ImageTooLarge) return null;
    throw error;
  }
}

async function bytesOf({ bytes, read }: KeptPicture): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of read()) {
    whole.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return whole;
}
