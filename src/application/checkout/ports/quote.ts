import { priceCart, priceGoods, type LineToPrice, type PricedCart } from '../../../domain/pricing/price-cart.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import type { ShippingMethod } from '../../../domain/shipping/shipping-rate.js';
import type { Digest } from '../../shared/ports/digest.js';
import type { Destination, TaxCalculator } from './tax-calculator.js';

export interface QuoteLine extends LineToPrice {
  /** How many could be had, whatever is wanted. */
  readonly available: number;
}

export interface QuoteRequest {
  readonly lines: readonly QuoteLine[];
  /** Null when there is nothing to send. */
  readonly method: ShippingMethod | null;
  readonly destination: Destination;
  readonly currency: Currency;
}

export interface Quote extends PricedCart {
  /** Stands for everything the buyer agrees to: another hash, another deal. */
  readonly hash: string;
}

/** One sum for whoever looks at a cart and whoever pays for it. */
export async function quote(
  { taxes, digest }: { readonly taxes: TaxCalculator; readonly digest: Digest },
  { lines, method, destination, currency }: QuoteRequest,
): Promise<Quote> {
  const goods = priceGoods(lines, [], currency);
  const shipping = method?.price ?? Money.zero(currency);
  const taxable = goods.lines.map(({ variantId, total }) => ({ variantId, amount: total }));
  const priced = priceCart(goods, shipping, await taxes.taxOn(taxable, shipping, destination), taxes.pricesIncludeTax);
  return { ...priced, hash: digest.of(dealOf(priced, lines, method)) };
}

function dealOf(priced: PricedCart, asked: readonly QuoteLine[], method: ShippingMethod | null): string {
  const lines = priced.lines.map(({ variantId, quantity, unitPrice, discount, tax }, index) => {
    const obtainable = Math.min(quantity, asked[index]?.available ?? 0);
    return [variantId, quantity, obtainable, unitPrice.minor, discount.minor, tax.minor];
  });
  const discounts = priced.discounts.map(({ code, label, amount }) => [code, label, amount.minor]);
  const { total, shipping, tax, pricesIncludeTax } = priced;
  const sums = [total.currency, method?.code ?? null, shipping.minor, tax.minor, pricesIncludeTax, total.minor];
  return JSON.stringify([lines, discounts, sums]);
}
