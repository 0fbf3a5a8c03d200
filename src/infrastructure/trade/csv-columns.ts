import { UnreadableFile } from '../../domain/catalogue/import-errors.js';

/** What every row of a product tells of the product; the first row is enough. */
export const PRODUCT_COLUMNS = ['slug', 'title', 'description', 'status', 'brand', 'categories', 'tags'] as const;
export const VARIANT_COLUMNS = ['sku', 'price', 'compare_at_price', 'currency', 'stock', 'digital'] as const;
export const IMAGE_COLUMNS = ['images', 'image_alts'] as const;
const OPTION = /^option([1-9])_(name|value|values)$/;

const KNOWN: ReadonlySet<string> = new Set([...PRODUCT_COLUMNS, ...VARIANT_COLUMNS, ...IMAGE_COLUMNS]);
const SEPARATORS = [',', ';', '\t'] as const;

export const optionColumns = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => ['name', 'value', 'values'].map((part) => `option${place + 1}_${part}`)).flat();

const namesIn = (line: string, separator: string): readonly string[] =>
  line.split(separator).map((name) => name.trim().replace(/^"|"$/g, '').trim().toLowerCase());
const isKnown = (name: string): boolean => KNOWN.has(name) || OPTION.test(name);

/** The one that makes columns of the first line that mean something; of equals the comma. */
export function separatorOf(firstLine: string): string {
  const counted = SEPARATORS.map((separator) => ({ separator, known: namesIn(firstLine, separator).filter(isKnown).length }));
  return counted.reduce((best, next) => (next.known > best.known ? next : best)).separator;
}

/** @throws UnreadableFile unless each means something, none comes twice, and products can be told apart */
export function columnsOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const unknown = names.filter((name) => !isKnown(name));
  const known = [...KNOWN, 'option1_name', 'option1_value', 'option1_values', '…'].join(', ');
  if (unknown.length > 0)
    throw new UnreadableFile(
      `There is no column ${unknown.map((name) => JSON.stringify(name.slice(0, 80))).join(', ')}: columns are ${known}, with a comma, a semicolon or a tab between them`,
      1,
    );
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new UnreadableFile(`The column ${twice} is there twice`, 1);
  if (!['slug', 'title', 'sku'].some((name) => names.includes(name)))
    throw new UnreadableFile('None of the columns slug, title and sku is there: nothing says which product is meant', 1);
  return names;
}
