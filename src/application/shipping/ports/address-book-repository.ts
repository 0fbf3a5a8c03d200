import type { CustomerId } from '../../../domain/shared/ids.js';
import type { AddressBook } from '../../../domain/shipping/address-book.js';

/** Every customer has an address book, if only an empty one. */
export interface AddressBookRepository {
  /** One statement, no lock: for looking up. */
  of(customerId: CustomerId): Promise<AddressBook>;

  /** For changing: whoever else wants to change this book waits until this unit of work has ended, and then sees its outcome. */
  ofForChange(customerId: CustomerId): Promise<AddressBook>;

  /** @throws ConcurrencyConflict when the stored version is not `book.version`. */
  save(book: AddressBook): Promise<void>;
}
