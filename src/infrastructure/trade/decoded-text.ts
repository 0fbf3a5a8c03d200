import type { Bytes } from '../../application/catalogue/ports/product-file.js';
import { UnreadableFile } from '../../domain/catalogue/import-errors.js';

const LOOKED_AT = 1_024;

/** By the mark at the beginning; without one it has to be UTF-8, in which text has no zeros. */
function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start.subarray(0, LOOKED_AT).includes(0))
    throw new UnreadableFile('This is not text, or UTF-16 without its mark: save the file as UTF-8');
  return 'utf-8';
}

const linesIn = (text: string): number => text.split('\n').length - 1;

/**
 * The text of a file, piece by piece: UTF-8 with or without its mark, or UTF-16 with it.
 * @throws UnreadableFile that names the line where it is neither
 */
export async function* decodedText(bytes: Bytes): AsyncGenerator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let lines = 1;
  let start: Uint8Array = new Uint8Array();
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return (decoder ??= new TextDecoder(encodingOf(start), { fatal: true })).decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      if (error instanceof UnreadableFile) throw error;
      const [before = ''] = new TextDecoder().decode(chunk).split('�');
      throw new UnreadableFile('This is not UTF-8: save the file as UTF-8', lines + linesIn(before));
    }
  };
  for await (const chunk of bytes()) {
    let piece = chunk;
    if (!decoder) {
      start = Buffer.concat([start, chunk]);
      if (start.length < LOOKED_AT) continue;
      piece = start;
    }
    const text = decoded(piece);
    lines += linesIn(text);
    yield text;
  }
  if (!decoder && start.length > 0) yield decoded(start);
  const rest = decoder ? decoded() : '';
  if (rest !== '') yield rest;
}
