import type { OrderRepository } from '../../../src/application/order/ports/order-repository.js';
import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import type { OrderState } from '../../../src/domain/order/order-state.js';
import { Order } from '../../../src/domain/order/order.js';
import type { CustomerId, OrderId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryOrderRepository implements OrderRepository {
  readonly #orders: Table<OrderState, Order>;

  constructor(transaction: MemoryTransaction) {
    this.#orders = new Table('order', transaction.rows<Row<OrderState>>('orders'), transaction.outbox, (state, version) =>
      Order.reconstitute(state, version),
    );
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    return this.#orders.find(orderId);
  }

  async lastPlacedBy(customerId: CustomerId, since: Date): Promise<Order | undefined> {
    const placed = this.#orders.filter((state) => state.customerId === customerId && state.placedAt >= since);
    return placed.sort((left, right) => (left.id < right.id ? 1 : -1))[0];
  }

  async save(order: Order): Promise<void> {
    const { id, cartId, number } = order.toState();
    const twin = this.#orders.findWhere((state) => state.id !== id && (state.cartId === cartId || state.number === number));
    if (twin) throw new ConcurrencyConflict('order', id);
    this.#orders.save(order);
  }
}
