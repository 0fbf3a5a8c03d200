import { expect } from 'chai';
import { creditOf } from '../../../../src/domain/order/credit.js';
import { paidForShipping } from '../../../../src/domain/order/order-state.js';
import { Order } from '../../../../src/domain/order/order.js';
import { priceCart, priceGoods } from '../../../../src/domain/pricing/price-cart.js';
import type { OrderLineId, RefundId, VariantId } from '../../../../src/domain/shared/ids.js';
import { Money, type Currency } from '../../../../src/domain/shared/money.js';
import { aPaymentThatIs } from '../../../support/builders/a-payment.js';
import { anOrderDraft, anOrderLine, NOON } from '../../../support/builders/an-order.js';

const ORDERS = 100_000;
const CURRENCIES: readonly Currency[] = ['JPY', 'USD', 'EUR', 'KWD', 'CLF'];
/** Also through the payment itself, which is slower: one of these. */
const PAID_BACK_EVERY = 50;

/** Mulberry32: the same seed gives the same orders. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * below) / 4_294_967_296) | 0;
  };
};

type Random = ReturnType<typeof randomFrom>;

const shuffled = <Item>(items: Item[], random: Random): readonly Item[] => {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
};

/** Priced as the shop prices: discounts spread over the lines, tax on what is left of each and on shipping. */
function randomOrder(random: Random): Order {
  const currency = CURRENCIES[random(CURRENCIES.length)]!;
  const money = (minor: number) => Money.of(minor, currency);
  const wanted = Array.from({ length: 1 + random(4) }, (_, place) => ({
    id: `line-${place}` as OrderLineId,
    variantId: `variant-${place}` as VariantId,
    unitPrice: money(random(10) === 0 ? random(4) : random(200_000)),
    quantity: 1 + random(6),
  }));
  const discounts = Array.from({ length: random(3) }, () => ({ code: null, label: 'Off', amount: money(random(100_000)) }));
  const goods = priceGoods(wanted, discounts, currency);
  const pricesIncludeTax = random(2) === 0;
  const rate = random(2_500);
  const taxOf = ({ minor }: Money) => money(Math.floor((minor * rate) / (pricesIncludeTax ? 10_000 + rate : 10_000)));
  const shipping = money(random(3) === 0 ? 0 : random(5_000));
  const tax = { lines: goods.lines.map(({ total }) => taxOf(total)), shipping: taxOf(shipping) };
  const cart = priceCart(goods, shipping, tax, pricesIncludeTax);
  return Order.place(
    anOrderDraft({
      lines: cart.lines.map((line) => anOrderLine(line)),
      discount: cart.discountTotal,
      ...{ shipping, tax: cart.tax, pricesIncludeTax },
    }),
  );
}

describe('Orders of any kind', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

  it(`add up, and given back piece by piece in any order end at exactly what was paid; ${ORDERS} of them, SEED=${seed} (MON-09, ORD-18)`, function () {
    this.timeout(120_000);
    const random = randomFrom(seed);
    for (let made = 0; made < ORDERS; made += 1) {
      const order = randomOrder(random);
      const state = order.toState();
      const { subtotal, discount, shipping, taxAdded, total } = order.totals;
      if (subtotal.minor - discount.minor + shipping.minor + taxAdded.minor !== total.minor) expect.fail(`order ${made} does not add up`);

      const pieces = state.lines.flatMap(({ id, quantity }) => Array.from({ length: quantity }, (_, unit) => ({ id, unit })));
      let left = total.minus(paidForShipping(state));
      const credits = shuffled(pieces, random).map(({ id, unit }) => creditOf(state, id, [unit]));
      for (const { amount } of credits) left = left.minus(amount);
      if (!left.isZero) expect.fail(`${left.toDecimal()} ${left.currency} of order ${made} were not given back`);

      if (made % PAID_BACK_EVERY !== 0 || total.isZero) continue;
      const payment = aPaymentThatIs('captured', { amount: total, captured: total, refunded: total.times(0) });
      const sums = [...credits.map(({ amount }) => amount), paidForShipping(state)].filter((amount) => !amount.isZero);
      for (const [place, amount] of sums.entries()) {
        const refundId = `refund-${place}` as RefundId;
        payment.requestRefund(refundId, amount, 'any', NOON);
        payment.refundSent(refundId, 'r', NOON);
        payment.refundSucceeded(refundId, NOON);
      }
      if (payment.status !== 'refunded' || !payment.refundable.isZero) expect.fail(`the payment of order ${made} is ${payment.status}`);
    }
  });
});
