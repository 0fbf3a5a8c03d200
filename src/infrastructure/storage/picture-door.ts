import { stat } from 'node:fs/promises';
import type sharp from 'sharp';
import type { Sharp } from 'sharp';
import type { Picture } from '../../application/catalogue/ports/image-store.js';
import { ImageTooLarge, UnsupportedImage } from '../../domain/catalogue/image-errors.js';

const READABLE: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif', 'image/avif']);
const LIMITS = { bytes: 10 * 1024 * 1024, pixels: 40_000_000 };
const DECODING_SECONDS = 20;

/** It costs memory and time to load, and most processes never see a picture. One thread for each picture: the rest serves requests. */
export async function loadSharp(): Promise<typeof sharp> {
  const { default: read } = await import('sharp');
  read.cache(false); // no picture comes twice
  read.concurrency(1);
  return read;
}

/**
 * The one door for pictures that strangers send. Judges by the content alone, before anything is decoded: kind, bytes, and pixels as
 * the header tells them.
 * @param work gets the picture upright, and of a moving one the first frame; what it throws counts as a picture that cannot be read.
 * @throws ImageTooLarge @throws UnsupportedImage
 */
export async function throughDoor<Result>(picture: Picture, work: (image: Sharp) => Promise<Result>): Promise<Result> {
  const bytes = 'path' in picture ? (await stat(picture.path)).size : picture.bytes.byteLength;
  if (bytes > LIMITS.bytes) throw new ImageTooLarge(LIMITS);
  const { fileTypeFromBuffer, fileTypeFromFile } = await import('file-type');
  const type = await ('path' in picture ? fileTypeFromFile(picture.path) : fileTypeFromBuffer(picture.bytes));
  if (!type || !READABLE.has(type.mime)) throw new UnsupportedImage();
  const read = await loadSharp();
  try {
    const input = 'path' in picture ? picture.path : picture.bytes;
    const image = read(input, { limitInputPixels: LIMITS.pixels, failOn: 'error' });
    return await work(image.timeout({ seconds: DECODING_SECONDS }).rotate());
  } catch (error) {
    if (error instanceof Error && error.message.includes('pixel limit')) throw new ImageTooLarge(LIMITS);
    throw new UnsupportedImage();
  }
}
