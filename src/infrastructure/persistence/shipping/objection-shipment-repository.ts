import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { ShipmentRepository } from '../../../application/shipping/ports/shipment-repository.js';
import { id, type OrderId } from '../../../domain/shared/ids.js';
import type { Shipment } from '../../../domain/shipping/shipment.js';
import { violatesUnique } from '../shared/database-faults.js';
import type { Transaction } from '../shared/transaction.js';
import { toLineRows, toRow, toShipment, toStepRows } from './shipment-mapper.js';
import { ShipmentLineModel, ShipmentModel, ShipmentStepModel } from './shipment-model.js';

const PREPARED_OF = { name: 'shipments.prepared_of', text: 'select distinct order_id from shipments where order_id = any($1::uuid[])' };
/** Parcels with their lines and first steps, in one statement. */
const ADD_ALL = {
  name: 'shipments.add_all',
  text: `with added as (
      insert into shipments (id, order_id, number, status, carrier, tracking_number, created_at, updated_at, version)
      select id, order_id, number, status, carrier, tracking_number, created_at, updated_at, version
      from jsonb_populate_recordset(null::shipments, $1::jsonb)
    ), packed as (
      insert into shipment_lines (shipment_id, order_line_id, quantity)
      select shipment_id, order_line_id, quantity from jsonb_populate_recordset(null::shipment_lines, $2::jsonb)
    )
    insert into shipment_history (shipment_id, position, at, from_status, to_status, actor_id, carrier, tracking_number)
    select shipment_id, position, at, from_status, to_status, actor_id, carrier, tracking_number
    from jsonb_populate_recordset(null::shipment_history, $3::jsonb)`,
};

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

  async preparedOf(orderIds: readonly OrderId[]): Promise<ReadonlySet<OrderId>> {
    const rows = await this.transaction.sql.query<{ order_id: string }>(PREPARED_OF, [orderIds]);
    return new Set(rows.map(({ order_id }) => id<OrderId>(order_id)));
  }

  async addAll(shipments: readonly Shipment[]): Promise<void> {
    const rows = [shipments.map(toRow), shipments.flatMap(toLineRows), shipments.flatMap(toStepRows)];
    try {
      await this.transaction.sql.query(
        ADD_ALL,
        rows.map((each) => JSON.stringify(each)),
      );
    } catch (error) {
      if (violatesUnique(error, 'shipments_number_in_order')) throw new ConcurrencyConflict('shipment', shipments[0]?.id ?? '');
      throw error;
    }
    for (const shipment of shipments) this.transaction.outbox.append(shipment.pullEvents());
  }

  async save(shipment: Shipment): Promise<void> {
    if (shipment.version === 0) return this.addAll([shipment]);
    await this.#update(shipment);
    await ShipmentStepModel.query(this.transaction.knex).insert(toStepRows(shipment)).onConflict(['shipment_id', 'position']).ignore();
    this.transaction.outbox.append(shipment.pullEvents());
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
