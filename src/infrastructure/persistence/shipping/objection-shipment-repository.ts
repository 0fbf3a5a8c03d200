import { UniqueViolationError } from 'objection';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { ShipmentRepository } from '../../../application/shipping/ports/shipment-repository.js';
import type { OrderId } from '../../../domain/shared/ids.js';
import type { Shipment } from '../../../domain/shipping/shipment.js';
import type { Transaction } from '../shared/transaction.js';
import { toLineRows, toRow, toShipment, toStepRows } from './shipment-mapper.js';
import { ShipmentLineModel, ShipmentModel, ShipmentStepModel } from './shipment-model.js';

export class ObjectionShipmentRepository implements ShipmentRepository {
  constructor(private readonly transaction: Transaction) {}

  async ofOrder(orderId: OrderId): Promise<readonly Shipment[]> {
    const rows = await ShipmentModel.query(this.transaction.knex)
      .where({ order_id: orderId })
      .orderBy('number')
      .withGraphFetched('[lines, history]')
      .modifyGraph('lines', (lines) => void lines.orderBy('order_line_id'))
      .modifyGraph('history', (steps) => void steps.orderBy('position'));
    return rows.map(toShipment);
  }

  async save(shipment: Shipment): Promise<void> {
    await (shipment.version === 0 ? this.#insert(shipment) : this.#update(shipment));
    await ShipmentStepModel.query(this.transaction.knex).insert(toStepRows(shipment)).onConflict(['shipment_id', 'position']).ignore();
    this.transaction.outbox.append(shipment.pullEvents());
  }

  async #insert(shipment: Shipment): Promise<void> {
    const { knex } = this.transaction;
    try {
      await ShipmentModel.query(knex).insert(toRow(shipment));
    } catch (error) {
      const isTaken = error instanceof UniqueViolationError && error.constraint === 'shipments_number_in_order';
      throw isTaken ? new ConcurrencyConflict('shipment', shipment.id) : error;
    }
    const lines = toLineRows(shipment);
    if (lines.length > 0) await ShipmentLineModel.query(knex).insert(lines);
  }

  async #update(shipment: Shipment): Promise<void> {
    const updated = await ShipmentModel.query(this.transaction.knex)
      .patch(toRow(shipment))
      .where({ id: shipment.id, version: shipment.version });
    if (updated === 0) throw new ConcurrencyConflict('shipment', shipment.id);
    const lines = toLineRows(shipment);
    const packed = ShipmentLineModel.query(this.transaction.knex);
    await packed
      .delete()
      .where({ shipment_id: shipment.id })
      .whereNotIn(
        'order_line_id',
        lines.map(({ order_line_id }) => order_line_id),
      );
    if (lines.length > 0)
      await ShipmentLineModel.query(this.transaction.knex).insert(lines).onConflict(['shipment_id', 'order_line_id']).merge(['quantity']);
  }
}
