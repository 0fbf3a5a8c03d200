import { expect } from 'chai';
import { freeSlug, slugOf } from '../../../../src/domain/shared/slug.js';

const ID = '019b76da-a800-7000-8000-0123456789AB';

describe('A slug', () => {
  it('is the title in lower-case ASCII words (CAT-03)', () => {
    expect(slugOf('Café & Crème 東京', ID)).to.equal('cafe-and-creme');
    expect(slugOf("  Men's   T-Shirt (Größe L/XL) ", ID)).to.equal('mens-t-shirt-grosse-l-xl');
    expect(slugOf('Øresund Łódź Æther', ID)).to.equal('oresund-lodz-aether');
    expect(slugOf('½ ﬁg', ID)).to.equal('1-2-fig');
  });

  it('is made from the id when nothing of the title can be written (CAT-03)', () => {
    expect(slugOf('東京 !!', ID)).to.equal('0123456789ab');
    expect(slugOf('', ID)).to.equal('0123456789ab');
  });

  it('ends with a whole word when the title is long', () => {
    const slug = slugOf('wonderful '.repeat(30), ID);
    expect(slug).to.match(/^(wonderful-)*wonderful$/);
    expect(slug.length).to.be.at.most(80);
    expect(slugOf('x'.repeat(200), ID)).to.have.lengthOf(80);
  });

  it('is numbered when it is taken', () => {
    const taken = new Set(['shirt', 'shirt-2']);
    expect(freeSlug('shirt', (slug) => !taken.has(slug))).to.equal('shirt-3');
    expect(freeSlug('mug', (slug) => !taken.has(slug))).to.equal('mug');
  });
});
