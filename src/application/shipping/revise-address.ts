import type { AddressId } from '../../domain/shared/ids.js';
import { AddressNotFound } from '../../domain/shipping/address-book-errors.js';
import { validAddress } from '../../domain/shipping/valid-address.js';
import type { BuyerDirectory } from '../checkout/ports/buyer-directory.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AddressBookRepository } from './ports/address-book-repository.js';
import type { SaveAddressInput } from './save-address.js';

export interface ReviseAddressInput extends SaveAddressInput {
  readonly addressId: AddressId;
}

/** Changes what is given of an address and leaves the rest; orders keep the copy they were placed with. */
export class ReviseAddress {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ addressBooks: AddressBookRepository }>,
    private readonly buyers: BuyerDirectory,
  ) {}

  /**
   * @throws AddressNotFound
   * @throws InvalidAddress when the whole, with the change, is not complete for its country.
   */
  async execute(
    { customerId, addressId, address, isDefaultShipping, isDefaultBilling }: ReviseAddressInput,
    claim?: RequestClaim,
  ): Promise<void> {
    const owner = await this.buyers.find(customerId);
    const changes = Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined));
    await this.unitOfWork.run(async ({ addressBooks }) => {
      const book = await addressBooks.ofForChange(customerId);
      const entry = book.find(addressId);
      if (!entry) throw new AddressNotFound(addressId);
      book.revise(addressId, validAddress({ ...entry.address, ...changes }, owner?.name ?? ''));
      if (isDefaultShipping) book.chooseDefault(addressId, 'shipping');
      if (isDefaultBilling) book.chooseDefault(addressId, 'billing');
      await addressBooks.save(book);
    }, claim);
  }
}
