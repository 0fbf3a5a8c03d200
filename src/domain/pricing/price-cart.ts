import type { VariantId } from '../shared/ids.js';
import { Money, type Currency } from '../shared/money.js';

export interface LineToPrice {
  readonly variantId: VariantId;
  readonly unitPrice: Money;
  readonly quantity: number;
}

/** Something off the goods, whoever grants it. */
export interface Discount {
  /** Null when nobody had to enter one. */
  readonly code: string | null;
  readonly label: string;
  readonly amount: Money;
}

/** A line, with whatever else the caller knows of it. */
export type DiscountedLine<Line extends LineToPrice> = Line & {
  /** Of the whole line. */
  readonly discount: Money;
  /** Price × quantity − discount: what is taxed, and what the line costs. */
  readonly total: Money;
};

export type PricedLine<Line extends LineToPrice> = DiscountedLine<Line> & { readonly tax: Money };

export interface Goods<Line extends LineToPrice> {
  readonly lines: readonly DiscountedLine<Line>[];
  /** What each was worth in the end: together never more than the goods. */
  readonly discounts: readonly Discount[];
  /** Before discounts. */
  readonly subtotal: Money;
  readonly discountTotal: Money;
}

/** Tax per line, in the order of the lines, and on shipping. */
export interface CartTax {
  readonly lines: readonly Money[];
  readonly shipping: Money;
}

export interface PricedCart<Line extends LineToPrice> extends Omit<Goods<Line>, 'lines'> {
  readonly lines: readonly PricedLine<Line>[];
  readonly shipping: Money;
  /** Of lines and shipping. */
  readonly tax: Money;
  readonly pricesIncludeTax: boolean;
  readonly total: Money;
}

const sumOf = (amounts: readonly Money[], currency: Currency): Money =>
  amounts.reduce((sum, amount) => sum.plus(amount), Money.zero(currency));

/**
 * The first half: what the goods cost. Discounts are taken in their order, each of at most what is left of the goods, and spread
 * over the lines in proportion to what those are still worth, so that no cent is lost and no line is worth less than nothing.
 */
export function priceGoods<Line extends LineToPrice>(
  lines: readonly Line[],
  discounts: readonly Discount[],
  currency: Currency,
): Goods<Line> {
  const worth = lines.map(({ unitPrice, quantity }) => unitPrice.times(quantity));
  const subtotal = sumOf(worth, currency);
  let left = worth;
  const granted = discounts.map((discount) => {
    const amount = discount.amount.atMost(sumOf(left, currency));
    const shares = amount.isZero ? left.map(() => amount) : amount.allocate(left.map(({ minor }) => minor));
    left = left.map((value, index) => value.minus(shares[index] ?? Money.zero(currency)));
    return { ...discount, amount };
  });
  return {
    lines: lines.map((line, index) => {
      const [before, total] = [worth[index] ?? Money.zero(currency), left[index] ?? Money.zero(currency)];
      return { ...line, discount: before.minus(total), total };
    }),
    discounts: granted,
    subtotal,
    discountTotal: sumOf(
      granted.map(({ amount }) => amount),
      currency,
    ),
  };
}

/** The second half: subtotal − discounts + shipping + tax, unless the prices include it, is the total. */
export function priceCart<Line extends LineToPrice>(
  goods: Goods<Line>,
  shipping: Money,
  tax: CartTax,
  pricesIncludeTax: boolean,
): PricedCart<Line> {
  const { currency } = shipping;
  const lines = goods.lines.map((line, index) => ({ ...line, tax: tax.lines[index] ?? Money.zero(currency) }));
  const taxTotal = sumOf([...lines.map((line) => line.tax), tax.shipping], currency);
  const net = goods.subtotal.minus(goods.discountTotal).plus(shipping);
  return { ...goods, lines, shipping, tax: taxTotal, pricesIncludeTax, total: pricesIncludeTax ? net : net.plus(taxTotal) };
}
