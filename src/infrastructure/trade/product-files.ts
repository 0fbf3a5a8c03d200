import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bytes, TradeFormat } from '../../application/catalogue/ports/product-file.js';
import { UnreadableFile } from '../../domain/catalogue/import-errors.js';

const BY_ENDING: Readonly<Record<string, TradeFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** @throws UnreadableFile when the name does not say it */
export function formatByName(file: string): TradeFormat {
  const format = BY_ENDING[extname(file).toLowerCase()];
  if (!format)
    throw new UnreadableFile(`${file} has none of the endings ${Object.keys(BY_ENDING).join(', ')}: say --format csv or --format jsonl`);
  return format;
}

export const bytesOf =
  (file: string): Bytes =>
  () =>
    createReadStream(file) as AsyncIterable<Uint8Array>;

/** Whole or not at all: nobody finds half a file under the name. */
export async function writeWhole(file: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
  const draft = `${file}.part`;
  try {
    await pipeline(Readable.from(content, { objectMode: false }), createWriteStream(draft));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
