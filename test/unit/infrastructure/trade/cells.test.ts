import { expect } from 'chai';
import fc from 'fast-check';
import { joinPath, splitPath } from '../../../../src/domain/catalogue/category-path.js';
import { guarded, joinCell, splitCell, unguarded } from '../../../../src/infrastructure/trade/list-cell.js';

const texts = fc.string({ unit: fc.constantFrom('a', 'é', '🍮', ' ', '|', '\\', '>', '"', "'", '=', '-', '\n', '\t'), minLength: 1 });

describe('A cell of a file', () => {
  it('holds several texts, whatever is in them', () => {
    fc.assert(fc.property(fc.array(texts), (list) => void expect(splitCell(joinCell(list))).to.deep.equal(list)));
  });

  it('is read as people write it', () => {
    expect(splitCell('gift|tin |  blue mug ')).to.deep.equal(['gift', 'tin', 'blue mug']);
    expect(splitCell('  ')).to.deep.equal([]);
    expect(splitPath('Kitchen>Mugs > Tin mugs')).to.deep.equal(['Kitchen', 'Mugs', 'Tin mugs']);
  });

  it('holds a path of names, whatever is in them', () => {
    const names = fc.array(
      texts.map((text) => `n${text}n`),
      { minLength: 1 },
    );
    fc.assert(fc.property(names, (path) => void expect(splitPath(joinPath(path))).to.deep.equal(path)));
  });

  it('is no formula to a spreadsheet, and comes back as it was', () => {
    for (const formula of ['=1+1', '+1', '-1', '@sum', "'=1"]) expect(guarded(formula)[0]).to.equal("'");
    fc.assert(fc.property(texts, (text) => void expect(unguarded(guarded(text))).to.equal(text)));
  });
});
