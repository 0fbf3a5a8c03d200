import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Bytes, FilePlace, ProductFile, ToldProduct } from '../../application/catalogue/ports/product-file.js';
import { UnreadableFile } from '../../domain/catalogue/import-errors.js';
import { columnsOf, separatorOf } from './csv-columns.js';
import { decodedText } from './decoded-text.js';
import { checksumming } from './checksumming.js';
import { splitCell, unguarded } from './list-cell.js';

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

const LONGEST_ROW = 4_000_000;
const LONGEST_HEAD = 65_536;
/** Of the product, not of one of its variants. */
const OF_PRODUCT = /^(slug|title|description|status|brand|categories|tags|currency|images|image_alts|option\d_(name|values))$/;
const LISTS: ReadonlySet<string> = new Set(['categories', 'tags']);
const PLAIN = ['slug', 'title', 'description', 'status', 'brand', 'currency'];
const OF_VARIANT = ['sku', 'price', 'compare_at_price', 'stock', 'digital'];

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** The first line decides what stands between the cells. */
async function* rowsOf(bytes: Bytes): AsyncGenerator<Row, void> {
  const texts = decodedText(bytes);
  let head = '';
  for (;;) {
    const next = await texts.next();
    if (next.done) break;
    head += next.value;
    if (/[\r\n]/.test(head)) break;
    if (head.length > LONGEST_HEAD) throw new UnreadableFile('The first line does not end: it has to name the columns', 1);
  }
  const whole = async function* () {
    yield head;
    yield* texts;
  };
  const parser = parse({
    delimiter: separatorOf(head.split(/[\r\n]/, 1)[0] ?? ''),
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  // Why it broke is heard where the rows are taken.
  const source = pipeline(Readable.from(whole()), parser, () => {});
  try {
    for await (const { record, raw: given, info } of source as AsyncIterable<Parsed>) {
      const raw = given.replace(/^[\r\n]+|[\r\n]+$/g, '');
      if (record.every((cell) => cell.trim() === '')) continue;
      yield { line: info.lines - (raw.match(/\n/g)?.length ?? 0), cells: record, raw: `${raw}\n` };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as { lines?: number }).lines;
    throw new UnreadableFile(
      error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'A quote was opened and not closed'
        : 'A quote stands where none may be: a cell with quotes in it is put in quotes, and each of them is doubled',
      line,
    );
  }
}

/** The rows of one product, put together. */
class Gathered implements ToldProduct {
  readonly #rows: Row[] = [];
  readonly faults: (FilePlace & { code: string; message: string })[] = [];

  constructor(private readonly columns: readonly string[]) {}

  add(row: Row): void {
    this.#rows.push(row);
    const { line, cells } = row;
    if (cells.length !== this.columns.length)
      this.faults.push({
        line,
        column: this.columns[Math.min(cells.length, this.columns.length - 1)] ?? '',
        code: 'format',
        message: `The row has ${cells.length} cells, the first line of the file names ${this.columns.length} columns`,
      });
    const [first] = this.#rows;
    if (!first || first === row) return;
    this.columns.forEach((column, place) => {
      const cell = cells[place]?.trim() ?? '';
      if (OF_PRODUCT.test(column) && cell !== '' && cell !== first.cells[place]?.trim())
        this.faults.push({
          line,
          column,
          code: 'contradiction',
          message: `${column} says something else than line ${first.line} of the same product`,
        });
    });
  }

  get text(): string {
    return this.#rows.map(({ raw }) => raw).join('');
  }

  get told(): Readonly<Record<string, unknown>> | undefined {
    const [first] = this.#rows;
    if (!first || this.faults.length > 0) return undefined;
    const cellOf = (row: Row, column: string): string | undefined => {
      const cell = row.cells[this.columns.indexOf(column)];
      return cell === undefined ? undefined : unguarded(cell);
    };
    const told: Record<string, unknown> = {};
    const tell = (name: string, value: unknown): void => void (value === undefined ? undefined : (told[name] = value));
    for (const name of PLAIN) tell(name, cellOf(first, name));
    for (const name of LISTS) tell(name, listIn(cellOf(first, name)));
    const urls = listIn(cellOf(first, 'images'));
    const alts = listIn(cellOf(first, 'image_alts'));
    tell(
      'images',
      urls?.map((url, place) => ({ url, ...(alts ? { alt: alts[place] ?? '' } : {}) })),
    );
    const numbers = this.columns.flatMap((column) => /^option(\d)_name$/.exec(column)?.[1] ?? []);
    const options = numbers.flatMap((number) => {
      const name = cellOf(first, `option${number}_name`) ?? '';
      const values = cellOf(first, `option${number}_values`) ?? '';
      return name === '' ? [] : [{ number, name, values: values === '' ? undefined : splitCell(values) }];
    });
    if (numbers.length > 0)
      tell(
        'options',
        options.map(({ name, values }) => ({ name, ...(values ? { values } : {}) })),
      );
    tell(
      'variants',
      this.#rows.map((row) => {
        const variant: Record<string, unknown> = {};
        for (const name of OF_VARIANT) if (cellOf(row, name) !== undefined) variant[name] = cellOf(row, name);
        if (numbers.length > 0)
          variant['options'] = Object.fromEntries(
            options.flatMap(({ number, name }) => {
              const value = cellOf(row, `option${number}_value`) ?? '';
              return value === '' ? [] : [[name, value]];
            }),
          );
        return variant;
      }),
    );
    return told;
  }

  get line(): number {
    return this.#rows[0]?.line ?? 0;
  }

  placeOf(path: string): FilePlace {
    const [, place, field] = /^variants\[(\d+)\]\.?(\w*)/.exec(path) ?? [];
    if (place !== undefined) return { line: this.#rows[Number(place)]?.line ?? this.line, column: this.#column(field || 'sku', 'value') };
    return { line: this.line, column: this.#column(/^\w+/.exec(path)?.[0] ?? path, 'values') };
  }

  #column(field: string, ofOption: 'value' | 'values'): string {
    return field === 'options' ? `option1_${ofOption}` : field === 'variants' ? 'sku' : field;
  }
}

const listIn = (cell: string | undefined): readonly string[] | undefined => (cell === undefined ? undefined : splitCell(cell));

/** Products as rows, one for each variant: a row that names no other product goes on with the one above it. */
export class CsvProductFile implements ProductFile {
  readonly format = 'csv';

  constructor(private readonly bytes: Bytes) {}

  async look(): Promise<{ readonly checksum: string; readonly products: number; readonly head: string }> {
    const { bytes, checksum } = checksumming(this.bytes);
    let products = 0;
    let head = '';
    const noted = (raw: string): void => void (head = raw);
    const all = this.#read(bytes, noted);
    while (!(await all.next()).done) products += 1;
    return { checksum: checksum(), products, head };
  }

  products(): AsyncIterable<ToldProduct> {
    return this.#read(this.bytes, () => {});
  }

  async *#read(bytes: Bytes, noted: (head: string) => void): AsyncGenerator<ToldProduct, void> {
    let columns: readonly string[] | undefined;
    let product: Gathered | undefined;
    let slug = '';
    for await (const row of rowsOf(bytes)) {
      if (!columns) {
        columns = columnsOf(row.cells);
        noted(row.raw);
        continue;
      }
      const cell = (name: string): string => row.cells[columns?.indexOf(name) ?? -1]?.trim() ?? '';
      const isNamed = columns.includes('slug') || columns.includes('title');
      const goesOn = cell('slug') === '' ? isNamed && cell('title') === '' : cell('slug') === slug;
      if (!product || !goesOn) {
        if (product) yield product;
        product = new Gathered(columns);
        slug = cell('slug');
      }
      product.add(row);
    }
    if (!columns) throw new UnreadableFile('The file is empty: its first line has to name the columns');
    if (product) yield product;
  }
}
