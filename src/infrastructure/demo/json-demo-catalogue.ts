import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  DemoCatalogue,
  DemoCategory,
  DemoProduct,
  DemoShopContent,
  DemoVariant,
} from '../../application/demo/ports/demo-catalogue.js';
import { decimalsOf, Money, type Currency } from '../../domain/shared/money.js';

interface PricedEntry {
  readonly sku: string;
  readonly price: string;
  readonly compare_at_price?: string;
  readonly stock: number;
}
type ProductEntry = Omit<DemoProduct, 'picture' | 'options' | 'variants'> & {
  readonly picture: string;
  readonly picture_alt: string;
} & (
    | PricedEntry
    | {
        readonly options: DemoProduct['options'];
        readonly variants: readonly (PricedEntry & { readonly options: DemoVariant['options'] })[];
      }
  );
interface CatalogueFile {
  readonly name: string;
  readonly brands: readonly string[];
  readonly ruled_tags: DemoShopContent['ruledTags'];
  readonly categories: readonly DemoCategory[];
  readonly products: readonly ProductEntry[];
}

const SIDE = 1_000;
const DRAWING = /^[a-z0-9-]+$/;

/** `catalogue.json` and the folder `pictures` with an SVG for each product. */
export class JsonDemoCatalogue implements DemoCatalogue {
  constructor(
    private readonly folder: string,
    private readonly currency: Currency,
  ) {}

  async read(): Promise<DemoShopContent> {
    const file = JSON.parse(await readFile(join(this.folder, 'catalogue.json'), 'utf8')) as CatalogueFile;
    return { ...file, ruledTags: file.ruled_tags, products: file.products.map((entry) => this.#productOf(entry)) };
  }

  async picture(name: string): Promise<Uint8Array> {
    if (!DRAWING.test(name)) throw new Error(`${name} is no name of a drawing`);
    const drawing = await readFile(join(this.folder, 'pictures', `${name}.svg`));
    const { default: sharp } = await import('sharp'); // most starts draw nothing
    return sharp(drawing).resize(SIDE, SIDE).png({ compressionLevel: 1 }).toBuffer();
  }

  #productOf(entry: ProductEntry): DemoProduct {
    const { title, description, brand, categories, tags, picture, picture_alt } = entry;
    const isSimple = !('variants' in entry);
    return {
      title,
      description,
      brand,
      categories,
      tags,
      picture: { name: picture, alt: picture_alt },
      options: isSimple ? [] : entry.options,
      variants: isSimple
        ? [this.#variantOf(entry, {})]
        : entry.variants.map(({ options, ...variant }) => this.#variantOf(variant, options)),
    };
  }

  #variantOf({ sku, price, compare_at_price, stock }: PricedEntry, options: DemoVariant['options']): DemoVariant {
    return { sku, options, price: this.#money(price), compareAtPrice: compare_at_price ? this.#money(compare_at_price) : null, stock };
  }

  /** The data has cents; a currency that has none gets the whole units. */
  #money(amount: string): Money {
    return Money.parse(decimalsOf(this.currency) === 0 ? amount.replace(/\..*$/, '') : amount, this.currency);
  }
}
