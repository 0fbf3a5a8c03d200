import type { AddressId, CustomerId, OrderId } from '../../../domain/shared/ids.js';
import type { PostalAddress } from '../../../domain/shared/postal-address.js';
import type { ShipmentStep } from '../../../domain/shipping/shipment-state.js';
import type { ShippingStatus } from '../../../domain/shipping/shipping-status.js';

export interface AddressView extends PostalAddress {
  readonly id: AddressId;
  readonly customerId: CustomerId;
  readonly isDefaultShipping: boolean;
  readonly isDefaultBilling: boolean;
}

/** How far an order's goods are. Never absent: an order without a shipment is pending. Known by its order's id. */
export interface ShippingStatusView {
  readonly orderId: OrderId;
  readonly status: ShippingStatus;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly estimatedDelivery: Date | null;
  readonly updatedAt: Date;
  /** The oldest first. */
  readonly history: readonly ShipmentStep[];
}

/** What screens show; a stranger's address or order is undefined, like an unknown one. */
export interface ShippingQueries {
  /** The oldest first. */
  addressesOf(customerId: CustomerId): Promise<readonly AddressView[]>;
  addressOf(customerId: CustomerId, addressId: AddressId): Promise<AddressView | undefined>;
  /** @param customerId whose order it must be; null: anybody's, for the back office. */
  statusOf(orderId: OrderId, customerId: CustomerId | null): Promise<ShippingStatusView | undefined>;
}
