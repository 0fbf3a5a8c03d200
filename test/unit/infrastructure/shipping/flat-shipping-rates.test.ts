import { expect } from 'chai';
import { FlatShippingRates } from '../../../../src/infrastructure/shipping/flat-shipping-rates.js';

const rates = new FlatShippingRates(
  [
    { code: 'express', price: '9.90' },
    { code: 'standard', price: '0' },
    { code: 'next_day', price: '19' },
    { code: 'pick-up', price: '0' },
  ],
  'EUR',
);

describe('Flat shipping rates', () => {
  it('come with the cheapest first, and of equals the one named first', () => {
    expect(rates.methods().map(({ code, name, price }) => `${code} ${name} ${price.toDecimal()} ${price.currency}`)).to.deep.equal([
      'standard Standard 0.00 EUR',
      'pick-up Pick up 0.00 EUR',
      'express Express 9.90 EUR',
      'next_day Next day 19.00 EUR',
    ]);
  });

  it('are found by their code', () => {
    expect(rates.find('express')?.price.minor).to.equal(990);
    expect(rates.find('drone')).to.equal(undefined);
  });

  it('refuse a price that the currency cannot hold', () => {
    expect(() => new FlatShippingRates([{ code: 'standard', price: '9.90' }], 'JPY')).to.throw('9.90');
  });
});
