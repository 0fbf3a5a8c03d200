import { AddressNotFound, InvalidAddress } from '../../domain/shipping/address-book-errors.js';
import type { AddressBook } from '../../domain/shipping/address-book.js';
import { validAddress, type AddressDraft } from '../../domain/shipping/valid-address.js';
import type { AddressId } from '../../domain/shared/ids.js';
import type { PostalAddress } from '../../domain/shared/postal-address.js';
import { UnusableCheckout } from './checkout-errors.js';

/** Where it goes and who is billed, as far as the buyer says. */
export interface AddressChoice {
  /** From the address book. */
  readonly shippingAddressId?: AddressId | undefined;
  /** Written out; comes before the id. */
  readonly shippingAddress?: AddressDraft | undefined;
  readonly billingAddress?: AddressDraft | undefined;
}

export interface Addresses {
  readonly shippingAddressId: AddressId | null;
  readonly shippingAddress: PostalAddress;
  readonly billingAddress: PostalAddress;
}

const writtenOut = (draft: AddressDraft, buyerName: string, field: string): PostalAddress => {
  try {
    return validAddress(draft, buyerName);
  } catch (error) {
    throw error instanceof InvalidAddress ? error.under(field) : error;
  }
};

/**
 * What is said, else the defaults of the book, else the bill goes where the goods go.
 * @throws AddressNotFound for an id that is not in the buyer's book
 * @throws InvalidAddress
 * @throws UnusableCheckout when there is no address at all
 */
export function chooseAddresses(choice: AddressChoice, book: AddressBook, buyerName: string): Addresses {
  const { shippingAddressId, shippingAddress, billingAddress } = choice;
  const known = shippingAddressId === undefined ? book.defaultShipping : book.find(shippingAddressId);
  const shipping = shippingAddress
    ? { id: null, address: writtenOut(shippingAddress, buyerName, 'shipping_address') }
    : known && { id: known.id, address: known.address };
  if (!shipping) {
    if (shippingAddressId !== undefined) throw new AddressNotFound(shippingAddressId);
    throw new UnusableCheckout(
      'shipping_address_id',
      'required',
      'There is no address to send this to: name one, or save one in the address book first',
    );
  }
  const billing = billingAddress ? writtenOut(billingAddress, buyerName, 'billing_address') : book.defaultBilling?.address;
  return { shippingAddressId: shipping.id, shippingAddress: shipping.address, billingAddress: billing ?? shipping.address };
}
