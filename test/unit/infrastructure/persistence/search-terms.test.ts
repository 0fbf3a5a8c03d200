import { expect } from 'chai';
import {
  asText,
  isEmpty,
  meantBy,
  mistakesBetween,
  searchQuery,
  termsIn,
} from '../../../../src/infrastructure/persistence/catalogue/search-terms.js';

describe('What somebody types into a search box', () => {
  const NOTHING_ELSE = { phrases: [], excluded: [] };
  const noSynonyms = () => undefined;

  it('is its words, without accents, in lower case, and not too many', () => {
    const words = ['creme', 'brulee', 'men', 's', 't', 'shirt', '東京'];
    expect(termsIn("  Crème BRÛLÉE, men's T-Shirt & 東京!")).to.deep.equal({ ...NOTHING_ELSE, words });
    expect(isEmpty(termsIn('%_\' \\ :* () " - "" -"-"'))).to.equal(true);
    expect(termsIn('a '.repeat(100)).words).to.have.lengthOf(12);
  });

  it('may ask for words in a row, and for none of some', () => {
    expect(termsIn('oak "Round Table" -lamp -"desk lamp" t-shirt')).to.deep.equal({
      words: ['oak', 't', 'shirt'],
      phrases: [['round', 'table']],
      excluded: [['lamp'], ['desk', 'lamp']],
    });
    expect(termsIn('"oak "'), 'one word is no row').to.deep.equal({ ...NOTHING_ELSE, words: ['oak'] });
    expect(termsIn('2"x4" -'), 'inches').to.deep.equal({ ...NOTHING_ELSE, words: ['2', 'x4'] });
    const terms = termsIn('oak "round table" -lamp');
    expect(asText(terms, [['oaks', 'oat']])).to.equal('oaks "round table" -lamp');
    expect(searchQuery([['oak']], terms, noSynonyms)).to.equal("('oak':*) & (('round' <-> 'table')) & !('lamp')");
  });

  it('asks for all the words, each begun or whole, very short ones whole', () => {
    expect(searchQuery([['t'], ['shirt', 'shift']], NOTHING_ELSE, noSynonyms)).to.equal("('t') & ('shirt':* | 'shift':*)");
  });

  it('asks for what means the same as well, also for several words that mean one', () => {
    const synonyms = (words: readonly string[]) => ({ sofa: [['couch']], 'tea towel': [['dishcloth']] })[words.join(' ')];
    expect(searchQuery([['red'], ['sofa']], NOTHING_ELSE, synonyms)).to.equal("('red':*) & ((('sofa':*)) | ('couch'))");
    expect(searchQuery([['tea'], ['towel']], NOTHING_ELSE, synonyms)).to.equal("((('tea':*) & ('towel':*)) | ('dishcloth'))");
    expect(searchQuery([], { phrases: [['tea', 'towel']], excluded: [] }, synonyms)).to.equal("(('tea' <-> 'towel') | ('dishcloth'))");
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
