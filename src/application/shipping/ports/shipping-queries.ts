import type { AddressId, CustomerId, OrderId } from '../../../domain/shared/ids.js';
import type { PostalAddress } from '../../../domain/shared/postal-address.js';
import type { ShipmentStatus, ShipmentStep, Tracking } from '../../../domain/shipping/shipment-state.js';

export interface AddressView extends PostalAddress {
  readonly id: AddressId;
  readonly customerId: CustomerId;
  readonly isDefaultShipping: boolean;
  readonly isDefaultBilling: boolean;
}

export type ShippingStepView = ShipmentStep;

export interface ShipmentView extends Tracking {
  readonly status: ShipmentStatus;
  readonly updatedAt: Date;
  /** The oldest first. */
  readonly history: readonly ShippingStepView[];
}

/** What screens show; a stranger's address is undefined, like an unknown one. */
export interface ShippingQueries {
  /** The oldest first. */
  addressesOf(customerId: CustomerId): Promise<readonly AddressView[]>;
  addressOf(customerId: CustomerId, addressId: AddressId): Promise<AddressView | undefined>;
  /** In the order of making. Whoever asks has made sure whose order it is. */
  shipmentsOf(orderId: OrderId): Promise<readonly ShipmentView[]>;
}
