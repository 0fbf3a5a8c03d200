import type { AddressView, ShipmentView, ShippingQueries } from '../../../application/shipping/ports/shipping-queries.js';
import { id, type AccountId, type AddressId, type CustomerId, type OrderId } from '../../../domain/shared/ids.js';
import type { ShipmentStatus } from '../../../domain/shipping/shipment-state.js';
import type { Sql } from '../shared/sql.js';
import { toEntry, type AddressRow } from './address-mapper.js';

const ADDRESSES = {
  name: 'addresses.of_customer',
  text: `select id, name, phone, address_line1, address_line2, city, state, postal_code, country, is_default_shipping, is_default_billing
    from addresses where customer_id = $1 order by position`,
};
const SHIPMENTS = {
  name: 'shipments.of_order',
  text: `select shipment.number, shipment.status, shipment.carrier, shipment.tracking_number, shipment.updated_at,
      step.at as step_at, step.from_status, step.to_status, step.actor_id, step.carrier as step_carrier,
      step.tracking_number as step_tracking_number
    from shipments as shipment join shipment_history as step on step.shipment_id = shipment.id
    where shipment.order_id = $1 order by shipment.number, step.position`,
};

interface StepRow {
  readonly number: number;
  readonly status: ShipmentStatus;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  readonly updated_at: Date;
  readonly step_at: Date;
  readonly from_status: ShipmentStatus | null;
  readonly to_status: ShipmentStatus;
  readonly actor_id: string | null;
  readonly step_carrier: string | null;
  readonly step_tracking_number: string | null;
}

export class SqlShippingQueries implements ShippingQueries {
  constructor(private readonly sql: Sql) {}

  async addressesOf(customerId: CustomerId): Promise<readonly AddressView[]> {
    const rows = await this.sql.query<AddressRow>(ADDRESSES, [customerId]);
    return rows.map(toEntry).map(({ address, ...entry }) => ({ ...address, ...entry, customerId }));
  }

  async addressOf(customerId: CustomerId, addressId: AddressId): Promise<AddressView | undefined> {
    return (await this.addressesOf(customerId)).find((address) => address.id === addressId);
  }

  async shipmentsOf(orderId: OrderId): Promise<readonly ShipmentView[]> {
    const rows = await this.sql.query<StepRow>(SHIPMENTS, [orderId]);
    const numbers = [...new Set(rows.map(({ number }) => number))];
    return numbers.map((number) => toView(rows.filter((row) => row.number === number)));
  }
}

function toView(rows: readonly StepRow[]): ShipmentView {
  const [{ status, carrier, tracking_number, updated_at }] = rows as readonly [StepRow];
  return {
    status,
    carrier,
    trackingNumber: tracking_number,
    updatedAt: updated_at,
    history: rows.map((row) => ({
      at: row.step_at,
      from: row.from_status,
      to: row.to_status,
      by: row.actor_id === null ? null : id<AccountId>(row.actor_id),
      carrier: row.step_carrier,
      trackingNumber: row.step_tracking_number,
    })),
  };
}
