import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import type { Money } from '../../../domain/shared/money.js';

export interface DemoCategory {
  readonly name: string;
  readonly description: string;
  readonly children: readonly { readonly name: string; readonly description: string }[];
}

export interface DemoVariant {
  readonly sku: string;
  /** By option name; empty when the product has only this variant. */
  readonly options: Readonly<Record<string, string>>;
  readonly price: Money;
  /** What it used to cost; null when it costs what it always did. */
  readonly compareAtPrice: Money | null;
  /** Pieces that can be sold. */
  readonly stock: number;
}

export interface DemoProduct {
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  /** Names of child categories. */
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly picture: { readonly name: string; readonly alt: string };
  /** In the order in which they are asked for; empty when there is nothing to choose. */
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** At least one. */
  readonly variants: readonly DemoVariant[];
}

export interface DemoShopContent {
  readonly name: string;
  readonly brands: readonly string[];
  /** Tags that come and go by themselves. */
  readonly ruledTags: readonly { readonly name: string; readonly rule: TagRule }[];
  readonly categories: readonly DemoCategory[];
  readonly products: readonly DemoProduct[];
}

/** The shop that a newcomer finds: invented, but real input. Prices are in the shop's currency. */
export interface DemoCatalogue {
  /** @throws when the data is not there or not whole. */
  read(): Promise<DemoShopContent>;
  /** The drawing of that name as a PNG, 1000 × 1000. */
  picture(name: string): Promise<Uint8Array>;
}
