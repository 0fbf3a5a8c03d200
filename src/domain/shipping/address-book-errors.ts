import { DomainError } from '../shared/domain-error.js';
import type { AddressId } from '../shared/ids.js';

/** Also for somebody else's address: nobody learns whether it exists. */
export class AddressNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'address.not_found';

  constructor(addressId: AddressId) {
    super('There is no such address in your address book', { address_id: addressId });
  }
}

export class AddressBookFull extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'address.too_many';

  constructor(limit: number) {
    super(`An address book holds at most ${limit} addresses: delete one first`, { limit });
  }
}

/** One field that does not fit; `path` is the field's public name. */
export interface AddressFault {
  readonly path: string;
  readonly code: 'required' | 'too_long' | 'unknown_country' | 'format';
  readonly message: string;
}

/** Names every field that does not fit the country's way of writing addresses. */
export class InvalidAddress extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor(readonly faults: readonly AddressFault[]) {
    super(`The address is not complete or not valid: ${faults.map(({ message }) => message).join('; ')}`, { errors: faults });
  }

  /** The same, told about a field that holds the address: `shipping_address.city`. */
  under(field: string): InvalidAddress {
    return new InvalidAddress(this.faults.map((fault) => ({ ...fault, path: `${field}.${fault.path}` })));
  }
}
