import type { ImageStore, Picture } from '../../../src/application/catalogue/ports/image-store.js';
import { UnsupportedImage } from '../../../src/domain/catalogue/image-errors.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';

/** Keeps what it is given as it is, as long as it does not look like a page. */
export class InMemoryImageStore implements ImageStore {
  readonly kept = new Map<string, Picture>();

  async keep(picture: Picture): Promise<string> {
    if ('bytes' in picture && Buffer.from(picture.bytes.subarray(0, 1)).toString() === '<') throw new UnsupportedImage();
    const url = `media/${new UuidGenerator().next()}.webp`;
    this.kept.set(url, picture);
    return url;
  }

  async discard(url: string): Promise<void> {
    this.kept.delete(url);
  }
}
