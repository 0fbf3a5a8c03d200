import { expect } from 'chai';
import { creditsFor, creditOf } from '../../../../src/domain/order/credit.js';
import { IllegalOrderTransition, MoreThanIsLeft, UnknownOrderLine } from '../../../../src/domain/order/order-errors.js';
import { calledOffOf, MAY_BECOME, paidForShipping, SYSTEM, type OrderStatus } from '../../../../src/domain/order/order-state.js';
import { id, type OrderLineId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { anOrderLine, anOrderThatIs, NOON } from '../../../support/builders/an-order.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const LINE = anOrderLine().id;

/** Three pieces that cost 10.00: 9.99 less 1.00, and 1.01 tax; shipping 5.00 with 0.35 tax. */
const sold = (status: OrderStatus = 'confirmed', pricesIncludeTax = false) =>
  anOrderThatIs(status, {
    lines: [anOrderLine({ quantity: 3, unitPrice: usd(333), discount: usd(100), tax: usd(101) })],
    discount: usd(100),
    tax: usd(136),
    pricesIncludeTax,
  });

describe('What a piece of an order is worth', () => {
  it('is its share of what was paid, and the shares are the whole in any order (MON-09)', () => {
    const state = sold().toState();
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
    ]) {
      const shares = order.map((unit) => creditOf(state, LINE, [unit]).amount.minor);
      expect(order.map((unit) => [333, 334, 333][unit])).to.deep.equal(shares);
      expect(shares.reduce((sum, share) => sum + share)).to.equal(1000);
    }
    expect(creditOf(state, LINE, [0, 2]).amount.minor).to.equal(666);
  });

  it('has the tax in it, whether prices include it or not', () => {
    expect(creditOf(sold('confirmed', true).toState(), LINE, [0, 1, 2]).amount.minor).to.equal(899);
    expect(paidForShipping(sold().toState()).minor).to.equal(535);
    expect(paidForShipping(sold('confirmed', true).toState()).minor).to.equal(500);
  });

  it('is asked for once: pieces that are gone are left out, and the others keep their shares', () => {
    const state = sold().toState();
    const [first] = creditsFor(state, [{ orderLineId: LINE, quantity: 1 }], []);
    expect(first).to.deep.equal({ orderLineId: LINE, units: [0], amount: usd(333) });
    const gone = [{ orderLineId: LINE, units: [1] }];
    expect(creditsFor(state, [{ orderLineId: LINE, quantity: 2 }], gone)).to.deep.equal([
      { orderLineId: LINE, units: [0, 2], amount: usd(666) },
    ]);
    const tooMany = [
      { orderLineId: LINE, quantity: 1 },
      { orderLineId: LINE, quantity: 2 },
    ];
    expect(() => creditsFor(state, tooMany, gone)).to.throw(MoreThanIsLeft);
    expect(() => creditsFor(state, [{ orderLineId: id<OrderLineId>('other'), quantity: 1 }], [])).to.throw(UnknownOrderLine);
  });
});

describe('Calling pieces of an order off', () => {
  it('leaves the totals as they were agreed, and less to pay (ORD-18)', () => {
    const order = sold();
    const [credit] = order.callOff([{ orderLineId: LINE, units: [1] }], SYSTEM, NOON);

    expect(credit?.amount).to.deep.equal(usd(334));
    expect([order.total.minor, order.due.minor]).to.deep.equal([1535, 1201]);
    expect(calledOffOf(order.toState(), anOrderLine())).to.equal(1);
    const [event] = order.pullEvents();
    expect(event?.payload).to.deep.include({
      from: 'confirmed',
      to: 'confirmed',
      reason: 'called off 1 × MUG-1',
      worth: usd(334).toData(),
    });
  });

  for (const status of Object.keys(MAY_BECOME) as OrderStatus[]) {
    if (status === 'confirmed') continue;
    it(`is refused when it is ${status}`, () => {
      const order = sold(status);
      expect(() => order.callOff([{ orderLineId: LINE, units: [0] }], SYSTEM, NOON)).to.throw(IllegalOrderTransition);
      expect(order.pullEvents()).to.be.empty;
    });
  }
});
