import { expect } from 'chai';
import type { Change } from '../../../../src/application/shared/ports/change-feed.js';
import { KeptCorrections } from '../../../../src/infrastructure/persistence/catalogue/kept-corrections.js';

describe('Keeping what was meant by words that stand nowhere', () => {
  const MEANT = [['linen'], ['chair']];
  const TYPED = ['lnen', 'chair'];
  let tell: (changes: Iterable<Change> | 'anything') => void;
  let isCurrent: boolean;
  let corrections: KeptCorrections;

  beforeEach(() => {
    isCurrent = true;
    corrections = new KeptCorrections({ subscribe: (heard) => (tell = heard), isCurrent: () => isCurrent });
    corrections.begin(TYPED)(MEANT);
  });

  it('lasts over sales, and ends with any product or shelf that changes', () => {
    tell(['stock:1']);
    expect(corrections.of(TYPED)).to.equal(MEANT);
    for (const changes of [['product:1'], ['shelves'], 'anything'] as const) {
      corrections.begin(TYPED)(MEANT);
      tell(changes);
      expect(corrections.of(TYPED)).to.equal(undefined);
    }
  });

  it('does not begin with what was asked before a change', () => {
    const keep = corrections.begin(['tnet']);
    tell(['product:1']);
    keep([['tent']]);
    expect(corrections.of(['tnet'])).to.equal(undefined);
  });

  it('is not used while changes may go unheard', () => {
    isCurrent = false;
    expect(corrections.of(TYPED)).to.equal(undefined);
  });
});
