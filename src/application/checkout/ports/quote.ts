import { priceCart, priceGoods, type LineToPrice, type PricedCart } from '../../../domain/pricing/price-cart.js';
import { Money, type Currency } from '../../../domain/shared/money.js';
import type { ShippingMethod } from '../../../domain/shipping/shipping-rate.js';
import type { Digest } from '../../shared/ports/digest.js';
import type { Destination, TaxCalculator } from './tax-calculator.js';

export interface QuoteLine extends LineToPrice {
  /** How many could be had, whatever is wanted. */
  readonly available: number;
}

export interface QuoteRequest<Line extends QuoteLine> {
  readonly lines: readonly Line[];
  /** Null when there is nothing to send. */
  readonly method: ShippingMethod | null;
  readonly destination: Destination;
  readonly currency: Currency;
}

export interface Quote<Line extends QuoteLine> extends PricedCart<Line> {
  /** Stands for everything the buyer agrees to: another hash, another deal. */
  readonly hash: string;
}

/** One sum for whoever looks at a cart and whoever pays for it. */
export async function quote<Line extends QuoteLine>(
  { taxes, digest }: { readonly taxes: TaxCalculator; readonly digest: Digest },
  { lines, method, destination, currency }: QuoteRequest<Line>,
): Promise<Quote<Line>> {
  const goods = priceGoods(lines, [], currency);
  const shipping = method?.price ?? Money.zero(currency);
  const taxable = goods.lines.map(({ variantId, total }) => ({ variantId, amount: total }));
  const priced = priceCart(goods, shipping, await taxes.taxOn(taxable, shipping, destination), taxes.pricesIncludeTax);
  return { ...priced, hash: digest.of(dealOf(priced, method)) };
}

function dealOf(
  { lines, discounts, shipping, tax, total, pricesIncludeTax }: PricedCart<QuoteLine>,
  method: ShippingMethod | null,
): string {
  const goods = lines.map(({ variantId, quantity, available, unitPrice, discount, tax: lineTax }) => [
    variantId,
    quantity,
    Math.min(quantity, available),
    unitPrice.minor,
    discount.minor,
    lineTax.minor,
  ]);
  const granted = discounts.map(({ code, label, amount }) => [code, label, amount.minor]);
  return JSON.stringify([goods, granted, [total.currency, method?.code ?? null, shipping.minor, tax.minor, pricesIncludeTax, total.minor]]);
}
