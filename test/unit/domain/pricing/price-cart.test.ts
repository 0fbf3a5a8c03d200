import { expect } from 'chai';
import fc from 'fast-check';
import { priceCart, priceGoods } from '../../../../src/domain/pricing/price-cart.js';
import { id, type VariantId } from '../../../../src/domain/shared/ids.js';
import { CurrencyMismatch, Money } from '../../../../src/domain/shared/money.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const line = (minor: number, quantity = 1, name = 'mug') => ({ variantId: id<VariantId>(name), unitPrice: usd(minor), quantity });
const off = (minor: number, code: string | null = 'SAVE') => ({ code, label: 'Something off', amount: usd(minor) });
const untaxed = (count: number) => ({ lines: Array.from({ length: count }, () => usd(0)), shipping: usd(0) });
const minors = (amounts: readonly Money[]) => amounts.map(({ minor }) => minor);

describe('Pricing a cart', () => {
  it('adds lines, shipping and tax', () => {
    const priced = priceCart(priceGoods([line(2499)], [], 'USD'), usd(644), { lines: [usd(269)], shipping: usd(0) }, false);
    expect(priced.subtotal.minor).to.equal(2499);
    expect(priced.tax.minor).to.equal(269);
    expect(priced.total.minor).to.equal(3412);
    expect(priced.lines[0]?.tax.minor).to.equal(269);
  });

  it('adds no tax to prices that contain it', () => {
    const priced = priceCart(priceGoods([line(11900)], [], 'USD'), usd(500), { lines: [usd(1900)], shipping: usd(80) }, true);
    expect(priced.tax.minor).to.equal(1980);
    expect(priced.total.minor).to.equal(12400);
  });

  it('comes to nothing with nothing in it', () => {
    const priced = priceCart(priceGoods([], [off(100)], 'USD'), usd(0), untaxed(0), false);
    expect(minors([priced.subtotal, priced.discountTotal, priced.tax, priced.total])).to.deep.equal([0, 0, 0, 0]);
  });

  it('multiplies first, so that a line is one sum whoever computes it (MON-05)', () => {
    const { lines, subtotal } = priceGoods([line(108, 3)], [], 'USD');
    expect(lines[0]?.total.minor).to.equal(324);
    expect(subtotal.minor).to.equal(324);
  });

  it('spreads a discount over the lines without losing a cent (MON-06)', () => {
    const { lines, discountTotal } = priceGoods([line(3333, 1, 'a'), line(3333, 1, 'b'), line(3334, 1, 'c')], [off(1000)], 'USD');
    expect(minors(lines.map(({ discount }) => discount))).to.deep.equal([333, 333, 334]);
    expect(discountTotal.minor).to.equal(1000);
  });

  it('never takes off more than the goods cost, and leaves shipping alone (MON-08)', () => {
    const goods = priceGoods([line(1000, 2, 'a'), line(500, 1, 'b')], [off(99_999)], 'USD');
    expect(goods.discountTotal.minor).to.equal(2500);
    expect(goods.discounts).to.deep.equal([off(2500)]);
    expect(minors(goods.lines.map(({ total }) => total))).to.deep.equal([0, 0]);
    expect(priceCart(goods, usd(500), untaxed(2), false).total.minor).to.equal(500);
  });

  it('takes a second discount from what the first has left', () => {
    const goods = priceGoods([line(1000)], [off(800, 'A'), off(800, 'B'), off(800, 'C')], 'USD');
    expect(goods.discounts.map(({ code, amount }) => [code, amount.minor])).to.deep.equal([
      ['A', 800],
      ['B', 200],
      ['C', 0],
    ]);
  });

  it('ends at exactly nothing when everything is off (MON-07)', () => {
    const goods = priceGoods([line(1999, 3), line(1, 1, 'b')], [off(5998)], 'USD');
    expect(priceCart(goods, usd(0), untaxed(2), true).total.minor).to.equal(0);
  });

  it('refuses to mix currencies (MON-03)', () => {
    expect(() => priceGoods([line(100), { ...line(1), unitPrice: Money.of(1, 'EUR') }], [], 'USD')).to.throw(CurrencyMismatch);
  });

  it('always closes: subtotal − discounts + shipping + tax added = total, line by line and in sum', () => {
    const lines = fc.array(fc.record({ price: fc.nat(1_000_000), quantity: fc.integer({ min: 1, max: 999 }), tax: fc.nat(1000) }), {
      maxLength: 12,
    });
    const sum = (amounts: readonly Money[]) => amounts.reduce((all, { minor }) => all + minor, 0);
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.nat(10_000_000), { maxLength: 3 }),
        fc.nat(10_000),
        fc.boolean(),
        (given, discounts, shipping, isIncluded) => {
          const goods = priceGoods(
            given.map(({ price, quantity }, index) => line(price, quantity, `v${index}`)),
            discounts.map((minor) => off(minor)),
            'USD',
          );
          const priced = priceCart(goods, usd(shipping), { lines: given.map(({ tax }) => usd(tax)), shipping: usd(3) }, isIncluded);
          expect(sum(priced.lines.map(({ discount }) => discount))).to.equal(priced.discountTotal.minor);
          expect(sum(priced.discounts.map(({ amount }) => amount))).to.equal(priced.discountTotal.minor);
          expect(sum(priced.lines.map(({ total }) => total))).to.equal(priced.subtotal.minor - priced.discountTotal.minor);
          const added = isIncluded ? 0 : priced.tax.minor;
          expect(priced.subtotal.minor - priced.discountTotal.minor + shipping + added).to.equal(priced.total.minor);
        },
      ),
    );
  });
});
