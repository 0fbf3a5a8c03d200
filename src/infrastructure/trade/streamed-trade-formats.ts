import { stringify } from 'csv-stringify/sync';
import type { Bytes, ProductFile, TradeFormat, TradeFormats } from '../../application/catalogue/ports/product-file.js';
import type { TradeProduct, TradeVariant } from '../../application/catalogue/ports/trade-product.js';
import { joinPath } from '../../domain/catalogue/category-path.js';
import { IMAGE_COLUMNS, optionColumns, PRODUCT_COLUMNS, VARIANT_COLUMNS } from './csv-columns.js';
import { CsvProductFile } from './csv-product-file.js';
import { JsonLinesProductFile } from './json-lines-product-file.js';
import { guarded, joinCell } from './list-cell.js';

/** Shops have few options; a column that is always there does not come and go with one product. */
const LEAST_OPTIONS = 3;

const chosenIn = (options: TradeProduct['options'], variant: TradeVariant): Readonly<Record<string, string>> =>
  Object.fromEntries((options ?? []).flatMap(({ name }) => (variant.options?.[name] === undefined ? [] : [[name, variant.options[name]]])));

function lineOf({ slug, title, description, status, brand, categories = [], tags, options, images, variants }: TradeProduct): string {
  const told = {
    slug,
    title,
    description,
    status,
    brand,
    categories: categories.map(joinPath),
    tags,
    options,
    images,
    currency: variants[0]?.price?.currency,
    variants: variants.map((variant) => ({
      sku: variant.sku,
      options: chosenIn(options, variant),
      price: variant.price?.toDecimal(),
      compare_at_price: variant.compareAtPrice?.toDecimal() ?? null,
      stock: variant.stock,
      digital: variant.isDigital,
    })),
  };
  return `${JSON.stringify(told)}\n`;
}

/** Values are told where the variants do not tell them in the same order. */
function valuesCell(name: string, values: readonly string[], variants: readonly TradeVariant[]): string {
  const mentioned = [...new Set(variants.flatMap(({ options }) => options?.[name] ?? []))];
  return JSON.stringify(mentioned) === JSON.stringify(values) ? '' : joinCell(values);
}

function rowsOf(product: TradeProduct, optionCount: number): readonly (readonly string[])[] {
  const { slug, title, description, status, brand, categories, tags, options = [], images = [], variants } = product;
  const names = Array.from({ length: optionCount }, (_, place) => options[place]);
  return variants.map(({ sku, options: chosen, price, compareAtPrice, stock, isDigital }, place) => {
    const once = (text: string | null | undefined): string => (place === 0 ? (text ?? '') : '');
    return [
      slug ?? '',
      ...[title, description, status, brand, joinCell((categories ?? []).map(joinPath)), joinCell(tags ?? [])].map(once),
      ...names.flatMap((option) =>
        option
          ? [once(option.name), chosen?.[option.name] ?? '', once(valuesCell(option.name, option.values ?? [], variants))]
          : ['', '', ''],
      ),
      sku ?? '',
      price?.toDecimal() ?? '',
      compareAtPrice?.toDecimal() ?? '',
      price?.currency ?? '',
      stock === undefined ? '' : String(stock),
      isDigital === undefined ? '' : String(isDigital),
      once(joinCell(images.map(({ url }) => url))),
      once(joinCell(images.map(({ alt }) => alt ?? ''))),
    ].map(guarded);
  });
}

const written = (rows: readonly (readonly string[])[]): string => stringify(rows as string[][], { quoted_match: /[\r\n;\t]|^\s|\s$/ });

/** CSV by csv-parse and csv-stringify, JSON Lines by hand; neither ever holds more than a part of the file. */
export class StreamedTradeFormats implements TradeFormats {
  read(format: TradeFormat, bytes: Bytes): ProductFile {
    return format === 'csv' ? new CsvProductFile(bytes) : new JsonLinesProductFile(bytes);
  }

  async *write(format: TradeFormat, products: AsyncIterable<readonly TradeProduct[]>, mostOptions: number): AsyncGenerator<string, void> {
    const optionCount = Math.max(LEAST_OPTIONS, mostOptions);
    if (format === 'csv') yield written([[...PRODUCT_COLUMNS, ...optionColumns(optionCount), ...VARIANT_COLUMNS, ...IMAGE_COLUMNS]]);
    for await (const part of products)
      if (part.length > 0)
        yield format === 'csv' ? written(part.flatMap((product) => rowsOf(product, optionCount))) : part.map(lineOf).join('');
  }
}
