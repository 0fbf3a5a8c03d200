import type { AddressId, CustomerId } from '../../domain/shared/ids.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AddressBookRepository } from './ports/address-book-repository.js';

export interface ForgetAddressInput {
  readonly customerId: CustomerId;
  readonly addressId: AddressId;
}

/** Takes an address out of the book; an order that used it has its own copy and does not mind. */
export class ForgetAddress {
  constructor(private readonly unitOfWork: UnitOfWork<{ addressBooks: AddressBookRepository }>) {}

  /** @throws AddressNotFound */
  async execute({ customerId, addressId }: ForgetAddressInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ addressBooks }) => {
      const book = await addressBooks.ofForChange(customerId);
      book.forget(addressId);
      await addressBooks.save(book);
    }, claim);
  }
}
