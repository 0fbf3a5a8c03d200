import { Model } from 'objection';
import type { ShipmentStatus } from '../../../domain/shipping/shipment-state.js';

export class ShipmentLineModel extends Model {
  static override tableName = 'shipment_lines';
  static override idColumn = ['shipment_id', 'order_line_id'];

  declare shipment_id: string;
  declare order_line_id: string;
  declare quantity: number;
}

export class ShipmentStepModel extends Model {
  static override tableName = 'shipment_history';
  static override idColumn = ['shipment_id', 'position'];

  declare shipment_id: string;
  declare position: number;
  declare at: Date;
  declare from_status: ShipmentStatus | null;
  declare to_status: ShipmentStatus;
  declare actor_id: string | null;
  declare carrier: string | null;
  declare tracking_number: string | null;
}

export class ShipmentModel extends Model {
  static override tableName = 'shipments';
  static override relationMappings = {
    lines: {
      relation: Model.HasManyRelation,
      modelClass: ShipmentLineModel,
      join: { from: 'shipments.id', to: 'shipment_lines.shipment_id' },
    },
    history: {
      relation: Model.HasManyRelation,
      modelClass: ShipmentStepModel,
      join: { from: 'shipments.id', to: 'shipment_history.shipment_id' },
    },
  };

  declare id: string;
  declare order_id: string;
  declare number: number;
  declare status: ShipmentStatus;
  declare carrier: string | null;
  declare tracking_number: string | null;
  declare created_at: Date;
  declare updated_at: Date;
  declare version: number;
  declare lines: ShipmentLineModel[];
  declare history: ShipmentStepModel[];
}
