import { expect } from 'chai';
import {
  lowestBeforeReduction,
  nextTurn,
  overlaps,
  priceAt,
  turnsBetween,
  type PricePlan,
} from '../../../../src/domain/catalogue/price-plan.js';
import { id } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';

const usd = (minor: number) => Money.of(minor, 'USD');
const at = (time: string) => new Date(`2026-02-01T${time}Z`);
const period = (price: number, from: string, until: string | null) => ({
  id: id<PricePlan['schedule'][number]['id']>(`${price}`),
  price: usd(price),
  startsAt: at(from),
  endsAt: until === null ? null : at(until),
});
const plan = (given: Partial<PricePlan> = {}): PricePlan => ({ price: usd(1000), compareAtPrice: null, schedule: [], ...given });
const day = (number: number) => new Date(Date.UTC(2026, 0, number));

describe('A plan of prices', () => {
  it('holds another price from its first moment on and no longer at its last (CAT-19)', () => {
    const sale = plan({ schedule: [period(800, '10:00:00', '11:00:00')] });
    const costs = (time: string) => {
      const { price, compareAtPrice } = priceAt(sale, at(time));
      return [price.minor, compareAtPrice?.minor ?? null];
    };
    expect(['09:59:59', '09:59:59.999', '10:00:00', '10:59:59.999', '11:00:00'].map(costs)).to.deep.equal([
      [1000, null],
      [1000, null],
      [800, 1000],
      [800, 1000],
      [1000, null],
    ]);
  });

  it('compares with the regular price only what is less', () => {
    const dearer = plan({ compareAtPrice: usd(1500), schedule: [period(1200, '10:00:00', null)] });
    expect(priceAt(dearer, at('09:00:00')).compareAtPrice).to.deep.equal(usd(1500));
    expect(priceAt(dearer, at('10:00:00'))).to.deep.equal({ price: usd(1200), compareAtPrice: null });
  });

  it('knows when it turns, each moment once', () => {
    const schedule = [period(900, '10:00:00', '11:00:00'), period(800, '11:00:00', null)];
    expect(turnsBetween(schedule, at('09:00:00'), at('11:00:00'))).to.deep.equal([at('10:00:00'), at('11:00:00')]);
    expect(turnsBetween(schedule, at('10:00:00'), at('10:30:00'))).to.deep.equal([]);
    expect(nextTurn(schedule, at('09:00:00'))).to.deep.equal(at('10:00:00'));
    expect(nextTurn(schedule, at('10:00:00'))).to.deep.equal(at('11:00:00'));
    expect(nextTurn(schedule, at('11:00:00'))).to.equal(undefined);
  });

  it('has no two prices at once', () => {
    const morning = period(900, '09:00:00', '12:00:00');
    expect(overlaps(morning, period(800, '12:00:00', '13:00:00'))).to.equal(false);
    expect(overlaps(morning, period(800, '08:00:00', '09:00:00'))).to.equal(false);
    for (const [from, until] of [
      ['08:00:00', '09:00:01'],
      ['10:00:00', '11:00:00'],
      ['11:59:59', null],
      ['08:00:00', null],
    ] as const)
      expect(overlaps(morning, period(800, from, until)), from).to.equal(true);
  });

  describe('tells of a reduction', () => {
    const log = (...rows: (readonly [day: number, price: number])[]) =>
      rows.map(([number, price]) => ({ at: day(number), price: usd(price) }));
    const reduced = plan({ price: usd(800), compareAtPrice: usd(1000) });

    it('the lowest of the thirty days before it began', () => {
      expect(lowestBeforeReduction(reduced, log([1, 1000], [10, 900], [15, 1100], [20, 800]), day(25))).to.deep.equal(usd(900));
      expect(lowestBeforeReduction(reduced, log([1, 700], [5, 1000], [40, 800]), day(41)), 'older is forgotten').to.deep.equal(usd(1000));
      expect(lowestBeforeReduction(reduced, log([1, 700], [11, 1000], [40, 800]), day(41)), 'still in force then').to.deep.equal(usd(700));
      expect(lowestBeforeReduction(reduced, log([1, 1000], [20, 800]), day(300)), 'however long ago').to.deep.equal(usd(1000));
    });

    it('nothing when it is none, or never cost anything else', () => {
      expect(lowestBeforeReduction(plan(), log([1, 900], [2, 1000]), day(3))).to.equal(null);
      expect(lowestBeforeReduction(reduced, log([1, 800]), day(3))).to.equal(null);
      expect(lowestBeforeReduction(reduced, [], day(3))).to.equal(null);
    });

    it('as soon as a scheduled price begins, written down or not', () => {
      const sale = plan({ schedule: [{ ...period(800, '10:00:00', '11:00:00'), startsAt: day(20), endsAt: day(30) }] });
      const before = log([1, 950], [10, 1000]);
      expect(lowestBeforeReduction(sale, before, day(19))).to.equal(null);
      expect(lowestBeforeReduction(sale, before, day(20))).to.deep.equal(usd(950));
      expect(lowestBeforeReduction(sale, log([1, 950], [10, 1000], [20, 800]), day(25))).to.deep.equal(usd(950));
      expect(lowestBeforeReduction(sale, before, day(30))).to.equal(null);
    });
  });
});
