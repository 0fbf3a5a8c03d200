import type { Bytes, ProductFile, ToldProduct } from '../../application/catalogue/ports/product-file.js';
import { UnreadableFile } from '../../domain/catalogue/import-errors.js';
import { checksumming } from './checksumming.js';
import { decodedText } from './decoded-text.js';

const LONGEST_LINE = 4_000_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toldIn(text: string, line: number): ToldProduct {
  const told = parsed(text);
  const message = told === undefined ? 'The line is not JSON' : 'The line is not a JSON object';
  return {
    told: isRecord(told) ? told : undefined,
    faults: isRecord(told) ? [] : [{ line, column: '', code: 'format', message }],
    text: `${text.trim()}\n`,
    placeOf: (path) => ({ line, column: path }),
  };
}

/** Products as objects, each on a line of its own; empty lines say nothing. */
export class JsonLinesProductFile implements ProductFile {
  readonly format = 'jsonl';

  constructor(private readonly bytes: Bytes) {}

  async look(): Promise<{ readonly checksum: string; readonly products: number; readonly head: string }> {
    const { bytes, checksum } = checksumming(this.bytes);
    let products = 0;
    let objects = 0;
    for await (const { told } of this.#read(bytes)) {
      products += 1;
      if (told) objects += 1;
    }
    if (products === 0) throw new UnreadableFile('The file is empty');
    if (objects === 0) throw new UnreadableFile('This is not JSON Lines: each line has to be a JSON object', 1);
    return { checksum: checksum(), products, head: '' };
  }

  products(): AsyncIterable<ToldProduct> {
    return this.#read(this.bytes);
  }

  async *#read(bytes: Bytes): AsyncGenerator<ToldProduct, void> {
    let rest = '';
    let line = 0;
    for await (const text of decodedText(bytes)) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) throw new UnreadableFile('The line does not end: each product is a line', line + 1);
      for (const each of lines) {
        line += 1;
        if (each.trim() !== '') yield toldIn(each, line);
      }
    }
    if (rest.trim() !== '') yield toldIn(rest, line + 1);
  }
}
