import type { ProductStatus } from '../../../domain/catalogue/product-state.js';
import type { Money } from '../../../domain/shared/money.js';

/** A variant as it travels between shops. Undefined: nothing is said of it. */
export interface TradeVariant {
  readonly sku: string | undefined;
  readonly options: Readonly<Record<string, string>> | undefined;
  readonly price: Money | undefined;
  readonly compareAtPrice: Money | null | undefined;
  /** Pieces that can be sold, beside those that are promised. */
  readonly stock: number | undefined;
  readonly isDigital: boolean | undefined;
}

/** A product as it travels between shops: in names and addresses, never in ids. Undefined: nothing is said of it. */
export interface TradeProduct {
  readonly slug: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly status: ProductStatus | undefined;
  readonly brand: string | null | undefined;
  /** Each from the top down to where it stands. */
  readonly categories: readonly (readonly string[])[] | undefined;
  readonly tags: readonly string[] | undefined;
  /** Without values they are what the variants differ in. */
  readonly options: readonly { readonly name: string; readonly values: readonly string[] | undefined }[] | undefined;
  /** The address of a picture that is kept here, or the name of a file. */
  readonly images: readonly { readonly url: string; readonly alt: string | undefined }[] | undefined;
  /** At least one. */
  readonly variants: readonly TradeVariant[];
}
