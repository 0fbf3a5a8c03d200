import type { ImageStore, Picture } from './ports/image-store.js';

/**
 * Keeps the picture for whatever `work` does with its address, and forgets it again when that fails. Decoding takes its time, so that
 * it is done before, not inside, a unit of work.
 */
export async function keepingPicture<Result>(
  images: ImageStore,
  picture: Picture | undefined,
  work: (url: string | undefined) => Promise<Result>,
): Promise<Result> {
  const url = picture && (await images.keep(picture));
  try {
    return await work(url);
  } catch (error) {
    if (url !== undefined) await images.discard(url);
    throw error;
  }
}
