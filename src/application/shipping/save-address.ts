import type { AddressId, CustomerId } from '../../domain/shared/ids.js';
import { validAddress, type AddressDraft } from '../../domain/shipping/valid-address.js';
import type { BuyerDirectory } from '../checkout/ports/buyer-directory.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AddressBookRepository } from './ports/address-book-repository.js';

export interface SaveAddressInput {
  readonly customerId: CustomerId;
  readonly address: AddressDraft;
  /** True makes it the default in place of the present one; anything else leaves the defaults as they are. */
  readonly isDefaultShipping?: boolean | null | undefined;
  readonly isDefaultBilling?: boolean | null | undefined;
}

/** Adds an address to the customer's book; a parcel for nobody in particular is for the account's owner. */
export class SaveAddress {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ addressBooks: AddressBookRepository }>,
    private readonly buyers: BuyerDirectory,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws InvalidAddress
   * @throws AddressBookFull
   */
  async execute({ customerId, address, isDefaultShipping, isDefaultBilling }: SaveAddressInput, claim?: RequestClaim): Promise<AddressId> {
    const owner = await this.buyers.find(customerId);
    const valid = validAddress(address, owner?.name ?? '');
    return this.unitOfWork.run(async ({ addressBooks }) => {
      const addressId = this.ids.next<AddressId>();
      const book = await addressBooks.ofForChange(customerId);
      book.add(addressId, valid);
      if (isDefaultShipping) book.chooseDefault(addressId, 'shipping');
      if (isDefaultBilling) book.chooseDefault(addressId, 'billing');
      await addressBooks.save(book);
      return addressId;
    }, claim);
  }
}
