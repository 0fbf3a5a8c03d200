import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { AddressBookRepository } from '../../../application/shipping/ports/address-book-repository.js';
import type { CustomerId } from '../../../domain/shared/ids.js';
import { AddressBook } from '../../../domain/shipping/address-book.js';
import type { Statement } from '../shared/sql.js';
import type { Transaction } from '../shared/transaction.js';
import { toEntry, toRows, type AddressRow } from './address-mapper.js';
import { AddressBookModel, AddressModel } from './address-model.js';

const FIND: Statement = {
  name: 'address_books.find',
  text: `select book.version, address.id, address.name, address.phone, address.address_line1, address.address_line2, address.city,
      address.state, address.postal_code, address.country, address.is_default_shipping, address.is_default_billing
    from address_books as book left join addresses as address using (customer_id)
    where book.customer_id = $1 order by address.position`,
  isRead: true,
};
/** Makes the book if it is not there, and keeps others out of it; an untouched book has version 0. */
const HOLD = {
  name: 'address_books.hold',
  text: `insert into address_books as book (customer_id, version) values ($1, 0)
    on conflict (customer_id) do update set version = book.version`,
};

type BookRow = { readonly version: number } & (AddressRow | { readonly id: null });

const hasAddress = (row: BookRow): row is BookRow & AddressRow => row.id !== null;

/** The book's own row carries the version; its addresses are rewritten whole, as its state is. */
export class ObjectionAddressBookRepository implements AddressBookRepository {
  constructor(private readonly transaction: Transaction) {}

  async of(customerId: CustomerId): Promise<AddressBook> {
    const rows = await this.transaction.sql.query<BookRow>(FIND, [customerId]);
    return AddressBook.reconstitute({ customerId, entries: rows.filter(hasAddress).map(toEntry) }, rows[0]?.version ?? 0);
  }

  async ofForChange(customerId: CustomerId): Promise<AddressBook> {
    await this.transaction.sql.query(HOLD, [customerId]);
    return this.of(customerId);
  }

  async save(book: AddressBook): Promise<void> {
    const { knex } = this.transaction;
    const [customer_id, version] = [book.id, book.version];
    if (version === 0) await AddressBookModel.query(knex).insert({ customer_id, version }).onConflict('customer_id').ignore();
    const updated = await AddressBookModel.query(knex)
      .patch({ version: version + 1 })
      .where({ customer_id, version });
    if (updated === 0) throw new ConcurrencyConflict('address book', customer_id);
    await AddressModel.query(knex).delete().where({ customer_id });
    const rows = toRows(book);
    if (rows.length > 0) await AddressModel.query(knex).insert(rows);
  }
}
