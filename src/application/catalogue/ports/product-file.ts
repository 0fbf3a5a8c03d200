import type { TradeProduct } from './trade-product.js';

/** CSV has a row for each variant, JSON Lines a line for each product. */
export const TRADE_FORMATS = ['csv', 'jsonl'] as const;
export type TradeFormat = (typeof TRADE_FORMATS)[number];

/** Where something stands in a file: lines count from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: string;
}

/** One product as a file tells of it, before anybody has looked at what it says. */
export interface ToldProduct {
  /** In the words of JSON Lines, whatever the format; undefined when the lines cannot be read. */
  readonly told: Readonly<Record<string, unknown>> | undefined;
  /** What is wrong with the lines themselves. */
  readonly faults: readonly (FilePlace & { readonly code: string; readonly message: string })[];
  /** The lines as they came, to put them aside. */
  readonly text: string;
  /** Where a field such as `variants[1].price` was told. */
  placeOf(path: string): FilePlace;
}

/** A file of products, read as often as one likes and never held in memory as a whole. */
export interface ProductFile {
  readonly format: TradeFormat;
  /**
   * Reads it to its end.
   * @returns its SHA-256, how many products it tells of, and what a file with some of its lines begins with
   * @throws UnreadableFile for another encoding, another separator, quotes that are not closed, columns that mean nothing here
   */
  look(): Promise<{ readonly checksum: string; readonly products: number; readonly head: string }>;
  /** In the order of the file. @throws UnreadableFile as `look` does */
  products(): AsyncIterable<ToldProduct>;
}

/** Opens the bytes anew each time. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** The formats in which products come and go. */
export interface TradeFormats {
  read(format: TradeFormat, bytes: Bytes): ProductFile;
  /** @param mostOptions of one product: how many columns it takes. */
  write(format: TradeFormat, products: AsyncIterable<readonly TradeProduct[]>, mostOptions: number): AsyncIterable<string>;
}
