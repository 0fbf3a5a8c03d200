import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageStore, Picture } from '../../application/catalogue/ports/image-store.js';
import type { KeptPicture, Media } from '../../application/catalogue/ports/media.js';
import { ImageTooLarge, UnsupportedImage } from '../../domain/catalogue/image-errors.js';
import { PLACEHOLDER_IMAGE } from '../../domain/catalogue/placeholder.js';
import { PLACEHOLDER_DRAWING } from './placeholder-drawing.js';

const READABLE: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif', 'image/avif']);
const LIMITS = { bytes: 10 * 1024 * 1024, pixels: 40_000_000 };
const MAX_SIDE = 2_000;
const QUALITY = 82;
const DECODING_SECONDS = 20;
/** A picture of 40 megapixels takes 160 MB while it is decoded. */
const AT_ONCE = 2;
/** Names that were given here, and no other; so nothing in an address leads out of the folder. */
const KEPT = /^media\/([0-9a-f]{32}\.webp)$/;

/** Both cost memory and time to load, and most processes never see a picture. */
const sharp = async () => {
  const { default: read } = await import('sharp');
  read.cache(false); // no picture comes twice
  return read;
};
const fileType = () => import('file-type');

const isGone = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ENOENT';

/** Pictures as WebP files in one folder. */
export class DiskImageStore implements ImageStore, Media {
  #working = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly folder: string) {}

  async keep(picture: Picture): Promise<string> {
    await refuseStranger(picture);
    const webp = await this.#inTurn(() => encode('path' in picture ? picture.path : picture.bytes));
    const name = `${randomBytes(16).toString('hex')}.webp`;
    await this.#write(name, webp);
    return `media/${name}`;
  }

  async discard(url: string): Promise<void> {
    const name = KEPT.exec(url)?.[1];
    if (name) await rm(join(this.folder, name), { force: true });
  }

  async find(url: string): Promise<KeptPicture | undefined> {
    const isPlaceholder = url === PLACEHOLDER_IMAGE;
    const name = isPlaceholder ? 'placeholder.webp' : KEPT.exec(url)?.[1];
    if (!name) return undefined;
    const path = join(this.folder, name);
    const bytes = (await sizeOf(path)) ?? (isPlaceholder ? await this.#draw(name) : undefined);
    return bytes === undefined ? undefined : { contentType: 'image/webp', bytes, read: () => createReadStream(path) };
  }

  /** Drawn by whoever is first to be asked for it; drawn by two at once it is the same. */
  async #draw(name: string): Promise<number> {
    const read = await sharp();
    const webp = await read(Buffer.from(PLACEHOLDER_DRAWING)).webp({ quality: QUALITY }).toBuffer();
    await this.#write(name, webp);
    return webp.byteLength;
  }

  /** Whole or not at all, also when the power fails: nobody reads half a picture. */
  async #write(name: string, content: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const draft = join(this.folder, `.${randomBytes(8).toString('hex')}.draft`);
    try {
      const file = await open(draft, 'wx', 0o644);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(this.folder, name));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#working >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#working += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working -= 1;
    }
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Judges by the content alone, before anything is decoded. @throws ImageTooLarge @throws UnsupportedImage */
async function refuseStranger(picture: Picture): Promise<void> {
  const bytes = 'path' in picture ? (await stat(picture.path)).size : picture.bytes.byteLength;
  if (bytes > LIMITS.bytes) throw new ImageTooLarge(LIMITS);
  const { fileTypeFromBuffer, fileTypeFromFile } = await fileType();
  const type = await ('path' in picture ? fileTypeFromFile(picture.path) : fileTypeFromBuffer(picture.bytes));
  if (!type || !READABLE.has(type.mime)) throw new UnsupportedImage();
}

/**
 * The picture upright, at most 2,000 pixels wide and high, as WebP in sRGB; of a moving one the first frame. Where and with what it was
 * taken stays behind. Pixels are counted from the header, before they are decoded.
 */
async function encode(input: string | Uint8Array): Promise<Uint8Array> {
  const read = await sharp();
  try {
    return await read(input, { limitInputPixels: LIMITS.pixels, failOn: 'error' })
      .timeout({ seconds: DECODING_SECONDS })
      .rotate()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer();
  } catch (error) {
    if (error instanceof Error && error.message.includes('pixel limit')) throw new ImageTooLarge(LIMITS);
    throw new UnsupportedImage();
  }
}
