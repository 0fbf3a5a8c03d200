import type { AddressBookRepository } from '../../../src/application/shipping/ports/address-book-repository.js';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { AddressBook, type AddressBookState } from '../../../src/domain/shipping/address-book.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryAddressBookRepository implements AddressBookRepository {
  readonly #books: Table<AddressBookState, AddressBook>;

  constructor(transaction: MemoryTransaction) {
    this.#books = new Table(
      'address book',
      transaction.rows<Row<AddressBookState>>('address_books'),
      transaction.outbox,
      (state, version) => AddressBook.reconstitute(state, version),
    );
  }

  async of(customerId: CustomerId): Promise<AddressBook> {
    return this.#books.find(customerId) ?? AddressBook.empty(customerId);
  }

  /** Units of work take turns here anyway. */
  async ofForChange(customerId: CustomerId): Promise<AddressBook> {
    return this.of(customerId);
  }

  async save(book: AddressBook): Promise<void> {
    this.#books.save(book);
  }
}
