import { expect } from 'chai';
import { ForgetAddress } from '../../../../src/application/shipping/forget-address.js';
import { ReviseAddress } from '../../../../src/application/shipping/revise-address.js';
import { SaveAddress, type SaveAddressInput } from '../../../../src/application/shipping/save-address.js';
import { id, type AddressId, type CustomerId } from '../../../../src/domain/shared/ids.js';
import { AddressNotFound, type InvalidAddress } from '../../../../src/domain/shipping/address-book-errors.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { InMemoryAddressBookRepository } from '../../../support/fakes/in-memory-address-book-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { rejection } from '../../../support/rejection.js';

const ALICE = id<CustomerId>('alice');
const MALLORY = id<CustomerId>('mallory');
const HOME: SaveAddressInput['address'] = { addressLine1: '1 Main St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

describe('Keeping addresses', () => {
  const setUp = () => {
    const store = new InMemoryUnitOfWork((trx) => ({ addressBooks: new InMemoryAddressBookRepository(trx) }));
    const buyers = { find: async () => ({ email: 'alice@example.com', name: 'Alice', isVerified: true }) };
    const save = new SaveAddress(store, buyers, new UuidGenerator());
    return {
      save: (given: Partial<SaveAddressInput> = {}) => save.execute({ customerId: ALICE, address: HOME, ...given }),
      revise: new ReviseAddress(store, buyers),
      forget: new ForgetAddress(store),
      bookOf: (customer: CustomerId) => store.run(({ addressBooks }) => addressBooks.of(customer)),
    };
  };

  it('takes the name of the account for a parcel that names nobody', async () => {
    const { save, bookOf } = setUp();
    await save();
    await save({ address: { ...HOME, name: 'Bob' } });
    expect((await bookOf(ALICE)).entries.map(({ address }) => address.name)).to.deep.equal(['Alice', 'Bob']);
  });

  it('moves a default to the address that asks for it, and only that one (ACC-16)', async () => {
    const { save, bookOf } = setUp();
    const first = await save();
    const second = await save({ isDefaultShipping: true, isDefaultBilling: false });

    const book = await bookOf(ALICE);
    expect([book.defaultShipping?.id, book.defaultBilling?.id]).to.deep.equal([second, first]);
  });

  it('changes what is given and leaves the rest', async () => {
    const { save, revise, bookOf } = setUp();
    const addressId = await save({ address: { ...HOME, phone: '123', addressLine2: 'Floor 3' } });
    await revise.execute({ customerId: ALICE, addressId, address: { city: 'Albany', addressLine2: '', phone: undefined } });

    expect((await bookOf(ALICE)).find(addressId)?.address).to.include({
      addressLine1: '1 Main St',
      city: 'Albany',
      addressLine2: null,
      phone: '123',
    });
  });

  it('judges the whole address after a change of its country', async () => {
    const { save, revise, bookOf } = setUp();
    const addressId = await save();
    const refusal = await rejection(revise.execute({ customerId: ALICE, addressId, address: { country: 'Canada' } }));

    expect((refusal as InvalidAddress).faults.map(({ path }) => path)).to.deep.equal(['postal_code']);
    expect((await bookOf(ALICE)).find(addressId)?.address.country).to.equal('US');
  });

  it("does not even admit that somebody else's address exists (ACC-16)", async () => {
    const { save, revise, forget, bookOf } = setUp();
    const addressId = await save();

    expect(await rejection(revise.execute({ customerId: MALLORY, addressId, address: { city: 'X' } }))).to.be.instanceOf(AddressNotFound);
    expect(await rejection(forget.execute({ customerId: MALLORY, addressId }))).to.be.instanceOf(AddressNotFound);
    expect((await bookOf(ALICE)).find(addressId)?.address.city).to.equal('New York');
  });

  it('forgets an address once', async () => {
    const { save, forget, bookOf } = setUp();
    const addressId = await save();
    await forget.execute({ customerId: ALICE, addressId });

    expect((await bookOf(ALICE)).entries).to.deep.equal([]);
    expect(await rejection(forget.execute({ customerId: ALICE, addressId }))).to.be.instanceOf(AddressNotFound);
    expect(await rejection(forget.execute({ customerId: ALICE, addressId: id<AddressId>('unknown') }))).to.be.instanceOf(AddressNotFound);
  });
});
