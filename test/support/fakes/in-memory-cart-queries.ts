import type { CartAtHand, CartQueries } from '../../../src/application/cart/ports/cart-queries.js';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { InMemoryAddressBookRepository } from './in-memory-address-book-repository.js';
import { InMemoryCartRepository } from './in-memory-cart-repository.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

export class InMemoryCartQueries implements CartQueries {
  constructor(private readonly transaction: MemoryTransaction) {}

  async activeOf(customerId: CustomerId): Promise<CartAtHand> {
    const cart = await new InMemoryCartRepository(this.transaction).activeOf(customerId);
    const { defaultShipping } = await new InMemoryAddressBookRepository(this.transaction).of(customerId);
    if (!defaultShipping) return { cart, destination: undefined };
    const { country, state, postalCode } = defaultShipping.address;
    return { cart, destination: { country, state, postalCode } };
  }
}
