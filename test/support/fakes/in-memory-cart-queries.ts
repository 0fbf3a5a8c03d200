import type { CartAtHand, CartQueries } from '../../../src/application/cart/ports/cart-queries.js';
import type { CustomerId } from '../../../src/domain/shared/ids.js';
import { InMemoryCartRepository } from './in-memory-cart-repository.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

export class InMemoryCartQueries implements CartQueries {
  constructor(private readonly transaction: MemoryTransaction) {}

  async activeOf(customerId: CustomerId): Promise<CartAtHand> {
    return new InMemoryCartRepository(this.transaction).atHand(customerId);
  }
}
