import { expect } from 'chai';
import fc from 'fast-check';
import { CurrencyMismatch, InvalidAmount, Money, decimalsOf } from '../../../../src/domain/shared/money.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const minors = (amounts: readonly Money[]) => amounts.map(({ minor }) => minor);
const amount = fc.nat(Number.MAX_SAFE_INTEGER);
const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLF', 'BHD');

describe('Money', () => {
  it('is a whole number of minor units that JavaScript can hold, and never negative (MON-01)', () => {
    for (const minor of [1.5, NaN, Infinity, -1, 2 ** 53, -0.1]) expect(() => usd(minor), String(minor)).to.throw(InvalidAmount);
    expect(usd(2 ** 53 - 1).minor).to.equal(9_007_199_254_740_991);
    expect(() => usd(2 ** 53 - 1).plus(usd(1)), 'not even by adding').to.throw(InvalidAmount);
    expect(() => usd(2 ** 52).times(2), 'not even by multiplying').to.throw(InvalidAmount);
    expect(() => usd(1).times(1.5)).to.throw(InvalidAmount);
    expect(() => usd(1).minus(usd(2))).to.throw(InvalidAmount);
  });

  it('is read in major units with the decimals of its currency (MON-02)', () => {
    expect(Money.parse('10.5', 'USD').minor).to.equal(1050);
    expect(() => Money.parse('10.5', 'JPY')).to.throw(InvalidAmount);
    expect(Money.parse('10.5', 'KWD').minor).to.equal(10_500);
    expect(Money.parse(19.99, 'USD').minor).to.equal(1999);
    expect(Money.parse('10.500', 'USD').minor, 'zeroes at the end are no decimals').to.equal(1050);
    expect(Money.parse('1999', 'JPY').minor).to.equal(1999);
  });

  it('is read from nothing but a plain decimal (MON-01)', () => {
    for (const text of [
      '',
      ' ',
      '-1',
      '+1',
      '1e3',
      '0x10',
      '1,5',
      '1.',
      '.5',
      'NaN',
      'Infinity',
      '1.555',
      '99999999999999999',
      1e21,
      NaN,
      -0.01,
    ]) {
      expect(() => Money.parse(text, 'USD'), String(text)).to.throw(InvalidAmount);
    }
  });

  it('is written and read without a float in between (MON-01)', () => {
    expect(usd(5).toDecimal()).to.equal('0.05');
    expect(Money.of(5, 'JPY').toDecimal()).to.equal('5');
    expect(Money.of(5, 'KWD').toDecimal()).to.equal('0.005');
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        const money = Money.of(minor, code);
        expect(Money.parse(money.toDecimal(), code).minor).to.equal(minor);
        expect(money.toDecimal().split('.')[1]?.length ?? 0).to.equal(decimalsOf(code));
      }),
    );
  });

  it('survives the wire as a JSON number (MON-01)', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000_000), currency, (minor, code) => {
        const wire = JSON.parse(JSON.stringify(Number(Money.of(minor, code).toDecimal()))) as number;
        expect(Money.parse(wire, code).minor).to.equal(minor);
      }),
    );
  });

  it('does not mix currencies (MON-03)', () => {
    const euro = Money.of(100, 'EUR');
    for (const mix of [
      () => usd(100).plus(euro),
      () => usd(100).minus(euro),
      () => usd(100).equals(euro),
      () => usd(100).isMoreThan(euro),
      () => usd(100).atMost(euro),
    ])
      expect(mix).to.throw(CurrencyMismatch);
  });

  it('is multiplied before anything is rounded, so a line is one sum (MON-05)', () => {
    const line = usd(108).times(3);
    expect(line.minor).to.equal(324);
    const taxed = Math.floor((line.minor * 119 * 2 + 100) / 200);
    expect(taxed, 'half up, per line').to.equal(386);
  });

  it('is allocated to the last cent, ties to the first line (MON-06)', () => {
    expect(minors(usd(1000).allocate([3333, 3333, 3334]))).to.deep.equal([333, 333, 334]);
    expect(minors(usd(100).allocate([1, 1, 1]))).to.deep.equal([34, 33, 33]);
    expect(minors(usd(100).allocate([0, 0, 0]))).to.deep.equal([34, 33, 33]);
    expect(minors(usd(7).allocate([0, 5]))).to.deep.equal([0, 7]);
    fc.assert(
      fc.property(amount, fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 20 }), (minor, weights) => {
        const shares = usd(minor).allocate(weights);
        expect(shares.reduce((sum, share) => sum + BigInt(share.minor), 0n)).to.equal(BigInt(minor));
        expect(minors(usd(minor).allocate(weights)), 'the same every time').to.deep.equal(minors(shares));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        if (total === 0) return;
        for (const [index, share] of shares.entries()) {
          const exact = (BigInt(minor) * BigInt(weights[index] ?? 0)) / BigInt(total);
          expect(BigInt(share.minor) - exact === 0n || BigInt(share.minor) - exact === 1n, 'at most a cent away').to.equal(true);
        }
      }),
    );
  });

  it('is given back unit by unit until exactly nothing is left (MON-09)', () => {
    expect(minors([0, 1, 2].map((unit) => usd(1000).unitShare(unit, 3)))).to.deep.equal([333, 334, 333]);
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.integer({ min: 1, max: 200 }), (minor, count) => {
        const shares = Array.from({ length: count }, (_, unit) => usd(minor).unitShare(unit, count));
        expect(shares.reduce((sum, share) => sum.plus(share)).minor).to.equal(minor);
        const sizes = minors(shares);
        expect(Math.max(...sizes) - Math.min(...sizes), 'units differ by a cent at most').to.be.lessThan(2);
      }),
    );
  });
});
