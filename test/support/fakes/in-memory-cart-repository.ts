import type { CartAtHand } from '../../../src/application/cart/ports/cart-queries.js';
import type { CartRepository } from '../../../src/application/cart/ports/cart-repository.js';
import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import { Cart, type CartState } from '../../../src/domain/cart/cart.js';
import type { CartItemId, CustomerId } from '../../../src/domain/shared/ids.js';
import { InMemoryAddressBookRepository } from './in-memory-address-book-repository.js';
import { InMemoryPriceList } from './in-memory-price-list.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryCartRepository implements CartRepository {
  readonly #carts: Table<CartState, Cart>;

  constructor(private readonly transaction: MemoryTransaction) {
    this.#carts = new Table('cart', transaction.rows<Row<CartState>>('carts'), transaction.outbox, (state, version) =>
      Cart.reconstitute(state, version),
    );
  }

  async atHand(customerId: CustomerId): Promise<CartAtHand<Cart>> {
    const cart = await this.activeOf(customerId);
    const offers = await new InMemoryPriceList(this.transaction).offersFor((cart?.items ?? []).map(({ variantId }) => variantId));
    const { defaultShipping } = await new InMemoryAddressBookRepository(this.transaction).of(customerId);
    if (!defaultShipping) return { cart, offers, destination: undefined };
    const { country, state, postalCode } = defaultShipping.address;
    return { cart, offers, destination: { country, state, postalCode } };
  }

  async activeOf(customerId: CustomerId): Promise<Cart | undefined> {
    return this.#carts.findWhere((state) => state.customerId === customerId && state.status === 'active');
  }

  async withItem(customerId: CustomerId, itemId: CartItemId): Promise<Cart | undefined> {
    return this.#carts.findWhere((state) => state.customerId === customerId && state.items.some(({ id }) => id === itemId));
  }

  async save(cart: Cart): Promise<void> {
    const { id, customerId, status } = cart.toState();
    const twin =
      status === 'active' &&
      this.#carts.findWhere((state) => state.id !== id && state.customerId === customerId && state.status === 'active');
    if (twin) throw new ConcurrencyConflict('cart', id);
    this.#carts.save(cart);
  }
}
