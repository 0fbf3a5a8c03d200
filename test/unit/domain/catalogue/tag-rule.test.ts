import { expect } from 'chai';
import { standingsOf, type RuledFacts } from '../../../../src/domain/catalogue/tag-rule.js';
import { id, type PricePeriodId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';

const FIRST = new Date('2026-01-01T12:00:00.000Z');
const THIRTY_DAYS_ON = new Date('2026-01-31T12:00:00.000Z');
const dollars = (minor: number) => Money.of(minor, 'USD');
const costing = (price: number, before: number | null = null) => ({
  price: dollars(price),
  compareAtPrice: before === null ? null : dollars(before),
  schedule: [],
});

describe('The rules of tags', () => {
  const rulesOf = (facts: Partial<RuledFacts>, at = THIRTY_DAYS_ON) =>
    standingsOf({ firstPublishedAt: null, variants: [costing(10)], ...facts }, 30, at).map(({ rule }) => rule);

  it('call reduced what costs less than before in one of its variants', () => {
    expect(rulesOf({ variants: [costing(10), costing(8, 9)] })).to.deep.equal(['reduced']);
    for (const variants of [[], [costing(10)], [costing(9, 9)], [costing(9, 8)]]) expect(rulesOf({ variants })).to.deep.equal([]);
  });

  it('call reduced what a scheduled price makes cheaper, from its first moment and not at its last', () => {
    const period = { id: id<PricePeriodId>('p'), price: dollars(7), startsAt: FIRST, endsAt: THIRTY_DAYS_ON };
    const at = (moment: Date, milliseconds = 0) =>
      rulesOf({ variants: [{ ...costing(10), schedule: [period] }] }, new Date(moment.getTime() + milliseconds));
    expect([at(FIRST, -1), at(FIRST), at(THIRTY_DAYS_ON, -1), at(THIRTY_DAYS_ON)]).to.deep.equal([[], ['reduced'], ['reduced'], []]);
  });

  it('call new what was published first less than thirty days ago, to the millisecond', () => {
    const at = (milliseconds: number) => rulesOf({ firstPublishedAt: FIRST }, new Date(THIRTY_DAYS_ON.getTime() + milliseconds));
    expect(at(-1)).to.deep.equal(['new']);
    expect(at(0), 'that long is not less than that').to.deep.equal([]);
    expect(rulesOf({ firstPublishedAt: null }, FIRST), 'nobody has seen it').to.deep.equal([]);
    expect(standingsOf({ firstPublishedAt: FIRST, variants: [] }, 30, FIRST)).to.deep.equal([{ rule: 'new', until: THIRTY_DAYS_ON }]);
  });
});
