import { DomainError } from '../../domain/shared/domain-error.js';
import { AnsweredBefore } from '../shared/errors.js';
import type { ImageStore, Picture } from './ports/image-store.js';

/** Whether nothing can have come of it. After any other fault the database may have said yes before the line broke. */
const isRefusal = (error: unknown): boolean => error instanceof DomainError || error instanceof AnsweredBefore;

/**
 * Keeps the pictures, all or none, for whatever `work` does with their addresses, and forgets them again when that is refused. What
 * cannot be forgotten now, or may be shown after all, is left to `ForgetOrphanedImages`. Decoding takes its time, so that it is done
 * before, not inside, a unit of work.
 */
export async function keepingPictures<Result>(
  images: ImageStore,
  pictures: readonly Picture[],
  work: (urls: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const kept: string[] = [];
  try {
    for (const picture of pictures) kept.push(await images.keep(picture));
    return await work(kept);
  } catch (error) {
    if (isRefusal(error)) await Promise.allSettled(kept.map((url) => images.discard(url)));
    throw error;
  }
}

/** The same for one picture, or none. */
export const keepingPicture = <Result>(
  images: ImageStore,
  picture: Picture | undefined,
  work: (url: string | undefined) => Promise<Result>,
): Promise<Result> => keepingPictures(images, picture ? [picture] : [], ([url]) => work(url));
