import type { OrderLineId } from '../shared/ids.js';
import { MoreThanIsLeft, UnknownOrderLine } from './order-errors.js';
import { paidForLine, type LineCredit, type LineUnits, type OrderLine, type OrderState } from './order-state.js';

export interface LineWish {
  readonly orderLineId: OrderLineId;
  readonly quantity: number;
}

type Sold = Pick<OrderState, 'lines' | 'pricesIncludeTax'>;

/** The same line named twice is one wish. */
export const summedWishes = (wishes: readonly LineWish[]): readonly LineWish[] => {
  const sums = new Map<OrderLineId, number>();
  for (const { orderLineId, quantity } of wishes) sums.set(orderLineId, (sums.get(orderLineId) ?? 0) + quantity);
  return [...sums].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
};

/** @throws UnknownOrderLine */
export function lineOf({ lines }: Pick<OrderState, 'lines'>, orderLineId: OrderLineId): OrderLine {
  const line = lines.find(({ id }) => id === orderLineId);
  if (!line) throw new UnknownOrderLine(orderLineId);
  return line;
}

/** The pieces of a line that are in none of these lists, in their order. */
export function unitsLeft({ id, quantity }: OrderLine, gone: readonly LineUnits[]): readonly number[] {
  const taken = new Set(gone.filter(({ orderLineId }) => orderLineId === id).flatMap(({ units }) => units));
  return Array.from({ length: quantity }, (_, unit) => unit).filter((unit) => !taken.has(unit));
}

/** What was paid for these pieces: shares of the line's price with its discount and tax, which together are the whole of it. */
export function creditOf(order: Sold, orderLineId: OrderLineId, units: readonly number[]): LineCredit {
  const line = lineOf(order, orderLineId);
  const paid = paidForLine(line, order.pricesIncludeTax);
  const amount = units.reduce((sum, unit) => sum.plus(paid.unitShare(unit, line.quantity)), paid.times(0));
  return { orderLineId, units, amount };
}

/**
 * The credit for pieces that were not given back before.
 * @param gone pieces that were given back, or that nobody has to pay for any more.
 * @throws UnknownOrderLine
 * @throws MoreThanIsLeft
 */
export const creditsFor = (order: Sold, wishes: readonly LineWish[], gone: readonly LineUnits[]): readonly LineCredit[] =>
  summedWishes(wishes).map(({ orderLineId, quantity }) => {
    const left = unitsLeft(lineOf(order, orderLineId), gone);
    if (quantity > left.length) throw new MoreThanIsLeft(orderLineId, left.length);
    return creditOf(order, orderLineId, left.slice(0, quantity));
  });
