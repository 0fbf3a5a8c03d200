import type { PostalAddress } from '../../../src/domain/shared/postal-address.js';

/** An address to which parcels go; a test names only what it is about. */
export const anAddress = (given: Partial<PostalAddress> = {}): PostalAddress => ({
  name: 'Ada Lovelace',
  phone: '+1 415 555 0100',
  addressLine1: '12 Analytical Street',
  addressLine2: null,
  city: 'San Francisco',
  state: 'CA',
  postalCode: '94103',
  country: 'US',
  ...given,
});
