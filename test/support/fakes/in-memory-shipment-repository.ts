import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import type { ShipmentRepository } from '../../../src/application/shipping/ports/shipment-repository.js';
import type { OrderId } from '../../../src/domain/shared/ids.js';
import type { ShipmentState } from '../../../src/domain/shipping/shipment-state.js';
import { Shipment } from '../../../src/domain/shipping/shipment.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryShipmentRepository implements ShipmentRepository {
  readonly #shipments: Table<ShipmentState, Shipment>;

  constructor(transaction: MemoryTransaction) {
    this.#shipments = new Table('shipment', transaction.rows<Row<ShipmentState>>('shipments'), transaction.outbox, (state, version) =>
      Shipment.reconstitute(state, version),
    );
  }

  async ofOrder(orderId: OrderId): Promise<readonly Shipment[]> {
    const found = this.#shipments.filter((state) => state.orderId === orderId);
    return found.sort((left, right) => left.toState().number - right.toState().number);
  }

  async preparedOf(orderIds: readonly OrderId[]): Promise<ReadonlySet<OrderId>> {
    return new Set(this.#shipments.filter(({ orderId }) => orderIds.includes(orderId)).map((shipment) => shipment.toState().orderId));
  }

  async addAll(shipments: readonly Shipment[]): Promise<void> {
    for (const shipment of shipments) await this.save(shipment);
  }

  async save(shipment: Shipment): Promise<void> {
    const { id, orderId, number } = shipment.toState();
    const twin = this.#shipments.findWhere((state) => state.orderId === orderId && state.number === number && state.id !== id);
    if (twin) throw new ConcurrencyConflict('shipment', id);
    this.#shipments.save(shipment);
  }
}
