import type { ImageStore, Picture } from '../../../src/application/catalogue/ports/image-store.js';
import { UnsupportedImage } from '../../../src/domain/catalogue/image-errors.js';
import { imageAddress } from '../../../src/domain/catalogue/image-state.js';
import { UuidGenerator } from '../../../src/infrastructure/system/uuid-generator.js';

/** Keeps what it is given as it is, as if it were a little wider than a thumbnail, as long as it does not look like a page. */
export class InMemoryImageStore implements ImageStore {
  readonly kept = new Map<string, Picture>();
  readonly withSizes = new Set<string>();
  readonly #since = new Map<string, Date>();
  /** When what is kept now counts as kept. */
  now = new Date();

  async keep(picture: Picture): Promise<string> {
    if ('bytes' in picture && Buffer.from(picture.bytes.subarray(0, 1)).toString() === '<') throw new UnsupportedImage();
    const url = imageAddress(new UuidGenerator().next().replaceAll('-', ''), 200, 150);
    this.kept.set(url, picture);
    this.#since.set(url, this.now);
    return url;
  }

  async makeSizes(url: string): Promise<void> {
    if (this.kept.has(url)) this.withSizes.add(url);
  }

  async discard(url: string): Promise<void> {
    this.kept.delete(url);
    this.withSizes.delete(url);
  }

  async *keptBefore(moment: Date): AsyncIterable<readonly string[]> {
    for (const url of this.kept.keys()) if ((this.#since.get(url) ?? moment) < moment) yield [url];
  }
}
