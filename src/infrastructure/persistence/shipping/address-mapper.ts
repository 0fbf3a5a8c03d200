import { id } from '../../../domain/shared/ids.js';
import type { AddressBook, AddressEntry } from '../../../domain/shipping/address-book.js';
import type { AddressModel } from './address-model.js';

export type AddressRow = Pick<
  AddressModel,
  | 'id'
  | 'name'
  | 'phone'
  | 'address_line1'
  | 'address_line2'
  | 'city'
  | 'state'
  | 'postal_code'
  | 'country'
  | 'is_default_shipping'
  | 'is_default_billing'
>;

export const toEntry = (row: AddressRow): AddressEntry => ({
  id: id(row.id),
  address: {
    name: row.name,
    phone: row.phone,
    addressLine1: row.address_line1,
    addressLine2: row.address_line2,
    city: row.city,
    state: row.state,
    postalCode: row.postal_code,
    country: row.country,
  },
  isDefaultShipping: row.is_default_shipping,
  isDefaultBilling: row.is_default_billing,
});

export const toRows = (book: AddressBook) =>
  book.entries.map(({ id: entryId, address, isDefaultShipping, isDefaultBilling }, position) => ({
    id: entryId,
    customer_id: book.id,
    position,
    name: address.name,
    phone: address.phone,
    address_line1: address.addressLine1,
    address_line2: address.addressLine2,
    city: address.city,
    state: address.state,
    postal_code: address.postalCode,
    country: address.country,
    is_default_shipping: isDefaultShipping,
    is_default_billing: isDefaultBilling,
  }));
