import { expect } from 'chai';
import { id, type AddressId, type CustomerId } from '../../../../src/domain/shared/ids.js';
import { AddressBookFull, AddressNotFound } from '../../../../src/domain/shipping/address-book-errors.js';
import { AddressBook } from '../../../../src/domain/shipping/address-book.js';
import { anAddress } from '../../../support/builders/an-address.js';

const HOME = id<AddressId>('home');
const WORK = id<AddressId>('work');
const CABIN = id<AddressId>('cabin');

const bookOf = (...addresses: readonly AddressId[]): AddressBook => {
  const book = AddressBook.empty(id<CustomerId>('ada'));
  for (const address of addresses) book.add(address, anAddress());
  return book;
};

const defaultsOf = (book: AddressBook) => [book.defaultShipping?.id, book.defaultBilling?.id];

describe('An address book', () => {
  it('takes the first address as both defaults (ACC-16)', () => {
    expect(defaultsOf(bookOf(HOME, WORK))).to.deep.equal([HOME, HOME]);
  });

  it('has exactly one default of each kind after any choice (ACC-16)', () => {
    const book = bookOf(HOME, WORK, CABIN);
    book.chooseDefault(WORK, 'shipping');
    book.chooseDefault(CABIN, 'billing');
    book.chooseDefault(CABIN, 'billing');

    expect(book.entries.filter(({ isDefaultShipping }) => isDefaultShipping)).to.have.lengthOf(1);
    expect(book.entries.filter(({ isDefaultBilling }) => isDefaultBilling)).to.have.lengthOf(1);
    expect(defaultsOf(book)).to.deep.equal([WORK, CABIN]);
  });

  it('gives the place of a default that goes to the oldest of the others', () => {
    const book = bookOf(HOME, WORK, CABIN);
    book.chooseDefault(CABIN, 'billing');
    book.forget(HOME);
    expect(defaultsOf(book)).to.deep.equal([WORK, CABIN]);
    book.forget(WORK);
    book.forget(CABIN);
    expect(book.entries).to.deep.equal([]);
  });

  it('keeps the defaults when another address goes', () => {
    const book = bookOf(HOME, WORK, CABIN);
    book.forget(WORK);
    expect(defaultsOf(book)).to.deep.equal([HOME, HOME]);
  });

  it('revises one address and leaves the others', () => {
    const book = bookOf(HOME, WORK);
    book.revise(WORK, anAddress({ city: 'Oakland' }));
    expect(book.entries.map(({ address }) => address.city)).to.deep.equal(['San Francisco', 'Oakland']);
  });

  it('does not know what is not in it', () => {
    const book = bookOf(HOME);
    expect(() => book.revise(WORK, anAddress())).to.throw(AddressNotFound);
    expect(() => book.chooseDefault(WORK, 'shipping')).to.throw(AddressNotFound);
    expect(() => book.forget(WORK)).to.throw(AddressNotFound);
    expect(book.find(WORK)).to.equal(undefined);
  });

  it('is full at 100 addresses', () => {
    const book = bookOf(...Array.from({ length: 100 }, (_, index) => id<AddressId>(String(index))));
    expect(() => book.add(HOME, anAddress())).to.throw(AddressBookFull);
  });
});
