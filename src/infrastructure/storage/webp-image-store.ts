import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Sharp } from 'sharp';
import type { ImageStore, Picture } from '../../application/catalogue/ports/image-store.js';
import type { KeptPicture, Media } from '../../application/catalogue/ports/media.js';
import { imageAddress, imageSizes, originalOf, type ImageSize } from '../../domain/catalogue/image-state.js';
import { PLACEHOLDER_IMAGE } from '../../domain/catalogue/placeholder.js';
import type { MediaFile, MediaFiles } from './media-files.js';
import { loadSharp, throughDoor } from './picture-door.js';
import { PLACEHOLDER_DRAWING } from './placeholder-drawing.js';
import { Turns } from './turns.js';

const MAX_SIDE = 2_000;
const QUALITY = 82;
/** A picture of 40 megapixels takes 160 MB while it is decoded. */
const UPLOADS_AT_ONCE = 2;
const FOLDER = 'media/';
/** Names that were given here, and no other; so nothing in an address leads out of the folder. The short ones are of the first release. */
const KEPT = /^media\/[0-9a-f]{32}(?:_\d{1,5}x\d{1,5})?\.webp$/;

const nameOf = (url: string): string => url.slice(FOLDER.length);

/** Pictures as WebP in a place for files: each as it came, at most 2,000 pixels wide and high, and in smaller sizes. */
export class WebpImageStore implements ImageStore, Media {
  readonly #uploads = new Turns(UPLOADS_AT_ONCE);
  /** Nobody waits for these. */
  readonly #copies = new Turns(1);

  constructor(private readonly files: MediaFiles) {}

  /** @throws MediaPlaceRefused @throws ImagesUnavailable */
  check(): Promise<void> {
    return this.files.check();
  }

  async keep(picture: Picture): Promise<string> {
    const { data, info } = await this.#uploads.take(() => throughDoor(picture, encode));
    const url = imageAddress(randomBytes(16).toString('hex'), info.width, info.height);
    await this.files.write(nameOf(url), data);
    return url;
  }

  async makeSizes(url: string): Promise<void> {
    const copies = imageSizes(url).slice(0, -1);
    const found = await Promise.all(copies.map((copy) => this.files.find(nameOf(copy.url))));
    const missing = copies.filter((_, place) => !found[place]);
    if (missing.length > 0) await this.#copies.take(() => this.#makeCopies(url, missing));
  }

  async discard(url: string): Promise<void> {
    if (!KEPT.test(url)) return;
    const copies = imageSizes(url).slice(0, -1);
    await Promise.all([url, ...copies.map((copy) => copy.url)].map((gone) => this.files.remove(nameOf(gone))));
  }

  async *keptBefore(moment: Date): AsyncIterable<readonly string[]> {
    for await (const names of this.files.olderThan(moment)) {
      const urls = names.map((name) => `${FOLDER}${name}`).map((url) => originalOf(url) ?? url);
      yield [...new Set(urls.filter((url) => KEPT.test(url)))];
    }
  }

  async find(url: string): Promise<KeptPicture | undefined> {
    if (url === PLACEHOLDER_IMAGE) return kept(url, (await this.files.find(nameOf(url))) ?? (await this.#draw()));
    const original = originalOf(url);
    if (original === undefined && !KEPT.test(url)) return undefined;
    const file = await this.files.find(nameOf(url));
    if (file) return kept(url, file);
    const instead = original === undefined ? undefined : await this.files.find(nameOf(original));
    return instead && kept(original ?? url, instead);
  }

  async #makeCopies(url: string, sizes: readonly ImageSize[]): Promise<void> {
    const file = await this.files.find(nameOf(url));
    if (!file) return;
    const [read, original] = [await loadSharp(), await buffer(file.read())];
    for (const { url: copy, width, height } of sizes) {
      const webp = await read(original).resize({ width, height, fit: 'fill' }).webp({ quality: QUALITY }).toBuffer();
      await this.files.write(nameOf(copy), webp);
    }
  }

  /** Drawn by whoever is first to be asked for it; drawn by two at once it is the same. */
  async #draw(): Promise<MediaFile> {
    const read = await loadSharp();
    const webp = await read(Buffer.from(PLACEHOLDER_DRAWING)).webp({ quality: QUALITY }).toBuffer();
    await this.files.write(nameOf(PLACEHOLDER_IMAGE), webp);
    return { bytes: webp.byteLength, read: () => Readable.from([webp]) };
  }
}

const kept = (url: string, file: MediaFile): KeptPicture => ({ ...file, url, contentType: 'image/webp' });

/** In sRGB. Where and with what it was taken stays behind. */
const encode = (image: Sharp) =>
  image
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true });
