import type { PostalAddress } from '../../../domain/shared/postal-address.js';
import type { Money } from '../../../domain/shared/money.js';
import type { VariantId } from '../../../domain/shared/ids.js';

export interface TaxableLine {
  readonly variantId: VariantId;
  /** After discounts. */
  readonly amount: Money;
}

/** Tax per line, in the order of the lines, and on shipping. */
export interface Tax {
  readonly lines: readonly Money[];
  readonly shipping: Money;
}

/** As much of an address as taxes depend on. */
export type Destination = Pick<PostalAddress, 'country' | 'state' | 'postalCode'>;

export interface TaxCalculator {
  /** Whether prices already contain the tax. */
  readonly pricesIncludeTax: boolean;
  taxOn(lines: readonly TaxableLine[], shipping: Money, destination: Destination): Promise<Tax>;
}
