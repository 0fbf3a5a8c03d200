import type { AddressView } from '../../../application/shipping/ports/shipping-queries.js';
import type { ShippingStatusView } from '../../../application/shipping/track-shipping.js';
import { presentPostalAddress } from '../shared/address-fields.js';

export const presentAddress = (address: AddressView) => ({
  id: address.id,
  user_id: address.customerId,
  ...presentPostalAddress(address),
  is_default_shipping: address.isDefaultShipping,
  is_default_billing: address.isDefaultBilling,
});

/** @param isForShop buyers learn that the shop did it, not who in the shop. */
export const presentShippingStatus = (view: ShippingStatusView, isForShop: boolean) => ({
  id: view.orderId,
  order_id: view.orderId,
  status: view.status,
  carrier: view.carrier,
  tracking_number: view.trackingNumber,
  tracking_url: view.trackingUrl,
  estimated_delivery: null,
  updated_at: view.updatedAt,
  history: view.history.map(({ at, from, to, by, carrier, trackingNumber }) => ({
    at: at.toISOString(),
    from,
    to,
    by: by === null ? 'system' : 'admin',
    user_id: isForShop ? by : null,
    carrier,
    tracking_number: trackingNumber,
  })),
});
