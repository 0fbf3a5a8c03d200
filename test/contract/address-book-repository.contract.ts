import { expect } from 'chai';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import type { AddressBookRepository } from '../../src/application/shipping/ports/address-book-repository.js';
import { id, type AddressId, type CustomerId } from '../../src/domain/shared/ids.js';
import { anAddress } from '../support/builders/an-address.js';
import { rejection } from '../support/rejection.js';

const HOME = id<AddressId>('019cb000-0000-7000-8000-00000000000a');
const WORK = id<AddressId>('019cb000-0000-7000-8000-00000000000b');

let customers = 0;
/** Each test has a customer of its own. */
const somebody = () => id<CustomerId>(`019cb000-0000-7000-8000-${String((customers += 1)).padStart(12, '0')}`);
let addresses = 0;
const anId = () => id<AddressId>(`019cb000-0000-7000-9000-${String((addresses += 1)).padStart(12, '0')}`);

/** What every AddressBookRepository promises. */
export function addressBookRepositoryContract(create: () => UnitOfWork<{ addressBooks: AddressBookRepository }>): void {
  describe('as an AddressBookRepository', () => {
    it('has a book for everybody, if only an empty one', async () => {
      const book = await create().run(({ addressBooks }) => addressBooks.of(somebody()));
      expect(book.entries).to.deep.equal([]);
      expect(book.version).to.equal(0);
    });

    it('gives back what it was given, in the order of adding', async () => {
      const [store, customer] = [create(), somebody()];
      const state = await store.run(async ({ addressBooks }) => {
        const book = await addressBooks.ofForChange(customer);
        book.add(WORK, anAddress({ addressLine2: 'Floor 3' }));
        book.add(HOME, anAddress({ phone: null, state: null, postalCode: null, country: 'IE', city: 'Dublin' }));
        book.chooseDefault(HOME, 'billing');
        await addressBooks.save(book);
        return book.toState();
      });

      const found = await store.run(({ addressBooks }) => addressBooks.of(customer));
      expect(found.toState()).to.deep.equal(state);
      expect(found.version).to.equal(1);
    });

    it('saves a book that was looked up without holding it', async () => {
      const [store, customer] = [create(), somebody()];
      await store.run(async ({ addressBooks }) => {
        const book = await addressBooks.of(customer);
        book.add(anId(), anAddress());
        await addressBooks.save(book);
      });
      expect((await store.run(({ addressBooks }) => addressBooks.of(customer))).entries).to.have.lengthOf(1);
    });

    it('forgets what was taken out and moves the defaults', async () => {
      const [store, customer, first, second] = [create(), somebody(), anId(), anId()];
      await store.run(async ({ addressBooks }) => {
        const book = await addressBooks.ofForChange(customer);
        book.add(first, anAddress());
        book.add(second, anAddress({ city: 'Oakland' }));
        await addressBooks.save(book);
      });
      await store.run(async ({ addressBooks }) => {
        const book = await addressBooks.ofForChange(customer);
        book.forget(first);
        await addressBooks.save(book);
      });

      const book = await store.run(({ addressBooks }) => addressBooks.of(customer));
      expect(book.entries.map(({ id: entry }) => entry)).to.deep.equal([second]);
      expect([book.defaultShipping?.id, book.defaultBilling?.id]).to.deep.equal([second, second]);
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const [store, customer] = [create(), somebody()];
      const [mine, theirs] = await store.run(async ({ addressBooks }) => [
        await addressBooks.of(customer),
        await addressBooks.of(customer),
      ]);
      theirs.add(anId(), anAddress());
      await store.run(({ addressBooks }) => addressBooks.save(theirs));
      mine.add(anId(), anAddress());

      expect(await rejection(store.run(({ addressBooks }) => addressBooks.save(mine)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('keeps nothing of a unit of work that fails', async () => {
      const [store, customer] = [create(), somebody()];
      await rejection(
        store.run(async ({ addressBooks }) => {
          const book = await addressBooks.ofForChange(customer);
          book.add(anId(), anAddress());
          await addressBooks.save(book);
          throw new Error('power cut');
        }),
      );
      expect((await store.run(({ addressBooks }) => addressBooks.of(customer))).entries).to.deep.equal([]);
    });
  });
}
