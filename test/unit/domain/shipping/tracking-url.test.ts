import { expect } from 'chai';
import { trackingUrl } from '../../../../src/domain/shipping/tracking-url.js';

describe('A tracking address', () => {
  it('is known for the carriers that everybody knows, however they are written', () => {
    expect(trackingUrl('Royal Mail', 'AB 12')).to.match(/^https:\/\/www\.royalmail\.com\/.*AB%2012$/);
    expect(trackingUrl('FedEx', '1')).to.match(/fedex/);
  });

  it('is none for others, or without a number', () => {
    expect(trackingUrl('My cousin', '1')).to.equal(null);
    expect(trackingUrl('constructor', '1')).to.equal(null);
    expect(trackingUrl('dhl', null)).to.equal(null);
    expect(trackingUrl(null, '1')).to.equal(null);
  });
});
