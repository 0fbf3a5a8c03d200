import { expect } from 'chai';
import { meantBy, mistakesBetween, searchQuery, wordsOf } from '../../../../src/infrastructure/persistence/catalogue/search-terms.js';

describe('What somebody types into a search box', () => {
  it('is its words, without accents, in lower case, and not too many', () => {
    expect(wordsOf("  Crème BRÛLÉE, men's T-Shirt & 東京!")).to.deep.equal(['creme', 'brulee', 'men', 's', 't', 'shirt', '東京']);
    expect(wordsOf("%_' \\ :* ()")).to.deep.equal([]);
    expect(wordsOf('a '.repeat(100))).to.have.lengthOf(12);
  });

  it('asks for all the words, each begun or whole, very short ones whole', () => {
    expect(searchQuery([['t'], ['shirt', 'shift']])).to.equal("('t') & ('shirt':* | 'shift':*)");
  });

  it('is counted wrong by letters left out, put in, changed and swapped', () => {
    expect(mistakesBetween('shirt', 'shirt')).to.equal(0);
    for (const word of ['shrt', 'shirrt', 'shist', 'shrit', 'hsirt']) expect(mistakesBetween(word, 'shirt'), word).to.equal(1);
    expect(mistakesBetween('sihrtt', 'shirt')).to.equal(2);
    expect(mistakesBetween('', 'abc')).to.equal(3);
  });

  it('may have meant the nearest words, if they are near enough for its length', () => {
    expect(meantBy('shrit', ['shirt', 'shift', 'shelf'])).to.deep.equal(['shirt']);
    expect(meantBy('lantren', ['lantern', 'linen', 'lanterns'])).to.deep.equal(['lantern']);
    expect(meantBy('teepat', ['teapot', 'teaware'])).to.deep.equal(['teapot']);
    expect(meantBy('mgs', ['mug', 'mugs'])).to.deep.equal(['mugs']);
    expect(meantBy('xylo', ['mug'])).to.deep.equal([]);
    expect(meantBy('backp', ['backpack', 'back']), 'begun').to.deep.equal(['backpack']);
    expect(meantBy('t', ['teapot']), 'too short to be wrong').to.deep.equal(['t']);
  });
});
